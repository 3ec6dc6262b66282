/** What a stream tells of, and the name of the event that does. */
export const LIVE_EVENTS = {
  executions: 'executions.changed',
  crons: 'crons.changed',
  workers: 'workers.changed',
  stats: 'stats.tick',
  operations: 'operation.progress',
  banner: 'banner',
} as const;

/** A topic of `GET /api/v1/stream`. */
export type LiveTopic = keyof typeof LIVE_EVENTS;

/** What came in between is not known any more: everything is to be read again. */
export const RESET_EVENT = 'reset';

/** Lines that an execution logged; only for executions that the stream was asked for with `log`. */
export const LOG_EVENT = 'log.append';

/** Data of a topic's event: which rows changed, as far as it is known; left out or empty, any may have. */
export interface LiveChange {
  readonly ids?: readonly string[];
  readonly cronIds?: readonly string[];
}
