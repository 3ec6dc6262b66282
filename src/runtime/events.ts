import { EventEmitter } from 'node:events';

/** Hints between the modules of one process. A lost hint costs a poll interval, never a run. */
interface RuntimeEvents {
  /** A cron was created, changed or removed. */
  cronsChanged: [];
  /** Executions were created or became due. */
  executionsCreated: [];
  /** Executions ended. */
  executionsFinished: [];
  /** An operation on many crons or executions was asked for. */
  operationsCreated: [];
  /** The reports were brought up to date. */
  statsChanged: [];
}

export type RuntimeEvent = keyof RuntimeEvents;

export const events = new EventEmitter<RuntimeEvents>();
events.setMaxListeners(0);
