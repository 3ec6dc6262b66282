import { setTimeout as delay } from 'node:timers/promises';
import type { DatabasesConfig } from '../database/config.ts';
import type { Database } from '../database/database.ts';
import type { Clock } from '../runtime/clock.ts';
import { events } from '../runtime/events.ts';
import type { Logger } from '../runtime/logging.ts';
import { PollLoop } from '../runtime/poll-loop.ts';
import type { Health, Service } from '../runtime/service.ts';
import type { HandlerCatalog } from './handlers/catalog.ts';
import { paramsJsonSchema } from './handlers/params.ts';
import { type AttemptRunner, createAttemptRunner } from './isolation/runner.ts';
import { Claimer } from './model/claimer.ts';
import { Control } from './model/control.ts';
import { Finisher } from './model/finisher.ts';
import { Incarnation } from './model/incarnation.ts';
import { Journal } from './model/journal.ts';
import { Outage, pauseAfterFailure, within } from './model/outage.ts';
import { RescueWatch } from './model/rescue-watch.ts';
import { type CompleteSettings, completeSettings, type WorkerSettings } from './model/settings.ts';
import { Slots } from './model/slots.ts';

export type { WorkerSettings };

/** What a worker needs. */
export interface WorkerOptions {
  /** Holds the executions. */
  readonly database: Database;
  readonly clock: Clock;
  readonly config: WorkerSettings;
  readonly catalog: HandlerCatalog;
  readonly logger: Logger;
  readonly version: string;
  /**
   * For the heartbeat's own connection and for isolated handlers. Without it, or with a database in memory, the event
   * loop itself beats.
   */
  readonly databasesConfig?: DatabasesConfig;
  /** Where isolated handlers have decisions of two-phase commit written. Default `default`. */
  readonly decisionDatabase?: string;
}

const TICK_MS = 100;
const CONTROL_MS = 1_000;
const LINE_BYTES = 16_384;
/** A thread or process is ended by its pool when the grace is over; that takes a moment. */
const TERMINATION_MS = 1_000;
/** A busy database may take so long to answer, however short the lease is. */
const SHORTEST_ANSWER_MS = 5_000;
/** How long a stop tries to write what is left. */
const LAST_WRITE_MS = 10_000;
/** How long a stop waits for a database that may never answer. */
const LAST_ANSWER_MS = 2_000;

/** Claims executions and runs their handlers, keeps its lease, and rescues what other workers left behind. */
export class WorkerService implements Service {
  readonly name = 'worker';
  readonly #options: WorkerOptions;
  readonly #settings: CompleteSettings;
  readonly #outage: Outage;
  readonly #runner: AttemptRunner;
  readonly #journal: Journal;
  readonly #finisher: Finisher;
  readonly #slots: Slots;
  readonly #claimer: Claimer;
  readonly #incarnation: Incarnation;
  readonly #control: Control;
  readonly #loops: PollLoop[];
  readonly #rescue: RescueWatch;
  readonly #wake = (): void => this.#claimer.wake();
  #tick: NodeJS.Timeout | undefined;
  #started: Promise<void> | undefined;
  #stopped: Promise<void> | undefined;
  #isDraining = false;
  #isSuspect = false;
  #lastCheckMs = Number.NEGATIVE_INFINITY;
  #drainTimer: NodeJS.Timeout | undefined;

