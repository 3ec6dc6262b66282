import type { Database } from '../database/database.ts';
import {
  type DispatchOptions,
  dispatchDue,
  endPauses,
  initialiseCrons,
  nextDue,
  startWaiting,
} from '../dispatcher/model/dispatch.ts';
import { JobuError } from '../errors.ts';
import { listCrons } from '../ledger/crons.ts';
import { requireExecution } from '../ledger/executions.ts';
import { workOffPause } from '../ledger/pause-end.ts';
import { isSchedulerPaused, schedulerPause } from '../ledger/scheduler-pause.ts';
import type { Logger } from '../runtime/logging.ts';
import type { HandlerCatalog } from '../worker/handlers/catalog.ts';
import { runInLoop } from '../worker/isolation/loop.ts';
import type { AttemptRunner } from '../worker/isolation/runner.ts';
import { claimLane } from '../worker/model/claim.ts';
import type { Ending } from '../worker/model/ending.ts';
import { writeEndings } from '../worker/model/finish.ts';
import { Journal } from '../worker/model/journal.ts';
import { Lanes } from '../worker/model/lanes.ts';
import { Outage } from '../worker/model/outage.ts';
import type { Run } from '../worker/model/run.ts';
import { Slots } from '../worker/model/slots.ts';
import { type Activity, asActivity, type ManualClock } from './manual-clock.ts';

export interface StageOptions {
  readonly database: Database;
  readonly clock: ManualClock;
  readonly catalog: HandlerCatalog;
  readonly logger: Logger;
  /** The worker's row. */
  readonly workerId: string;
  readonly slots: number;
  readonly patienceSeconds: number;
  readonly minCronIntervalSeconds: number;
}

const MAX_ROUNDS = 100_000;
const ABORT_GRACE_SECONDS = 10;
const CRONS_AT_ONCE = 200;

/**
 * One dispatcher and one worker that do everything that is due at an instant, and then go to the next instant at which
 * something is due. Time passes only between instants, and for a handler only while it sleeps by the clock.
 */
export class Stage {
  readonly #options: StageOptions;
  readonly #dispatch: DispatchOptions;
  readonly #journal: Journal;
  readonly #slots: Slots;
  readonly #activities = new Map<string, Activity>();
  #endings: Ending[] = [];
  #nextCron: Date | undefined = new Date(0);
  #nextPending: Date | undefined;
  /** When pauses end by themselves. */
  #pauseEnds: Date[] = [];
  /** A cron lets its occurrences wait for each other. */
  #mayWait = true;
  #changed: () => void = () => {};

