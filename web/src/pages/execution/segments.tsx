import { useTranslation } from 'react-i18next';
import type { Resource, Status } from '../../api/client.ts';
import { usePreferences } from '../../preferences.ts';
import { STATUS_LOOKS } from '../../status/status-badge.tsx';
import { durationText } from '../../time/duration.ts';
import { useNow } from '../../time/time.tsx';
import { timeText, useDisplayZone } from '../../time/zone.ts';

type Segment = Resource<'Segment'>;

const toneOf = ({ kind, outcome, to }: Segment): string => {
  if (kind !== 'run') return 'wait';
  if (to === null) return 'info';
  if (outcome === 'RESCUED') return 'warning';
  return STATUS_LOOKS[outcome as Status]?.tone ?? 'neutral';
};

/** Waiting, running and backing off on one axis, one line for each attempt. */
export function Segments({ segments }: { segments: readonly Segment[] }) {
  const { t } = useTranslation('executions');
  const { language } = usePreferences();
  const zone = useDisplayZone();
  const now = useNow();
  const endOf = ({ to }: Segment): number => (to === null ? now : Date.parse(to));
  const first = Date.parse(segments[0]!.from);
  const last = Math.max(first + 1, ...segments.map(endOf));
  const attempts = [...Map.groupBy(segments, ({ attempt }) => attempt)];
  const percent = (ms: number): string => `${((ms - first) / (last - first)) * 100}%`;
  return (
    <table className="segments">
      <caption className="hidden-text">{t('segments')}</caption>
      <tbody>
        {attempts.map(([attempt, own]) => (
          <tr key={attempt}>
            <th scope="row">{t('attemptNo', { attempt })}</th>
            <td>
              <div className="segment-line">
                {own.map((segment) => {
                  const from = Date.parse(segment.from);
                  const to = endOf(segment);
                  const text = `${t(`segment.${segment.kind}`)} ${durationText(to - from, language)}`;
                  return (
                    <span
                      key={segment.from + segment.kind}
                      className="segment"
                      data-tone={toneOf(segment)}
                      data-lasts={segment.to === null || undefined}
                      style={{ left: percent(from), width: `max(3px, calc(${percent(to)} - ${percent(from)}))` }}
                      title={`${text}\n${timeText(new Date(from), zone)} – ${segment.to === null ? '' : timeText(new Date(to), zone)}`}
                    />
                  );
                })}
              </div>
            </td>
            <td className="segment-facts">
              {own.map((segment) => (
                <span key={segment.from + segment.kind}>
                  {t(`segment.${segment.kind}`)} {durationText(endOf(segment) - Date.parse(segment.from), language)}
                </span>
              ))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
