import type { Connection } from '../../database/connection.ts';
import type { Database } from '../../database/database.ts';
import { isJobuError, JobuError, messageOf } from '../../errors.ts';
import { cronFromRow } from '../../ledger/crons.ts';
import type { Cron } from '../../ledger/model/cron.ts';
import { idParam } from '../../ledger/model/row.ts';
import {
  type Dispatched,
  type DueCron,
  dueOccurrences,
  isolateCron,
  writeOccurrences,
} from '../../ledger/occurrences.ts';
import { endPause, pauseFailing } from '../../ledger/pauses.ts';
import { calendarsOf, withDelayAfterEnd } from '../../ledger/schedules.ts';
import { sql } from '../statements.ts';

/** Crons in one transaction. */
const BATCH = 1000;

export interface DispatchOptions {
  readonly minCronIntervalSeconds: number;
  /** Told of each cron that is set aside, with the reason. */
  readonly onIsolated: (cron: Cron, reason: JobuError) => void;
}

async function lockCrons(
  connection: Connection,
  statement: string,
  params: Record<string, unknown>,
  limit: number,
): Promise<Cron[]> {
  return (await connection.fetchAll(sql(statement), { ...params, limit })).map(cronFromRow);
}

async function setAside(
  connection: Connection,
  cron: Cron,
  error: unknown,
  now: Date,
  options: DispatchOptions,
): Promise<void> {
  const reason = isJobuError(error)
    ? error
    : new JobuError('CRON_ROW_INVALID', { cron: cron.name, problem: messageOf(error) });
  if (cron.errorCode === reason.code && cron.errorMessage === reason.message) return;
  await isolateCron(connection, cron.id, reason, now);
  options.onIsolated(cron, reason);
}

/** The due occurrences of each cron; a cron whose row is bad is set aside and stops no other. */
async function duesOf(
  connection: Connection,
  crons: readonly Cron[],
  now: Date,
  options: DispatchOptions,
): Promise<DueCron[]> {
  const dues: DueCron[] = [];
  const calendars = await calendarsOf(connection, crons);
  for (const stored of crons) {
    let cron = stored;
    try {
      if (cron.pauseAfterFailures !== null) cron = await pauseFailing(connection, cron, now);
      dues.push(
        dueOccurrences(await withDelayAfterEnd(connection, cron, now), calendars, now, options.minCronIntervalSeconds),
      );
    } catch (error) {
      await setAside(connection, cron, error, now, options);
    }
  }
  return dues;
}

/**
 * Dispatches one batch of due crons in one transaction: locks them, writes a row for every due occurrence, moves
 * `next_run_at`. Answers undefined when nothing was due.
 */
export async function dispatchDue(
  database: Database,
  now: Date,
  options: DispatchOptions,
  limit = BATCH,
): Promise<Dispatched | undefined> {
  return await database.transaction(async (connection) => {
    const crons = await lockCrons(connection, 'lock_due_crons', { now }, limit);
    if (crons.length === 0) return undefined;
    const dues = await duesOf(connection, crons, now, options);
    try {
      return await connection.savepoint(() => writeOccurrences(connection, dues, now));
    } catch (error) {
      if (!isJobuError(error, 'STATEMENT_FAILED') || dues.length === 0) throw error;
      return await writeOneByOne(connection, dues, now, options);
    }
  });
}

/**
 * A row that the database itself refuses is found by writing the crons of a refused batch each for itself. When it refuses
 * all of them the fault is not in the rows, and the error goes up.
 */
async function writeOneByOne(
  connection: Connection,
  dues: readonly DueCron[],
  now: Date,
  options: DispatchOptions,
): Promise<Dispatched> {
  const dispatched: Dispatched = { pending: 0, skipped: 0 };
  const refused: { cron: Cron; error: unknown }[] = [];
  for (const due of dues) {
    try {
      const { pending, skipped } = await connection.savepoint(() => writeOccurrences(connection, [due], now));
      dispatched.pending += pending;
      dispatched.skipped += skipped;
    } catch (error) {
      if (!isJobuError(error, 'STATEMENT_FAILED')) throw error;
      refused.push({ cron: due.cron, error });
    }
  }
  if (refused.length === dues.length && dues.length > 1) throw refused[0]!.error;
  for (const { cron, error } of refused) await setAside(connection, cron, error, now, options);
  return dispatched;
}

