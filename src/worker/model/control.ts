import type { Database } from '../../database/database.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Logger } from '../../runtime/logging.ts';
import type { Claimer } from './claimer.ts';
import type { Finisher } from './finisher.ts';
import { jsonInteger } from './row-change.ts';
import type { Slots } from './slots.ts';
import { sql } from './statements.ts';

interface OwnRow {
  readonly id: number | bigint;
  readonly fence: number | bigint;
  readonly attempt: number;
  readonly cancel_requested_at: string | null;
}

export interface ControlOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly slots: Slots;
  readonly finisher: Finisher;
  readonly claimer: Claimer;
}

const keyOf = (id: number | bigint, fence: number | bigint): string => `${jsonInteger(id)} ${jsonInteger(fence)}`;

/** Compares what this worker runs with what its rows say: cancel requests, rows taken away, rows nobody here knows of. */
export class Control {
  readonly #options: ControlOptions;
  /** Rows that no run is known for, each with the number of the last claim begun when it was seen. */
  #unknown = new Map<string, number>();

  constructor(options: ControlOptions) {
    this.#options = options;
  }

  /** Reads this worker's rows once and acts on what differs. */
  async check(workerId: string): Promise<void> {
    const { database, clock, slots } = this.#options;
    const before = [...slots.running].filter(({ claim, isStuck }) => claim.workerId === workerId && !isStuck);
    const rows = await database.autocommit.fetchAll<OwnRow>(sql('list_running_of_worker'), { worker_id: workerId });
    const nowMs = clock.monotonicMs();
    const own = new Map(rows.map((row) => [keyOf(row.id, row.fence), row]));
    for (const run of before) {
      if (!slots.running.has(run)) continue;
      const row = own.get(keyOf(run.claim.row.id, run.claim.row.fence));
      if (!row) run.abort('lease_lost', nowMs, 'the execution was taken away by an operator or another worker');
      else if (row.cancel_requested_at !== null) run.abort('canceled', nowMs);
    }
    this.#releaseUnknown(workerId, own);
  }

  /** A claim whose answer was lost leaves rows that nobody runs; they go back as soon as that is certain. */
  #releaseUnknown(workerId: string, own: ReadonlyMap<string, OwnRow>): void {
    const { slots, finisher, claimer, clock, logger } = this.#options;
    const known = new Set<string>();
    for (const { claim } of slots.running) known.add(keyOf(claim.row.id, claim.row.fence));
    for (const { row } of slots.waiting) known.add(keyOf(row.id, row.fence));
    for (const { claim } of finisher.pending()) known.add(keyOf(claim.row.id, claim.row.fence));
    const unknown = new Map<string, number>();
    for (const [key, row] of own) {
      if (known.has(key)) continue;
      const seenAt = this.#unknown.get(key);
      if (seenAt === undefined || claimer.done < seenAt) unknown.set(key, seenAt ?? claimer.begun);
      else {
        logger.warn(
          { executionId: String(row.id) },
          'a claim without an answer had succeeded; its execution goes back',
        );
        const finishedAt = clock.now();
        finisher.add({ claim: { row, workerId }, startedAt: null, finishedAt, kind: 'released', failure: null });
      }
    }
    this.#unknown = unknown;
  }
}
