import { formatInstant } from '../domain/time-zone.ts';
import { print, printJson } from './output.ts';

/** An instant as fire times are written: whole seconds in UTC. */
export const isoSeconds = (instant: Date): string => instant.toISOString().replace('.000Z', 'Z');

/** Prints fire times, one a line, in a zone and in UTC; `none` when there are none. */
export function printFireTimes(times: readonly Date[], zone: string, none: string, json = false): void {
  if (json) printJson({ next: times.map(isoSeconds) });
  else if (times.length === 0) print(none);
  else for (const time of times) print(`${formatInstant(time, zone)}  ${isoSeconds(time)}`);
}