  constructor(options: StageOptions) {
    this.#options = options;
    const { database, clock, logger, catalog, minCronIntervalSeconds } = options;
    this.#dispatch = {
      minCronIntervalSeconds,
      onIsolated: (_cron, reason) => {
        throw reason;
      },
    };
    this.#journal = new Journal({ database, clock, logger, outage: new Outage(clock, logger) });
    this.#slots = new Slots({
      databaseName: database.name,
      size: options.slots,
      claimBatchSize: options.slots,
      abortGraceSeconds: ABORT_GRACE_SECONDS,
      catalog,
      runner: this.#runner(),
      journal: this.#journal,
      clock,
      logger,
      onEnding: (ending) => {
        this.#endings.push(ending);
        this.#changed();
      },
      onRoom: () => this.#changed(),
    });
  }

  /** Does everything due on the way to an instant, each thing at its own time, and ends there. */
  async playTo(target: Date): Promise<void> {
    const { clock } = this.#options;
    await this.#begin(target);
    for (let next = this.#next(); next && next <= target; next = this.#next()) {
      clock.moveTo(next);
      await this.#instant(target);
    }
    clock.moveTo(target);
    await this.#instant(target);
  }

  /** Does everything due now; handlers that sleep go on until they have ended, and the clock with them. */
  async playOut(): Promise<void> {
    const { clock } = this.#options;
    await this.#begin(clock.now());
    for (let next = this.#next(); this.#slots.running.size > 0 && next; next = this.#next()) {
      clock.moveTo(next);
      await this.#instant(next);
    }
  }

  close(): void {
    this.#slots.abortAll('stopping');
    this.#journal.close();
  }

  async #begin(target: Date): Promise<void> {
    const { database, clock } = this.#options;
    await initialiseCrons(database, clock.now(), this.#dispatch);
    this.#nextCron = await nextDue(database);
    const isQueueing = await this.#lookAtCrons();
    this.#mayWait = (await startWaiting(database, clock.now())).isWaiting || isQueueing;
    await this.#instant(target);
  }

  /** Rounds of dispatch, claim, run and finish until nothing more is due now. */
  async #instant(target: Date): Promise<void> {
    const { database, clock } = this.#options;
    for (let round = 0; ; round++) {
      if (round > MAX_ROUNDS) this.#neverEnds();
      await this.#watch();
      const isDispatched = (await this.#dispatchDue()) || (await this.#endPauses());
      const claimed = await this.#claim(target);
      await this.#settle();
      const finished = await this.#finish();
      if (!isDispatched && claimed + finished === 0) return;
      this.#nextCron = await nextDue(database);
      if (claimed + finished === 0 && !(this.#nextCron && this.#nextCron <= clock.now())) return;
    }
  }

  /** Notes when pauses end. Answers whether any cron lets its occurrences wait for each other. */
  async #lookAtCrons(): Promise<boolean> {
    const { autocommit } = this.#options.database;
    let isQueueing = false;
    const ends = [(await schedulerPause(autocommit))?.until];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await listCrons(autocommit, { limit: CRONS_AT_ONCE, cursor });
      isQueueing ||= page.items.some(({ catchUp }) => catchUp === 'all');
      ends.push(...page.items.map(({ pausedUntil }) => pausedUntil));
      cursor = page.nextCursor;
    }
    this.#pauseEnds = ends.filter((end) => end instanceof Date);
    return isQueueing;
  }

  /** Ends the pauses whose time is over, as a dispatcher does: after what came due within them has its row. */
  async #endPauses(): Promise<boolean> {
    const { database, clock } = this.#options;
    const now = clock.now();
    const isOver = this.#pauseEnds.some((end) => end <= now);
    if (!isOver || isSchedulerPaused(await schedulerPause(database.autocommit), now)) return false;
    this.#pauseEnds = this.#pauseEnds.filter((end) => end > now);
    while ((await endPauses(database, now)) > 0);
    while (await workOffPause(database, now, await nextDue(database)));
    await startWaiting(database, now);
    this.#mayWait = true;
    return true;
  }

  async #dispatchDue(): Promise<boolean> {
    const { database, clock } = this.#options;
    const now = clock.now();
    let isDispatched = false;
    while (this.#nextCron && this.#nextCron <= now) {
      await dispatchDue(database, now, this.#dispatch);
      this.#nextCron = await nextDue(database);
      isDispatched = true;
    }
    if (this.#mayWait) await startWaiting(database, now);
    return isDispatched;
  }

  async #claim(target: Date): Promise<number> {
    const { database, clock, catalog, workerId, slots: size } = this.#options;
    const now = clock.now();
    const monotonicMs = () => clock.monotonicMs();
    const lanes = new Lanes((lane) => catalog.get(lane.handler_name) !== undefined);
    await lanes.list(database, now, Math.max(0, target.getTime() - now.getTime()), monotonicMs);
    let claimed = 0;
    for (let turn = lanes.next(); turn; turn = lanes.next()) {
      const limit = size - this.#slots.running.size;
      if (limit <= 0) break;
      const excluded = this.#slots.stuck;
      const rows = await claimLane(database, { workerId, lane: turn.lane, now, limit, excluded });
      lanes.claimed(turn.lane, rows, limit, monotonicMs());
      this.#slots.accept(rows.map((row) => ({ row, workerId, claimedMs: monotonicMs() })));
      claimed += rows.length;
    }
    this.#nextPending = lanes.nextDue;
    return claimed;
  }

  /** Timeouts, and what operators did to executions that run. */
  async #watch(): Promise<void> {
    const { database, clock } = this.#options;
    for (const run of this.#slots.running) {
      const execution = await requireExecution(database.autocommit, String(run.claim.row.id));
      const isHeld = execution.status === 'RUNNING' && BigInt(execution.fence) === BigInt(run.claim.row.fence);
      if (!isHeld) run.abort('lease_lost', clock.monotonicMs(), 'the execution was taken away');
      else if (execution.cancelRequestedAt) run.abort('canceled', clock.monotonicMs());
    }
    this.#slots.tick();
  }

  /** Waits until every handler has ended or sleeps by the clock. */
  async #settle(): Promise<void> {
    const { patienceSeconds } = this.#options;
    let timer: NodeJS.Timeout | undefined;
    let isLate = false;
    try {
      for (;;) {
        const changed = new Promise<void>((resolve) => {
          this.#changed = resolve;
        });
        const awake = [...this.#slots.running].find((run) => !this.#isAsleep(run));
        if (!awake) return;
        if (isLate)
          throw new JobuError('TEST_HANDLER_STUCK', {
            handler: awake.handler.name,
            execution: awake.claim.row.id,
            seconds: patienceSeconds,
          });
        timer ??= setTimeout(() => {
          isLate = true;
          this.#changed();
        }, patienceSeconds * 1000);
        await changed;
      }
    } finally {
      clearTimeout(timer);
    }
  }

  #isAsleep({ claim }: Run): boolean {
    return (this.#activities.get(String(claim.row.id))?.asleep ?? 0) > 0;
  }

  async #finish(): Promise<number> {
    const { database, clock, workerId } = this.#options;
    const endings = this.#endings.splice(0);
    // Lines are stored while their execution still runs; those of handlers that go on may come along.
    await this.#journal.flush();
    if (endings.length > 0) await writeEndings(database, workerId, endings, clock.now());
    return endings.length;
  }

  /** The next instant at which anything happens. */
  #next(): Date | undefined {
    const { clock } = this.#options;
    const nowMs = clock.now().getTime();
    const at = (monotonicMs: number) => nowMs + monotonicMs - clock.monotonicMs();
    const ends = this.#pauseEnds.filter((end) => end.getTime() > nowMs);
    const times = [this.#nextCron, this.#nextPending, clock.nextWake, ...ends].flatMap((time) => time?.getTime() ?? []);
    for (const run of this.#slots.running) {
      if (run.isStuck) continue;
      times.push(at(run.isAborted ? run.abortedMs + ABORT_GRACE_SECONDS * 1000 : run.deadlineMs));
    }
    const next = Math.min(...times);
    return Number.isFinite(next) ? new Date(Math.max(next, nowMs)) : undefined;
  }

  /** Every handler runs in this process and event loop, whatever isolation it asks for: the database is in memory. */
  #runner(): AttemptRunner {
    return {
      run: async (job, hooks) => {
        const id = job.context.executionId;
        const activity: Activity = { asleep: 0, changed: () => this.#changed() };
        this.#activities.set(id, activity);
        try {
          return await asActivity(activity, () => runInLoop(job, hooks, {}));
        } finally {
          if (this.#activities.get(id) === activity) this.#activities.delete(id);
        }
      },
      close: async () => {},
    };
  }

  #neverEnds(): never {
    const [run] = this.#slots.running;
    throw new JobuError('TEST_NEVER_ENDS', {
      steps: MAX_ROUNDS,
      now: this.#options.clock.now().toISOString(),
      handler: run ? `"${run.handler.name}"` : 'not to be told',
    });
  }
}
