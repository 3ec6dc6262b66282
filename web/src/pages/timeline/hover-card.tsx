import { useTranslation } from 'react-i18next';
import { usePreferences } from '../../preferences.ts';
import { Mark, StatusBadge } from '../../status/status-badge.tsx';
import { durationText } from '../../time/duration.ts';
import { timeText, useDisplayZone } from '../../time/zone.ts';
import type { Found } from './gantt.tsx';

const WIDTH = 270;

/** What lies under the pointer, in words. */
export function HoverCard({ found, x, y, width }: { found: Found; x: number; y: number; width: number }) {
  const { t } = useTranslation('timeline');
  const { language } = usePreferences();
  const zone = useDisplayZone();
  const at = (ms: number): string => timeText(new Date(ms), zone);
  return (
    <div
      className="gantt-card"
      aria-hidden
      style={{ left: Math.max(0, Math.min(x + 12, width - WIDTH)), top: y + 14, width: WIDTH }}
    >
      {'bar' in found ? (
        <>
          <strong data-own>
            {found.bar.name} <span className="mono dimmed">#{found.bar.id}</span>
          </strong>
          <span className="marks">
            <StatusBadge status={found.bar.status} />
            {durationText(found.bar.to - found.bar.from, language)}
          </span>
          <span>{at(found.bar.from)}</span>
        </>
      ) : (
        <>
          <strong data-own>{found.ghost.name}</strong>
          <span className="marks">
            {found.ghost.skip === null ? (
              <Mark tone="info">{t('coming')}</Mark>
            ) : (
              <Mark tone="neutral">{t([`shell:skip.${found.ghost.skip}`, 'shell:status.SKIPPED'])}</Mark>
            )}
            {found.ghost.usualMs !== null && t('usually', { time: durationText(found.ghost.usualMs, language) })}
          </span>
          <span className={found.ghost.skip === null ? undefined : 'struck'}>{at(found.ghost.from)}</span>
        </>
      )}
    </div>
  );
}
