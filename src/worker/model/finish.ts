import type { Database } from '../../database/database.ts';
import type { Status } from '../../domain/states.ts';
import type { Ending } from './ending.ts';
import { settle } from './ending.ts';
import { jsonInteger, type RunningRow, writeChanges } from './row-change.ts';
import { sql } from './statements.ts';

/** An ending that was not written because the row is not this worker's any more. */
export interface Refused {
  readonly ending: Ending;
  /** What the row says now; undefined when it is gone. */
  readonly found: { readonly status: Status; readonly fence: number | bigint } | undefined;
}

type Succeeded = Extract<Ending, { kind: 'succeeded' }>;
type Other = Exclude<Ending, { kind: 'succeeded' }>;

const isSucceeded = (ending: Ending): ending is Succeeded => ending.kind === 'succeeded';

/** Writes instants out; the same ones follow each other, and the text costs more than the rest of a row. */
function isoTexts(): (instant: Date | null) => string | null {
  let lastMs = Number.NaN;
  let text = '';
  return (instant) => {
    if (instant === null) return null;
    const ms = instant.getTime();
    if (ms !== lastMs) text = instant.toISOString();
    lastMs = ms;
    return text;
  };
}

const byId = (a: Ending, b: Ending): number => (a.claim.row.id < b.claim.row.id ? -1 : 1);

/**
 * Writes how attempts of one incarnation ended, each under its fence. Answers those that were refused; an ending that
 * an earlier unanswered write had stored is none of them.
 */
export async function writeEndings(
  database: Database,
  workerId: string,
  endings: readonly Ending[],
  now: Date,
): Promise<Refused[]> {
  const succeeded = endings.filter(isSucceeded).sort(byId);
  const others = endings.filter((ending): ending is Other => !isSucceeded(ending));
  const refused: Ending[] = [];
  if (succeeded.length > 0) {
    const startedText = isoTexts();
    const finishedText = isoTexts();
    const rows = succeeded.map(({ claim: { row }, startedAt, finishedAt, result }) => ({
      id: jsonInteger(row.id),
      fence: jsonInteger(row.fence),
      started_at: startedText(startedAt),
      finished_at: finishedText(finishedAt),
      result,
    }));
    const written = await database.autocommit.execute(sql('succeed_executions'), {
      rows: JSON.stringify(rows),
      worker_id: workerId,
    });
    if (written < succeeded.length) refused.push(...succeeded);
  }
  if (others.length > 0) refused.push(...(await writeOthers(database, workerId, others, now)));
  return refused.length === 0 ? [] : await explain(database, workerId, refused);
}

/** Answers those whose row is not held any more. */
function writeOthers(database: Database, workerId: string, endings: readonly Other[], now: Date): Promise<Other[]> {
  const byRow = new Map(endings.map((ending) => [ending.claim.row.id, ending]));
  return database.transaction(async (connection) => {
    const locked = await connection.fetchAll<RunningRow>(sql('lock_running_executions'), { ids: [...byRow.keys()] });
    const held = locked.filter((row) => row.worker_id === workerId && row.fence === byRow.get(row.id)!.claim.row.fence);
    const changes = held.map((row) => settle(row, byRow.get(row.id)!, now, Math.random()));
    await writeChanges(connection, held, changes, now);
    const heldIds = new Set(held.map(({ id }) => id));
    return endings.filter(({ claim }) => !heldIds.has(claim.row.id));
  });
}

/** Looks at the rows: what this worker wrote itself was not refused. */
async function explain(database: Database, workerId: string, endings: readonly Ending[]): Promise<Refused[]> {
  const ids = endings.map(({ claim }) => claim.row.id);
  const rows = await database.autocommit.fetchAll<{
    id: number | bigint;
    status: Status;
    fence: number | bigint;
    worker_id: string | null;
  }>(sql('find_executions'), { ids });
  const found = new Map(rows.map((row) => [row.id, row]));
  const uncertain = endings.some(({ isUncertain }) => isUncertain);
  const attempts = uncertain
    ? await database.autocommit.fetchAll<{ execution_id: number | bigint; attempt: number; outcome: string }>(
        sql('find_attempts_of_worker'),
        { ids, worker_id: workerId },
      )
    : [];
  const written = new Set(
    attempts.filter(({ outcome }) => outcome !== 'RESCUED').map((row) => `${row.execution_id} ${row.attempt}`),
  );
  return endings
    .filter(({ claim: { row }, isUncertain, kind }) => {
      const now = found.get(row.id);
      if (now?.fence === row.fence && now.worker_id === workerId && now.status === 'SUCCESS')
        return kind !== 'succeeded';
      return !(isUncertain && (written.has(`${row.id} ${row.attempt}`) || kind === 'released'));
    })
    .map((ending) => ({ ending, found: found.get(ending.claim.row.id) }));
}
