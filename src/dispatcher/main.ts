import type { Database } from '../database/database.ts';
import { messageOf } from '../errors.ts';
import { announce } from '../ledger/hints.ts';
import { workOffPause } from '../ledger/pause-end.ts';
import { prune, type Retention } from '../ledger/prune.ts';
import { isSchedulerPaused, type SchedulerPause, schedulerPause } from '../ledger/scheduler-pause.ts';
import { beatWorker, registerWorker, stopWorker } from '../ledger/workers.ts';
import type { Clock } from '../runtime/clock.ts';
import { events } from '../runtime/events.ts';
import type { Logger } from '../runtime/logging.ts';
import { PollLoop } from '../runtime/poll-loop.ts';
import type { Health, Service } from '../runtime/service.ts';
import { releaseBackfills } from './model/backfills.ts';
import { CompletenessSweep } from './model/completeness-sweep.ts';
import {
  type DispatchOptions,
  dispatchDue,
  endPauses,
  initialiseCrons,
  nextDue,
  readmitCrons,
  startWaiting,
} from './model/dispatch.ts';

/** What a dispatcher needs. Durations are seconds. */
export interface DispatcherOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly version: string;
  /** Shortest pause between two passes. Default 1. */
  readonly pollIntervalSeconds: number;
  /** Longest sleep before looking for changes that another process made. Default 5. */
  readonly maxSleepSeconds: number;
  /** Faster crons are set aside. Default 60. */
  readonly minCronIntervalSeconds: number;
  /** How often it proves that it lives. Default 5. */
  readonly heartbeatIntervalSeconds: number;
  /** After this long without a beat others show it as lost. Default 30. */
  readonly leaseSeconds: number;
  /** What it prunes once an hour. */
  readonly retention: Retention;
}

const READMIT_MS = 60_000;
const PRUNE_MS = 3_600_000;
const LONGEST_BACKOFF_MS = 30_000;

/** Creates the executions of due crons. Any number of dispatchers run at once: each takes the due crons no other holds. */
export class DispatcherService implements Service {
  readonly name = 'dispatcher';
  /** What this process has done since its start. */
  readonly counters = { passes: 0, pending: 0, skipped: 0, isolated: 0, failures: 0 };
  readonly #options: DispatcherOptions;
  readonly #loop: PollLoop;
  readonly #dispatch: DispatchOptions;
  readonly #sweep: CompletenessSweep;
  readonly #wake = (): void => this.#loop.wake();
  readonly #wakeForEnds = (): void => {
    if (this.#awaitsEnds) this.#loop.wake();
  };
  /** Something begins when an execution ends: its successor in line, or a fixed delay. */
  #awaitsEnds = false;
  #pause: SchedulerPause | null = null;
  #workerId: string | undefined;
  #lastBeatMs = Number.NEGATIVE_INFINITY;
  #lastReadmitMs = Number.NEGATIVE_INFINITY;
  #lastPruneMs: number;
  #failingSince: Date | undefined;
  #failure = '';