/**
 * Gives crons that were put in by hand, without a `next_run_at`, their first one, and fixed delays the one after their last
 * execution. Answers how many have none yet, since they wait for an execution to end.
 */
export async function initialiseCrons(database: Database, now: Date, options: DispatchOptions): Promise<number> {
  return await database.transaction(async (connection) => {
    const crons = await lockCrons(connection, 'lock_new_crons', {}, BATCH);
    const dues = await duesOf(connection, crons, now, options);
    // A fixed delay has no next run yet while its execution is unfinished: nothing to write.
    const known = dues.filter(({ next }) => next.nextRunAt !== null || next.hasEnded);
    await writeOccurrences(connection, known, now);
    return dues.length - known.length;
  });
}

/** Looks again at crons that were set aside: their rows, or the limits, may have been corrected by hand. */
export async function readmitCrons(database: Database, now: Date, options: DispatchOptions): Promise<void> {
  await database.transaction(async (connection) => {
    const crons = await lockCrons(connection, 'lock_isolated_crons', {}, BATCH);
    const calendars = await calendarsOf(connection, crons);
    for (const cron of crons) {
      try {
        dueOccurrences(cron, calendars, now, options.minCronIntervalSeconds);
        await connection.execute(sql('readmit_cron'), { id: idParam(cron.id) });
      } catch (error) {
        await setAside(connection, cron, error, now, options);
      }
    }
  });
}

/**
 * Gives the oldest waiting execution of each cron its `run_at` once nothing else of the cron is unfinished (all of them
 * when the cron has come to allow overlap). Answers whether any cron still has waiting executions.
 */
export async function startWaiting(database: Database, now: Date): Promise<{ started: number; isWaiting: boolean }> {
  const total = { started: 0, isWaiting: false };
  for (let afterId: bigint | undefined = 0n; afterId !== undefined; ) {
    afterId = await database.transaction(async (connection) => {
      const crons = await lockCrons(connection, 'lock_waiting_crons', { after_id: afterId }, BATCH);
      for (const cron of crons) {
        const id = idParam(cron.id);
        const state = await connection.fetchOne<{ waiting: unknown; busy: unknown }>(sql('find_waiting_state'), {
          job_id: id,
        });
        const waiting = Number(state?.waiting ?? 0);
        if (waiting === 0) await connection.execute(sql('end_waiting'), { id });
        else if (cron.allowOverlap || Number(state?.busy ?? 0) === 0) {
          const rows = await connection.fetchAll<{ id: number | bigint }>(sql('list_waiting'), {
            job_id: id,
            limit: cron.allowOverlap ? BATCH : 1,
          });
          total.started += await connection.execute(sql('start_waiting'), { ids: rows.map((row) => row.id), now });
        }
        total.isWaiting ||= waiting > 0;
      }
      return crons.length === BATCH ? idParam(crons.at(-1)!.id) : undefined;
    });
  }
  return total;
}

/** Ends the pauses whose time is over, with what was chosen for the occurrences that came due meanwhile. Answers how many. */
export async function endPauses(database: Database, now: Date): Promise<number> {
  return await database.transaction(async (connection) => {
    const crons = await lockCrons(connection, 'lock_ended_pauses', { now }, BATCH);
    for (const cron of crons)
      await endPause(connection, cron, { policy: cron.resumePolicy ?? 'drop', actor: 'dispatcher' }, now);
    return crons.length;
  });
}

/** When the next cron is due, or undefined when none ever is. */
export async function nextDue(database: Database): Promise<Date | undefined> {
  const next = await database.autocommit.fetchValue<string | null>(sql('next_due'));
  return next ? new Date(next) : undefined;
}
