import type { Clock } from '../../runtime/clock.ts';
import type { Logger } from '../../runtime/logging.ts';
import type { AttemptOutcome } from '../handlers/attempt.ts';
import type { HandlerCatalog } from '../handlers/catalog.ts';
import type { Isolation } from '../handlers/definition.ts';
import { failureOf } from '../handlers/failure.ts';
import { type AttemptRunner, isolationOf } from '../isolation/runner.ts';
import type { Claim } from './claim.ts';
import type { Ending } from './ending.ts';
import type { Journal } from './journal.ts';
import { type AbortKind, Run } from './run.ts';

export interface SlotsOptions {
  readonly size: number;
  readonly claimBatchSize: number;
  readonly abortGraceSeconds: number;
  readonly catalog: HandlerCatalog;
  readonly runner: AttemptRunner;
  /** Of the database that holds the executions. */
  readonly databaseName: string;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onEnding: (ending: Ending) => void;
  /** There may be room for more. */
  readonly onRoom: () => void;
}

/** Finished within this time may be claimed ahead. */
const AHEAD_MS = 250;
const AHEAD_BATCHES = 2;
const BUCKETS = 5;
const BUCKET_MS = AHEAD_MS / BUCKETS;
/** What waited longer than this for a slot goes back: another worker may have one. */
const LONGEST_WAIT_MS = 1_000;
/** A thread or process is ended by its own pool when the grace is over; that takes a moment. */
const TERMINATION_MS = 3_000;

/** Runs claimed executions, as many at once as there are slots; a few wait in front of them when they end fast. */
export class Slots {
  readonly running = new Set<Run>();
  readonly #options: SlotsOptions;
  #waiting: Claim[] = [];
  #isOpen = true;
  #stuck: (number | bigint)[] = [];
  readonly #finished = new Array<number>(BUCKETS).fill(0);
  #bucket = 0;
  #bucketMs = Number.NEGATIVE_INFINITY;

  constructor(options: SlotsOptions) {
    this.#options = options;
  }

  /** Executions whose code still runs here although they have ended. */
  get stuck(): readonly (number | bigint)[] {
    return this.#stuck;
  }

  get waiting(): readonly Claim[] {
    return this.#waiting;
  }

