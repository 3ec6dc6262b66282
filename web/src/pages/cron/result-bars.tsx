import './result-bars.css';
import { Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Status } from '../../api/client.ts';
import { usePreferences } from '../../preferences.ts';
import { STATUS_LOOKS } from '../../status/status-badge.tsx';
import { durationText } from '../../time/duration.ts';
import { timeText, useDisplayZone } from '../../time/zone.ts';

/** What a bar needs to know of an execution. */
export interface Result {
  readonly id: string;
  readonly status: Status;
  readonly at: string;
  readonly durationMs: number | null;
}

/** The last results of a cron, the oldest first: a bar each, its colour the status, its height the run time. */
export function ResultBars({ results, height = 26 }: { results: readonly Result[]; height?: number }) {
  const { t } = useTranslation('shell');
  const { language } = usePreferences();
  const zone = useDisplayZone();
  const longest = Math.max(1, ...results.map(({ durationMs }) => durationMs ?? 0));
  const failed = results.filter(({ status }) => status === 'FAILED' || status === 'TIMEOUT').length;
  if (results.length === 0) return <span className="dimmed">–</span>;
  return (
    <span
      className="result-bars"
      style={{ height }}
      role="img"
      aria-label={t('bars', { total: results.length, failed })}
    >
      {results.map(({ id, status, at, durationMs }) => (
        <Tooltip
          key={id}
          label={`${t(`status.${status}`)} · ${timeText(new Date(at), zone)}${durationMs === null ? '' : ` · ${durationText(durationMs, language)}`}`}
        >
          <span
            data-tone={STATUS_LOOKS[status].tone}
            style={{ height: `${Math.round(30 + (70 * (durationMs ?? 0)) / longest)}%` }}
          />
        </Tooltip>
      ))}
    </span>
  );
}