  constructor(options: DispatcherOptions) {
    this.#options = options;
    this.#lastPruneMs = options.clock.monotonicMs() - PRUNE_MS + READMIT_MS;
    this.#sweep = new CompletenessSweep(options.database, options.clock.monotonicMs());
    this.#loop = new PollLoop({
      name: this.name,
      clock: options.clock,
      minPauseMs: options.pollIntervalSeconds * 1000,
      pass: (signal) => this.pass(signal),
      onError: (error, failures) => this.#failed(error, failures),
    });
    this.#dispatch = {
      minCronIntervalSeconds: options.minCronIntervalSeconds,
      onIsolated: (cron, reason) => {
        this.counters.isolated++;
        options.logger.error({ cron: cron.name, code: reason.code }, `cron set aside: ${reason.message}`);
      },
    };
  }

  async start(): Promise<void> {
    events.on('cronsChanged', this.#wake);
    events.on('executionsFinished', this.#wakeForEnds);
    await this.#loop.start();
  }

  async stop(): Promise<void> {
    events.off('cronsChanged', this.#wake);
    events.off('executionsFinished', this.#wakeForEnds);
    await this.#loop.stop();
    const { database, clock, logger } = this.#options;
    if (this.#workerId === undefined) return;
    await stopWorker(database.autocommit, this.#workerId, clock.now()).catch((error: unknown) =>
      logger.warn({ error }, 'could not write that the dispatcher stopped'),
    );
    this.#workerId = undefined;
  }

  health(): Health {
    if (this.#failingSince) return { service: this.name, ok: false, since: this.#failingSince, detail: this.#failure };
    if (!isSchedulerPaused(this.#pause, this.#options.clock.now())) return { service: this.name, ok: true };
    const { since, actor, reason } = this.#pause!;
    return { service: this.name, ok: true, since, detail: `paused by ${actor}${reason ? `: ${reason}` : ''}` };
  }

  /** One pass: everything that is due now. Answers the milliseconds until the next one. */
  async pass(signal?: AbortSignal): Promise<number> {
    const { database, clock, logger, pollIntervalSeconds, maxSleepSeconds } = this.#options;
    const startedMs = clock.monotonicMs();
    await this.#beat(startedMs);
    await this.#dispatchAll(startedMs, signal);
    if (startedMs - this.#lastReadmitMs >= READMIT_MS) {
      this.#lastReadmitMs = startedMs;
      await readmitCrons(database, clock.now(), this.#dispatch);
    }
    const delays = await initialiseCrons(database, clock.now(), this.#dispatch);
    await this.#endPauses(startedMs, signal);
    const { started, isWaiting } = await startWaiting(database, clock.now());
    const backfills = await releaseBackfills(database, clock.now());
    if (started + backfills.started > 0) void announce(database, 'executionsCreated');
    this.#awaitsEnds = isWaiting || delays > 0 || backfills.isUnderWay;
    if (startedMs - this.#lastPruneMs >= PRUNE_MS) await this.#prune(startedMs, signal);
    for (const { cron, from, until, count } of (await this.#sweep.step(clock.now(), startedMs)) ?? [])
      logger.error({ cron, from, until, count }, 'occurrences without a row');
    this.counters.passes++;
    this.#recovered();
    const due = await nextDue(database);
    const untilDueMs = due ? due.getTime() - clock.now().getTime() : Number.POSITIVE_INFINITY;
    return isWaiting || backfills.isUnderWay
      ? pollIntervalSeconds * 1000
      : Math.max(0, Math.min(untilDueMs, maxSleepSeconds * 1000));
  }

  /** At most until the next heartbeat: a backlog that takes long keeps neither new crons nor the rest of a pass waiting. */
  async #dispatchAll(startedMs: number, signal?: AbortSignal): Promise<void> {
    const { database, clock, logger, heartbeatIntervalSeconds } = this.#options;
    const untilMs = startedMs + heartbeatIntervalSeconds * 1000;
    while (!signal?.aborted && clock.monotonicMs() < untilMs) {
      const dispatched = await dispatchDue(database, clock.now(), this.#dispatch);
      if (!dispatched) return;
      this.counters.pending += dispatched.pending;
      this.counters.skipped += dispatched.skipped;
      if (dispatched.pending > 0) void announce(database, 'executionsCreated');
      logger.debug(dispatched, 'dispatched');
    }
  }

  /** While the whole scheduler is paused, the pauses of single crons go on. */
  async #endPauses(startedMs: number, signal?: AbortSignal): Promise<void> {
    const { database, clock, heartbeatIntervalSeconds } = this.#options;
    this.#pause = await schedulerPause(database.autocommit);
    if (isSchedulerPaused(this.#pause, clock.now())) return;
    await endPauses(database, clock.now());
    const untilMs = startedMs + heartbeatIntervalSeconds * 1000;
    while (this.#pause && !signal?.aborted && clock.monotonicMs() < untilMs)
      if (!(await workOffPause(database, clock.now(), await nextDue(database)))) return;
  }

  async #beat(nowMs: number): Promise<void> {
    const { database, clock, version, leaseSeconds, heartbeatIntervalSeconds } = this.#options;
    if (nowMs - this.#lastBeatMs < heartbeatIntervalSeconds * 1000) return;
    const now = clock.now();
    const vitals = JSON.stringify({ clockSkewMs: clock.skewMs?.() ?? 0 });
    if (this.#workerId === undefined || !(await beatWorker(database.autocommit, this.#workerId, now, { vitals })))
      this.#workerId = await registerWorker(database.autocommit, { role: 'dispatcher', version, leaseSeconds }, now);
    this.#lastBeatMs = nowMs;
  }

  async #prune(startedMs: number, signal?: AbortSignal): Promise<void> {
    const { database, clock, logger, retention } = this.#options;
    this.#lastPruneMs = startedMs;
    const pruned = await prune(database, retention, { now: clock.now(), signal });
    if (pruned.executions + pruned.logLines > 0) logger.info(pruned, 'pruned');
  }

  #failed(error: unknown, failures: number): number {
    const { clock, logger } = this.#options;
    this.counters.failures++;
    this.#failure = messageOf(error);
    this.#failingSince ??= clock.now();
    if (failures === 1) logger.warn({ error }, 'dispatch failed, trying again');
    else logger.debug({ error, failures }, 'dispatch failed again');
    return Math.min(500 * 2 ** Math.min(failures, 10), LONGEST_BACKOFF_MS) * (0.75 + Math.random() / 2);
  }

  #recovered(): void {
    if (!this.#failingSince) return;
    this.#options.logger.info({ since: this.#failingSince }, 'dispatch works again');
    this.#failingSince = undefined;
  }
}
