import { z } from 'zod';

/** The params all three handlers take. */
export const nightParams = z.strictObject({
  /** Instead of the day before the scheduled time: to run an earlier night again. */
  day: z.iso.date().optional(),
  /** Decides which day the scheduled time belongs to. */
  time_zone: z.string().default('Asia/Seoul'),
});

export type NightParams = z.output<typeof nightParams>;

/** The day a night belongs to (YYYY-MM-DD): the one before, where the clocks show `time_zone`. */
export function businessDay({ day, time_zone }: NightParams, scheduledTime: Date): string {
  if (day !== undefined) return day;
  // Swedish writes dates as ISO 8601 does.
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone: time_zone, dateStyle: 'short' }).format(scheduledTime);
  return new Date(Date.parse(`${today}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}
