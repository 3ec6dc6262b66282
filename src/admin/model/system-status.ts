import { z } from 'zod';
import type { Database } from '../../database/database.ts';
import type { WorkerRow } from '../../ledger/model/execution.ts';
import { fromRow } from '../../ledger/model/row.ts';
import { sql } from '../statements.ts';
import { isAlive, ROLES } from './worker.ts';

/** Clocks that differ by more are told of. */
const SKEW_MS = 2_000;
const MOST_PROCESSES = 500;

export const skewedClockSchema = z
  .object({
    id: z.string(),
    role: z.enum(ROLES),
    host: z.string(),
    pid: z.int(),
    skewMs: z.int().describe("How far the machine's clock is ahead of the database's."),
  })
  .meta({ id: 'SkewedClock' });

/** The processes that beat, and what is wrong with them as a whole. */
export interface ProcessState {
  readonly rows: readonly WorkerRow[];
  readonly alive: Readonly<Record<WorkerRow['role'], number>>;
  readonly skewedClocks: readonly z.output<typeof skewedClockSchema>[];
}

function skewOf(vitals: string | null): number {
  const { clockSkewMs = 0 } = JSON.parse(vitals ?? '{}') as { clockSkewMs?: number };
  return Math.round(clockSkewMs);
}

/** Reads which processes are alive and whose clocks are wrong; looks at 500 of them at most. */
export async function processState(database: Database, now: Date): Promise<ProcessState> {
  const found = await database.autocommit.fetchAll(sql('list_beating_processes'), { cap: MOST_PROCESSES });
  const rows = found.map((row) => fromRow<WorkerRow>(row));
  const alive = { dispatcher: 0, worker: 0, admin: 0 };
  const skewedClocks: z.output<typeof skewedClockSchema>[] = [];
  for (const worker of rows) {
    if (!isAlive(worker, now)) continue;
    alive[worker.role]++;
    const { id, role, host, pid, vitals } = worker;
    const skewMs = skewOf(vitals);
    if (Math.abs(skewMs) > SKEW_MS) skewedClocks.push({ id, role, host, pid, skewMs });
  }
  return { rows, alive, skewedClocks };
}
