import type { Database } from '../../database/database.ts';
import type { Clock } from '../../runtime/clock.ts';
import { PollLoop } from '../../runtime/poll-loop.ts';
import type { Claim, ClaimRequest, ClaimRow, Lane } from './claim.ts';
import { claimBehind, claimLane } from './claim.ts';
import { type DueLane, Lanes } from './lanes.ts';
import { type Outage, pauseAfterFailure, within } from './outage.ts';
import type { Slots } from './slots.ts';

export interface ClaimerOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly outage: Outage;
  readonly slots: Slots;
  readonly pollIntervalMs: number;
  /** A claim without an answer is given up after this. */
  readonly answerMs: number;
  readonly offers: (lane: Lane) => boolean;
  /** The incarnation to claim for; undefined while nothing may be claimed. */
  readonly workerId: () => string | undefined;
  /** A claim may have been made without an answer. */
  readonly onUncertain: () => void;
  /** A claim was answered after it had been given up: its rows are not run. */
  readonly onLate: (claims: readonly Claim[]) => void;
}

/** A start waits so long for the first claim, then goes on without it. */
const FIRST_LOOK_MS = 500;

/** Fetches due executions for the free slots, lane by lane: the highest priority first, equal ones in turn. */
export class Claimer {
  /** Rows claimed since the start. */
  claimed = 0;
  /** Claims begun and ended: one that was begun later cannot have taken a row that is seen now. */
  begun = 0;
  done = 0;
  readonly #options: ClaimerOptions;
  readonly #lanes: Lanes;
  readonly #loop: PollLoop;
  readonly #looked = Promise.withResolvers<void>();
  #room: (() => void) | undefined;
  #isStopping = false;

  constructor(options: ClaimerOptions) {
    this.#options = options;
    this.#lanes = new Lanes(options.offers);
    this.#loop = new PollLoop({
      name: 'claim',
      clock: options.clock,
      pass: (signal) => this.pass(signal),
      onError: (error, failures) => {
        options.outage.failed(error, 'claiming executions');
        options.onUncertain();
        this.#looked.resolve();
        return pauseAfterFailure(failures);
      },
    });
  }

  /** Begins; what is due already is claimed before what else the process has to load and start. */
  async start(): Promise<void> {
    this.#isStopping = false;
    await this.#loop.start();
    await within(this.#looked.promise, FIRST_LOOK_MS, 'The first claim').catch(() => {});
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#room?.();
    await this.#loop.stop();
  }

  /** Executions were created or became due. */
  wake(): void {
    this.#lanes.expire();
    this.#loop.wake();
  }

  /** Slots became free. */
  checkRoom(): void {
    if (this.#room && this.#options.slots.room() > 0) this.#room();
  }

  /** Claims until nothing more is due; answers the milliseconds until something is, or is to be looked for. */
  async pass(signal?: AbortSignal): Promise<number> {
    const { database, clock, outage, slots, workerId, pollIntervalMs } = this.#options;
    const monotonicMs = () => clock.monotonicMs();
    for (;;) {
      if (slots.room() === 0) await this.#roomAppears();
      const id = workerId();
      if (signal?.aborted || this.#isStopping || id === undefined) return pollIntervalMs;
      const room = slots.room();
      if (room === 0) continue;
      const now = clock.now();
      if (this.#lanes.isStale(monotonicMs())) await this.#lanes.list(database, now, pollIntervalMs, monotonicMs);
      const turn = this.#lanes.next();
      if (!turn) {
        outage.worked();
        this.#looked.resolve();
        const untilDueMs = this.#lanes.nextDue ? this.#lanes.nextDue.getTime() - clock.now().getTime() : pollIntervalMs;
        return Math.max(1, Math.min(untilDueMs, pollIntervalMs));
      }
      const limit = Math.ceil(room / turn.sharedBy);
      await this.#claim({ workerId: id, lane: turn.lane, now, limit, excluded: slots.stuck }, turn.lane);
      outage.worked();
      this.#looked.resolve();
    }
  }

  async #claim(request: ClaimRequest, lane: DueLane): Promise<void> {
    const { database, clock } = this.#options;
    this.begun++;
    try {
      const startedMs = clock.monotonicMs();
      if (this.#lanes.looksBehind(lane, startedMs)) {
        const rows = await this.#answered(claimBehind(database, request, [...lane.memory.fillers]), request);
        const endedMs = clock.monotonicMs();
        this.#lanes.lookedBehind(lane, rows, request.limit, endedMs - startedMs, endedMs);
        this.#accept(rows, request.workerId);
        return;
      }
      const rows = await this.#answered(claimLane(database, request), request);
      this.#lanes.claimed(lane, rows, request.limit, clock.monotonicMs());
      this.#accept(rows, request.workerId);
    } finally {
      this.done = this.begun;
    }
  }

  #answered(rows: Promise<ClaimRow[]>, { workerId }: ClaimRequest): Promise<ClaimRow[]> {
    const { answerMs, onLate } = this.#options;
    return within(rows, answerMs, 'A claim', (late) => onLate(this.#claims(late, workerId)));
  }

  #accept(rows: readonly ClaimRow[], workerId: string): void {
    this.claimed += rows.length;
    this.#options.slots.accept(this.#claims(rows, workerId));
  }

  #claims(rows: readonly ClaimRow[], workerId: string): Claim[] {
    const claimedMs = this.#options.clock.monotonicMs();
    return rows.map((row) => ({ row, workerId, claimedMs }));
  }

  /** Resolves when there may be room, or at a stop. */
  async #roomAppears(): Promise<void> {
    if (this.#isStopping) return;
    await new Promise<void>((resolve) => {
      this.#room = resolve;
    });
    this.#room = undefined;
  }
}
