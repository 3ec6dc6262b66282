import type { Connection } from '../../database/connection.ts';
import type { Database } from '../../database/database.ts';
import { type Correction, fold } from './fold.ts';
import { sql } from './statements.ts';
import { type Ended, floorTo, GRAINS, HOUR_MS } from './tally.ts';

/** Executions end in the order of their times, but for transactions that were open for longer than this. */
const SETTLED_MS = 5_000;
/** Executions of one pass: SQLite has one writer, which must not be held for long; on a server larger ones are worth it. */
const STEP: Readonly<Record<Database['dialect'], number>> = { sqlite: 4_000, postgres: 20_000, mysql: 20_000 };
const CORRECTIONS = 500;
const CHECK_EVERY_MS = 60_000;
/** Hours that are counted again in turn, for executions whose end became visible late. */
const CHECKED_HOURS = 48;
const DAY_MS = 86_400_000;
const KEPT_DAYS: Readonly<Record<(typeof GRAINS)[number], number>> = { 60: 3, 600: 21, 3600: 800 };
const CRON_DAYS = 400;
const ERROR_DAYS = 90;

interface Position {
  readonly finished_at: string;
  readonly execution_id: number | bigint;
  readonly checked_at: string;
  readonly pruned_at: string;
}

/** What a pass did. */
export interface RollupResult {
  /** Executions that were added. */
  readonly counted: number;
  /** There is more to add. */
  readonly isBehind: boolean;
}

const isCounted = (position: Position, { finished_at, execution_id }: Correction): boolean => {
  const difference = Date.parse(finished_at) - Date.parse(position.finished_at);
  return difference < 0 || (difference === 0 && execution_id <= position.execution_id);
};

/** Counts an hour anew when executions of it ended unseen; one that was pruned stays counted. */
async function recount(connection: Connection, hourMs: number, step: number): Promise<void> {
  const [from, until] = [new Date(hourMs), new Date(hourMs + HOUR_MS)];
  const rows = Number(await connection.fetchValue(sql('count_ended'), { from, until }));
  const counted = Number(await connection.fetchValue(sql('count_rolled_up'), { bucket_at: from }));
  if (rows <= counted) return;
  for (const grain of GRAINS) {
    const width = grain * 1000;
    const buckets = Array.from({ length: HOUR_MS / width }, (_, index) => new Date(hourMs + index * width));
    await connection.execute(sql('delete_stats_buckets'), { grain_seconds: grain, buckets });
  }
  await connection.execute(sql('delete_cron_stats_of_hour'), { bucket_at: from });
  let place: { finished_at: Date; execution_id: number | bigint } = { finished_at: from, execution_id: -1 };
  for (;;) {
    const ended = await connection.fetchAll<Ended>(sql('list_ended'), { ...place, until, limit: step });
    await fold(connection, ended);
    const last = ended.at(-1);
    if (!last || ended.length < step) return;
    place = { finished_at: new Date(last.finished_at), execution_id: last.id };
  }
}

async function prune(connection: Connection, nowMs: number): Promise<void> {
  for (const grain of GRAINS) {
    const before = new Date(nowMs - KEPT_DAYS[grain] * DAY_MS);
    await connection.execute(sql('prune_stats'), { grain_seconds: grain, before });
  }
  await connection.execute(sql('prune_cron_stats'), { before: new Date(nowMs - CRON_DAYS * DAY_MS) });
  const before = new Date(nowMs - ERROR_DAYS * DAY_MS);
  await connection.execute(sql('prune_execution_errors'), { before });
  await connection.execute(sql('prune_error_groups'), { before });
  await connection.execute(sql('note_stats_prune'), { pruned_at: new Date(nowMs) });
}

/**
 * Adds what ended since the last pass to the reports, and takes back what operators had run again. Any number of processes may
 * call it: one at a time works, the others answer undefined. Repeating it changes nothing.
 */
export function rollUp(database: Database, now: Date): Promise<RollupResult | undefined> {
  const nowMs = now.getTime();
  const step = STEP[database.dialect];
  return database.transaction(
    async (connection) => {
      const position = await connection.fetchOne<Position>(sql('lock_stats_position'));
      if (!position) return undefined;
      const corrections = await connection.fetchAll<Correction>(sql('list_stats_corrections'), { limit: CORRECTIONS });
      const until = new Date(nowMs - SETTLED_MS);
      const place = { finished_at: new Date(position.finished_at), execution_id: position.execution_id };
      const ended = await connection.fetchAll<Ended>(sql('list_ended'), { ...place, until, limit: step });
      await fold(
        connection,
        ended,
        corrections.filter((correction) => isCounted(position, correction)),
      );
      if (corrections.length > 0)
        await connection.execute(sql('delete_stats_corrections'), { ids: corrections.map(({ id }) => id) });
      const last = ended.at(-1);
      if (last)
        await connection.execute(sql('move_stats_position'), {
          finished_at: new Date(last.finished_at),
          execution_id: last.id,
        });
      const isBehind = ended.length === step || corrections.length === CORRECTIONS;
      if (!isBehind && nowMs - Date.parse(position.checked_at) >= CHECK_EVERY_MS) {
        const turn = Math.floor(nowMs / CHECK_EVERY_MS) % CHECKED_HOURS;
        await recount(connection, floorTo(nowMs - SETTLED_MS, HOUR_MS) - (turn + 1) * HOUR_MS, step);
        await connection.execute(sql('note_stats_check'), { checked_at: now });
      }
      if (!isBehind && nowMs - Date.parse(position.pruned_at) >= HOUR_MS) await prune(connection, nowMs);
      return { counted: ended.length, isBehind };
    },
    { isolation: 'repeatable read' },
  );
}