  constructor(options: WorkerOptions) {
    this.#options = options;
    const settings = completeSettings(options.config);
    this.#settings = settings;
    const { database, clock, catalog, version, databasesConfig, decisionDatabase } = options;
    const logger = options.logger.child({ module: 'worker' });
    const queues = new Set(settings.queues);
    const leaseMs = settings.leaseSeconds * 1000;
    this.#outage = new Outage(clock, logger);
    this.#runner = createAttemptRunner({
      abortGraceSeconds: settings.abortGraceSeconds,
      limits: { log: { lines: settings.log.maxLines, bytes: settings.log.maxBytes, lineBytes: LINE_BYTES } },
      databases: databasesConfig && { config: databasesConfig, names: options.config.databases, decisionDatabase },
      onStrayError: (stray) => logger.error(stray, 'a handler left an error uncaught'),
    });
    const answerMs = Math.max(leaseMs, SHORTEST_ANSWER_MS);
    const shared = { database, clock, logger, outage: this.#outage, answerMs };
    this.#journal = new Journal(shared);
    this.#finisher = new Finisher({ ...shared, journal: this.#journal });
    this.#slots = new Slots({
      size: settings.poolSize,
      claimBatchSize: settings.claimBatchSize,
      abortGraceSeconds: settings.abortGraceSeconds,
      catalog,
      runner: this.#runner,
      databaseName: database.name,
      journal: this.#journal,
      clock,
      logger,
      onEnding: (ending) => this.#finisher.add(ending),
      onRoom: () => this.#claimer.checkRoom(),
    });
    this.#claimer = new Claimer({
      ...shared,
      slots: this.#slots,
      pollIntervalMs: settings.pollIntervalSeconds * 1000,
      offers: (lane) => queues.has(lane.queue) && catalog.get(lane.handler_name) !== undefined,
      workerId: () => (this.#isDraining ? undefined : this.#incarnation.id),
      onUncertain: () => {
        this.#isSuspect = true;
      },
      onLate: (claims) => {
        for (const claim of claims) this.#slots.release(claim);
      },
    });
    const own = databasesConfig?.[settings.database];
    this.#incarnation = new Incarnation({
      ...shared,
      databaseConfig: own?.type === 'sqlite' && own.path === ':memory:' ? undefined : own,
      registration: {
        role: 'worker',
        version,
        codeVersion: settings.codeVersion,
        handlers: catalog.names(),
        handlerDetails: [...catalog].map(({ name, options: { description, params } }) => ({
          name,
          description: description ?? null,
          paramsSchema: paramsJsonSchema(params),
        })),
        queues: settings.queues,
        slots: settings.poolSize,
        leaseSeconds: Math.ceil(settings.leaseSeconds),
      },
      heartbeatIntervalMs: settings.heartbeatIntervalSeconds * 1000,
      leaseMs,
      onDesired: (desired) => this.#desired(desired),
      onLeaseLost: (reason) => {
        this.#slots.releaseWaiting();
        this.#slots.abortAll('lease_lost', reason);
      },
      onLease: () => this.#claimer.wake(),
    });
    this.#control = new Control({ ...shared, slots: this.#slots, finisher: this.#finisher, claimer: this.#claimer });
    this.#rescue = new RescueWatch({ ...shared, leaseMs, heartbeat: this.#incarnation.heartbeat });
    this.#loops = [
      this.#loop('control', () => this.#check(), 'reading the own executions'),
      this.#loop('rescue', (signal) => this.#rescueOnce(signal), 'looking for lost workers'),
    ];
  }

  /** Registers the worker and begins to claim. Throws when the database cannot be written. */
  start(): Promise<void> {
    this.#started ??= this.#start();
    return this.#started;
  }

  /** Claims no more, lets running handlers finish, aborts those that take too long, gives back what is left. */
  stop(): Promise<void> {
    if (!this.#started) return Promise.resolve();
    this.#stopped ??= this.#started.catch(() => {}).then(() => this.#stop());
    return this.#stopped;
  }

  health(): Health {
    return this.#outage.health(this.name);
  }

  /** What this worker did since its start, and what it holds now. */
  stats() {
    const { written, leaseLost } = this.#finisher.counters;
    return {
      workerId: this.#incarnation.id,
      claimed: this.#claimer.claimed,
      written,
      leaseLost,
      rescued: this.#rescue.rescued,
      running: this.#slots.running.size,
      stuck: this.#slots.stuck.length,
      waiting: this.#slots.waiting.length,
      failures: this.#outage.failures,
    };
  }

  async #start(): Promise<void> {
    await this.#incarnation.start();
    this.#tick = setInterval(() => this.#onTick(), TICK_MS);
    events.on('executionsCreated', this.#wake);
    await this.#claimer.start();
    for (const loop of this.#loops) await loop.start();
  }

  async #stop(): Promise<void> {
    const { logger } = this.#options;
    const { abortGraceSeconds, shutdownTimeoutSeconds } = this.#settings;
    events.off('executionsCreated', this.#wake);
    clearTimeout(this.#drainTimer);
    this.#isDraining = true;
    this.#slots.close();
    const claimed = this.#claimer.stop();
    await this.#emptied(shutdownTimeoutSeconds * 1000);
    if (this.#slots.running.size > 0) {
      logger.warn({ running: this.#slots.running.size }, 'handlers still run, they are told to stop');
      this.#slots.abortAll('stopping');
      await this.#emptied(abortGraceSeconds * 1000 + TERMINATION_MS);
    }
    for (const run of this.#slots.running) this.#slots.giveUp(run);
    await patiently([claimed, ...this.#loops.map((loop) => loop.stop())]);
    clearInterval(this.#tick);
    const left = await this.#finisher.idle(LAST_WRITE_MS);
    if (left > 0) logger.error({ left }, 'results could not be stored; other workers run these executions again');
    await patiently([this.#journal.flush()]);
    this.#journal.close();
    await patiently([this.#incarnation.stop()]);
    await this.#runner.close();
  }

  /** Waits until no handler runs, at most so long. */
  async #emptied(timeoutMs: number): Promise<void> {
    const { clock } = this.#options;
    const untilMs = clock.monotonicMs() + timeoutMs;
    while (this.#slots.running.size > 0 && clock.monotonicMs() < untilMs) await delay(10);
  }

  #onTick(): void {
    const { running, stuck } = this.#slots;
    this.#incarnation.heartbeat.shared.set(running.size, stuck.length, this.#isDraining);
    this.#incarnation.watch();
    this.#slots.tick();
  }

  /** `drain` does what a stop does, but the process stays and may be set active again. */
  #desired(desired: 'active' | 'drain'): void {
    const wantsDrain = desired === 'drain';
    if (wantsDrain === this.#isDraining || this.#stopped) return;
    this.#isDraining = wantsDrain;
    this.#options.logger.info(wantsDrain ? 'draining: nothing more is claimed' : 'active again');
    clearTimeout(this.#drainTimer);
    if (wantsDrain) {
      this.#slots.close();
      this.#drainTimer = setTimeout(
        () => this.#slots.abortAll('stopping'),
        this.#settings.shutdownTimeoutSeconds * 1000,
      ).unref();
    } else {
      this.#slots.open();
      this.#claimer.wake();
    }
  }

  #loop(name: string, pass: PollLoopPass, doing: string): PollLoop {
    return new PollLoop({
      name,
      clock: this.#options.clock,
      pass,
      onError: (error, failures) => {
        this.#outage.failed(error, doing);
        return pauseAfterFailure(failures);
      },
    });
  }

  /** Cheap while nothing runs long: then the rows are read once per heartbeat. */
  async #check(): Promise<number> {
    const { clock } = this.#options;
    const nowMs = clock.monotonicMs();
    const id = this.#incarnation.id;
    const startedBefore = clock.now().getTime() - CONTROL_MS;
    const isLong = [...this.#slots.running].some((run) => run.startedAt.getTime() <= startedBefore);
    const isDue = nowMs - this.#lastCheckMs >= this.#settings.heartbeatIntervalSeconds * 1000;
    if (id !== undefined && (isLong || isDue || this.#isSuspect)) {
      await this.#control.check(id);
      this.#isSuspect = this.#isSuspect && !isDue;
      this.#lastCheckMs = nowMs;
    }
    return Math.min(CONTROL_MS, this.#settings.heartbeatIntervalSeconds * 1000);
  }

  async #rescueOnce(signal: AbortSignal): Promise<number> {
    if (await this.#rescue.pass(signal)) this.#claimer.wake();
    const intervalMs = this.#settings.rescueIntervalSeconds * 1000;
    return Math.min(intervalMs, this.#rescue.waitMs() || intervalMs);
  }
}

/** Waits until all have settled, however, but not for ever. */
async function patiently(all: readonly Promise<void>[]): Promise<void> {
  await within(Promise.allSettled(all), LAST_ANSWER_MS, 'The stop of a worker').catch(() => {});
}

type PollLoopPass = (signal: AbortSignal) => Promise<number>;