  /** How many executions may be claimed now: for free slots, and ahead as fast as they end. */
  room(): number {
    if (!this.#isOpen) return 0;
    const { size, claimBatchSize, clock } = this.#options;
    this.#turnBuckets(clock.monotonicMs());
    const finished = this.#finished.reduce((sum, count) => sum + count, 0);
    // One batch waits while the next is on its way.
    const ahead = Math.min(finished, AHEAD_BATCHES * claimBatchSize);
    const free = Math.max(0, size - this.running.size);
    const room = Math.min(free + ahead - this.#waiting.length, claimBatchSize);
    // Not for every single one that ends: three quarters of a batch are fetched at once.
    return free > this.#waiting.length || room * 4 >= Math.min(ahead, claimBatchSize) * 3 ? Math.max(0, room) : 0;
  }

  accept(claims: readonly Claim[]): void {
    if (claims.length === 0) return;
    this.#waiting = this.#waiting.length === 0 ? [...claims] : [...this.#waiting, ...claims];
    if (this.#isOpen) this.#fill();
    else this.releaseWaiting();
  }

  /** Starts nothing more, and gives back what has not started. */
  close(): void {
    this.#isOpen = false;
    this.releaseWaiting();
  }

  open(): void {
    this.#isOpen = true;
    this.#options.onRoom();
  }

  abortAll(kind: AbortKind, reason?: string): void {
    const nowMs = this.#options.clock.monotonicMs();
    for (const run of this.running) run.abort(kind, nowMs, reason);
  }

  /** Looks at timeouts, at code that ignores its signal, and at what waits too long. */
  tick(): void {
    const { clock, abortGraceSeconds } = this.#options;
    const nowMs = clock.monotonicMs();
    for (const run of this.running) {
      if (run.deadlineMs <= nowMs) run.abort('timeout', nowMs);
      if (!run.isAborted || run.isStuck) continue;
      const graceMs = abortGraceSeconds * 1000 + (this.#isolation(run) === 'loop' ? 0 : TERMINATION_MS);
      if (nowMs - run.abortedMs >= graceMs) this.giveUp(run);
    }
    if (this.#waiting.length > 0 && nowMs - this.#waiting[0]!.claimedMs > LONGEST_WAIT_MS) {
      this.releaseWaiting((claim) => nowMs - claim.claimedMs > LONGEST_WAIT_MS);
    }
    if (this.room() > 0) this.#options.onRoom();
  }

  /** Puts down the end of an attempt whose code goes on; its slot stays taken until that returns. */
  giveUp(run: Run): void {
    if (run.isStuck) return;
    run.isStuck = true;
    this.#stuck = [...this.#stuck, run.claim.row.id];
    const { clock, logger, onEnding } = this.#options;
    const { id, handler_name: handler } = run.claim.row;
    logger.warn(
      { executionId: String(id), handler },
      `the handler "${handler}" ignores its signal; its slot stays taken until it returns`,
    );
    onEnding(run.ending(undefined, clock.now()));
  }

  /** Gives back what has not started. */
  releaseWaiting(which: (claim: Claim) => boolean = () => true): void {
    const released = this.#waiting.filter(which);
    this.#waiting = this.#waiting.filter((claim) => !which(claim));
    for (const claim of released) this.release(claim);
  }

  /** Gives back an execution that was claimed and not started. */
  release(claim: Claim): void {
    const { clock, onEnding } = this.#options;
    onEnding({ claim, startedAt: null, finishedAt: clock.now(), kind: 'released', failure: null });
  }

  #fill(): void {
    const { size, clock } = this.#options;
    if (this.running.size >= size) return;
    const startedAt = clock.now();
    const startedText = startedAt.toISOString();
    const nowMs = clock.monotonicMs();
    while (this.running.size < size && this.#waiting.length > 0)
      this.#start(this.#waiting.shift()!, startedAt, startedText, nowMs);
  }

  #start(claim: Claim, startedAt: Date, startedText: string, nowMs: number): void {
    const { catalog, runner, journal, databaseName } = this.#options;
    const { row, workerId } = claim;
    const handler = catalog.get(row.handler_name);
    if (!handler || this.#stuck.includes(row.id)) {
      this.release(claim);
      return;
    }
    const run = new Run(claim, handler, startedAt, nowMs);
    this.running.add(run);
    const job = {
      handler,
      params: row.params,
      isolation: row.isolation as Isolation | null,
      context: {
        executionId: String(row.id),
        cronName: row.cron_name,
        scheduledTime: new Date(row.occurrence_time),
        businessDate: row.business_date,
        attempt: row.attempt,
        maxRetry: row.max_retry,
        workerId,
        paramSource: row.param_source,
        lease: { database: databaseName, workerId, fence: String(row.fence), startedAt: startedText },
      },
    };
    const hooks = {
      signal: run.controller.signal,
      log: (entry: Parameters<Journal['log']>[1]) => {
        run.lastLine = journal.log(claim, entry);
      },
      progress: (fraction: number, message: string | null) => {
        run.lastLine = journal.progress(claim, fraction, message);
      },
    };
    runner.run(job, hooks).then(
      (outcome) => this.#ended(run, outcome),
      (error: unknown) => this.#ended(run, { ok: false, failure: failureOf(error) }),
    );
  }

  #ended(run: Run, outcome: AttemptOutcome): void {
    const { clock, onEnding, onRoom } = this.#options;
    this.running.delete(run);
    if (run.isStuck) {
      this.#stuck = this.#stuck.filter((id) => id !== run.claim.row.id);
    } else {
      const nowMs = clock.monotonicMs();
      this.#turnBuckets(nowMs);
      this.#finished[this.#bucket]!++;
      onEnding(run.ending(outcome, clock.now()));
    }
    if (this.#waiting.length > 0 && this.#isOpen) this.#fill();
    else onRoom();
  }

  #isolation(run: Run): Isolation {
    return isolationOf({ handler: run.handler, isolation: run.claim.row.isolation as Isolation | null });
  }

  /** Counts of the last 250 ms, in steps of 50. */
  #turnBuckets(nowMs: number): void {
    let steps = Math.floor((nowMs - this.#bucketMs) / BUCKET_MS);
    if (steps <= 0) return;
    this.#bucketMs = steps > BUCKETS ? nowMs : this.#bucketMs + steps * BUCKET_MS;
    for (steps = Math.min(steps, BUCKETS); steps > 0; steps--) {
      this.#bucket = (this.#bucket + 1) % BUCKETS;
      this.#finished[this.#bucket] = 0;
    }
  }
}
