import type { TFunction } from 'i18next';
import type { Cron } from '../../api/client.ts';

type Timing = { readonly type: string } & Readonly<Record<string, unknown>>;

/** The timing object of a cron; null when its expression says all. */
export const timingOf = ({ timing }: Pick<Cron, 'timing'>): Timing | null =>
  typeof timing === 'string' ? (JSON.parse(timing) as Timing) : null;

/** When a cron runs, in short: its expression, or its timing object. */
export function scheduleText(cron: Pick<Cron, 'cronExpression' | 'timing'>, t: TFunction): string {
  const timing = timingOf(cron);
  if (cron.cronExpression !== null) return cron.cronExpression;
  if (timing === null || timing.type === 'manual') return t('crons:onTrigger');
  const { type, ...rest } = timing;
  const values = Object.values(rest).flat().join(', ');
  return `${t(`crons:timing.${type}`)}: ${values}`;
}

/** Why a cron is paused, and the backfill whose end ends that. */
export function pauseCause({ pausedBy, pauseReason }: Cron, t: TFunction): string {
  const id = /^backfill (\d+)$/.exec(pausedBy ?? '')?.[1];
  return [pauseReason, id && t('crons:untilBackfill', { id })].filter(Boolean).join(' · ');
}
