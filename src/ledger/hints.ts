import type { Database } from '../database/database.ts';
import { events } from '../runtime/events.ts';

/** What other processes may want to look at before their next poll. */
export type Hint = 'executionsCreated' | 'executionsFinished' | 'cronsChanged' | 'operationsCreated';

const CHANNELS: Readonly<Record<Hint, string>> = {
  executionsCreated: 'jobu_executions',
  executionsFinished: 'jobu_finished',
  cronsChanged: 'jobu_crons',
  operationsCreated: 'jobu_operations',
};
/** Hints within this time are sent as one: PostgreSQL takes a lock for all commits that notify. */
const GATHER_MS: Readonly<Record<Hint, number>> = {
  executionsCreated: 10,
  executionsFinished: 100,
  cronsChanged: 10,
  operationsCreated: 10,
};

const gathering = new WeakMap<Database, Map<Hint, Promise<void>>>();

/**
 * Wakes the loops of this process and, where the database can notify, those of others. Call it after the commit. A hint that
 * is lost costs a poll interval, so it never fails; await it only before the database is closed.
 */
export function announce(database: Database, hint: Hint): Promise<void> {
  events.emit(hint);
  const { notify } = database;
  if (!notify) return Promise.resolve();
  const waiting = gathering.get(database) ?? new Map<Hint, Promise<void>>();
  gathering.set(database, waiting);
  let sent = waiting.get(hint);
  if (!sent) {
    sent = new Promise<void>((resolve) => setTimeout(resolve, GATHER_MS[hint])).then(() => {
      waiting.delete(hint);
      return notify(CHANNELS[hint], '').catch(() => {});
    });
    waiting.set(hint, sent);
  }
  return sent;
}

/** Passes the hints of other processes on to this one. Answers how to stop. Does nothing where the database has none. */
export async function hearHints(database: Database): Promise<() => Promise<void>> {
  const { listen } = database;
  if (!listen) return async () => {};
  const hints = Object.keys(CHANNELS) as Hint[];
  const stops = await Promise.all(hints.map((hint) => listen(CHANNELS[hint], () => events.emit(hint))));
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
  };
}
