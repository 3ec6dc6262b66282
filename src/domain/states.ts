/** The life of an execution as data: who may go where. Every UPDATE of a status names the statuses it may come from. */
export const STATUSES = ['PENDING', 'HELD', 'RUNNING', 'SUCCESS', 'FAILED', 'TIMEOUT', 'CANCELED', 'SKIPPED'] as const;

/** One of {@link STATUSES}. */
export type Status = (typeof STATUSES)[number];

/** Every allowed change of status. A change that is not listed here is a defect or a conflict, never a repair. */
export const TRANSITIONS: Readonly<Record<Status, readonly Status[]>> = {
  PENDING: ['RUNNING', 'CANCELED', 'HELD', 'SKIPPED'],
  HELD: ['PENDING', 'CANCELED', 'SUCCESS'],
  RUNNING: ['SUCCESS', 'FAILED', 'TIMEOUT', 'CANCELED', 'PENDING', 'HELD'],
  SUCCESS: [],
  FAILED: ['PENDING', 'SUCCESS'],
  TIMEOUT: ['PENDING', 'SUCCESS'],
  CANCELED: ['PENDING', 'SUCCESS'],
  SKIPPED: ['PENDING', 'SUCCESS'],
};

/** Statuses of an execution that still occupies its cron when overlap is not allowed. */
export const UNFINISHED: readonly Status[] = ['PENDING', 'HELD', 'RUNNING'];

/** Statuses that only an operator's action leaves. */
export const TERMINAL: readonly Status[] = ['SUCCESS', 'FAILED', 'TIMEOUT', 'CANCELED', 'SKIPPED'];

/** The statuses from which `to` may be reached. */
export function sourcesOf(to: Status): readonly Status[] {
  return STATUSES.filter((from) => TRANSITIONS[from].includes(to));
}

/** Why an occurrence was not run. */
export const SKIP_REASONS = [
  'overlap',
  'catch_up',
  'expired',
  'calendar',
  'blackout',
  'merged',
  'paused',
  'replaced',
  'queue_full',
] as const;

/** One of {@link SKIP_REASONS}. */
export type SkipReason = (typeof SKIP_REASONS)[number];

/** What created an execution. */
export const PARAM_SOURCES = ['cron', 'manual', 'event', 'backfill', 'rerun', 'flow', 'test'] as const;

/** One of {@link PARAM_SOURCES}. */
export type ParamSource = (typeof PARAM_SOURCES)[number];
