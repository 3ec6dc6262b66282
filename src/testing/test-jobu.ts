import type { DatabasesConfig } from '../database/config.ts';
import type { Database } from '../database/database.ts';
import { migrate } from '../database/migration.ts';
import { DatabaseRegistry } from '../database/registry.ts';
import { parseLocalTime } from '../domain/time-zone.ts';
import { JobuError } from '../errors.ts';
import { createCron, requireCron, updateCron } from '../ledger/crons.ts';
import { takeTimeFrom } from '../ledger/enqueue.ts';
import {
  type ExecutionInput,
  insertExecution,
  listAttempts,
  listExecutions,
  listLogs,
  requireExecution,
  type TriggerInput,
  triggerCron,
} from '../ledger/executions.ts';
import type { Cron, CronDefaults, CronInput } from '../ledger/model/cron.ts';
import type { Attempt, LogLine } from '../ledger/model/execution.ts';
import { cancelExecution, retryExecution } from '../ledger/operations.ts';
import { type PauseOptions, pauseCron } from '../ledger/pauses.ts';
import { LEDGER_MIGRATIONS } from '../ledger/schema.ts';
import { registerWorker } from '../ledger/workers.ts';
import { createLogger, type Logger } from '../runtime/logging.ts';
import { discoverHandlers, HandlerCatalog } from '../worker/handlers/catalog.ts';
import {
  type HandlerRun,
  type HandlerSource,
  handlerOf,
  handlerUnknown,
  registeredHandlers,
  runOnce,
  type TestContext,
} from './handler-run.ts';
import { ManualClock } from './manual-clock.ts';
import { Stage } from './stage.ts';
import { type ExecutionMatch, fits, mismatch, type TestExecution, testExecution } from './test-execution.ts';

export interface TestJobuOptions {
  /** The handlers of the test. Default: all that the imported code has registered. */
  readonly handlers?: readonly HandlerSource[];
  /** A folder with handler files, or several, in addition to `handlers`. */
  readonly handlersFolder?: string | readonly string[];
  /** Crons to begin with. */
  readonly crons?: readonly CronInput[];
  /** Where the clock stands at first: a Date, or text; without an offset in `timeZone`. Default 2026-01-01. */
  readonly now?: Date | string;
  /** Zone of crons that name none, and of times in text. Default Asia/Seoul. */
  readonly timeZone?: string;
  /** Further databases that handlers use: names, each one in memory, or a whole configuration. */
  readonly databases?: readonly string[] | DatabasesConfig;
  /** Executions that run at the same time. Default 10. */
  readonly slots?: number;
  /** How long a handler may take in real time before the test fails. Default 4. */
  readonly patienceSeconds?: number;
  /** Faster crons are refused. Default 1. */
  readonly minCronIntervalSeconds?: number;
  /** Default: says nothing. */
  readonly logger?: Logger;
}

const PAGE = 200;

/** Makes a jobu for one test: everything in memory, nothing in the background, time only when it is moved. */
export async function createTestJobu(options: TestJobuOptions = {}): Promise<TestJobu> {
  const { timeZone = 'Asia/Seoul', now = '2026-01-01', minCronIntervalSeconds = 1, databases = [] } = options;
  const clock = new ManualClock(typeof now === 'string' ? parseLocalTime(now, timeZone) : now);
  const logger = options.logger ?? createLogger({ level: 'silent' });
  const catalog = await catalogOf(options);
  const inMemory = { type: 'sqlite', path: ':memory:' } as const;
  const others = Array.isArray(databases) ? Object.fromEntries(databases.map((name) => [name, inMemory])) : databases;
  const registry = await DatabaseRegistry.initFromConfig({ default: inMemory, ...others });
  try {
    const database = registry.get('default');
    await migrate(database, LEDGER_MIGRATIONS);
    takeTimeFrom(() => clock.now());
    const { slots = 10, patienceSeconds = 4 } = options;
    const registration = {
      role: 'worker',
      version: 'test',
      slots,
      leaseSeconds: 30,
      handlers: catalog.names(),
    } as const;
    const workerId = await registerWorker(database.autocommit, registration, clock.now());
    const shared = { database, clock, catalog, logger, workerId, slots, patienceSeconds, minCronIntervalSeconds };
    const jobu = new TestJobu(registry, clock, catalog, new Stage(shared), { timeZone, minCronIntervalSeconds });
    for (const cron of options.crons ?? []) await jobu.addCron(cron);
    return jobu;
  } catch (error) {
    takeTimeFrom(undefined);
    await registry.closeAll();
    throw error;
  }
}

async function catalogOf({ handlers, handlersFolder }: TestJobuOptions): Promise<HandlerCatalog> {
  const folders = handlersFolder === undefined ? [] : [handlersFolder].flat();
  const warn = (message: string): never => {
    throw new Error(message);
  };
  const found = folders.length === 0 ? [] : [...(await discoverHandlers(folders as string[], { warn }))];
  const named = handlers?.map(handlerOf) ?? (folders.length === 0 ? registeredHandlers() : []);
  return new HandlerCatalog([...found, ...named.filter(({ name }) => !found.some((other) => other.name === name))]);
}

/** A whole jobu under the test's clock. Close it at the end of the test, or declare it with `await using`. */
export class TestJobu {
  /** Stands still except in {@link advanceTo}, {@link advance} and {@link drain}. A handler may sleep by it. */
  readonly clock: ManualClock;
  /** Holds crons and executions; `getConnection()` in a handler answers a connection to it. */
  readonly database: Database;
  /** Names of the handlers. */
  readonly handlers: readonly string[];
  readonly #registry: DatabaseRegistry;
  readonly #catalog: HandlerCatalog;
  readonly #stage: Stage;
  readonly #defaults: CronDefaults;
  #isBusy = false;

  /** Use {@link createTestJobu}. */
  constructor(
    registry: DatabaseRegistry,
    clock: ManualClock,
    catalog: HandlerCatalog,
    stage: Stage,
    defaults: CronDefaults,
  ) {
    this.clock = clock;
    this.database = registry.get('default');
    this.handlers = catalog.names();
    this.#registry = registry;
    this.#catalog = catalog;
    this.#stage = stage;
    this.#defaults = defaults;
  }

  /** Saves a cron, like `jobu cron add`. Throws what that says, and TEST_HANDLER_UNKNOWN. */
  async addCron(cron: CronInput): Promise<Cron> {
    this.#requireHandler(cron.handlerName);
    const options = { now: this.clock.now(), defaults: this.#defaults };
    return await this.database.transaction((connection) => createCron(connection, cron, options));
  }

  /** Changes some fields of a cron, for instance `{ isEnabled: false }`. */
  async updateCron(name: string, patch: Partial<CronInput>): Promise<Cron> {
    if (patch.handlerName !== undefined) this.#requireHandler(patch.handlerName);
    const options = { now: this.clock.now(), defaults: this.#defaults };
    return await this.database.transaction(async (connection) =>
      updateCron(connection, (await requireCron(connection, name)).id, patch, options),
    );
  }

  /** Pauses a cron, like `jobu cron pause`; a pause with `until` ends when the clock gets there. */
  async pause(name: string, options: Omit<PauseOptions, 'actor'> = {}): Promise<Cron> {
    const now = this.clock.now();
    return await this.database.transaction(async (connection) =>
      pauseCron(connection, (await requireCron(connection, name)).id, { actor: 'test', ...options }, now),
    );
  }

  /** A cron as it stands now. Throws CRON_NOT_FOUND. */
  async cron(name: string): Promise<Cron> {
    return await requireCron(this.database.autocommit, name);
  }

  /** Creates an execution of a cron now, like `jobu cron trigger`; {@link drain} runs it. */
  async trigger(cronName: string, input: TriggerInput = {}): Promise<TestExecution> {
    return await this.database.transaction(async (connection) => {
      const { id } = await requireCron(connection, cronName);
      return testExecution((await triggerCron(connection, id, input, this.clock.now())).execution);
    });
  }

  /** Creates an execution of a handler without a cron; {@link drain} runs it. Throws TEST_HANDLER_UNKNOWN. */
  async enqueue(handlerName: string, params: ExecutionInput['params'] = {}): Promise<TestExecution> {
    this.#requireHandler(handlerName);
    return await this.database.transaction(async (connection) =>
      testExecution((await insertExecution(connection, { handlerName, params }, this.clock.now())).execution),
    );
  }

  /** Cancels an execution, like `jobu execution cancel`. */
  async cancel(id: string): Promise<TestExecution> {
    return testExecution(
      await this.database.transaction((connection) => cancelExecution(connection, id, {}, this.clock.now())),
    );
  }

  /** Runs an ended execution again, like `jobu execution retry`; {@link drain} runs it. */
  async retry(id: string): Promise<TestExecution> {
    return testExecution(
      await this.database.transaction((connection) => retryExecution(connection, id, {}, this.clock.now())),
    );
  }

  /** Runs everything that is due now, until nothing is. The clock moves only while handlers sleep by it. */
  async drain(): Promise<void> {
    await this.#exclusively(() => this.#stage.playOut());
  }

  /**
   * Moves the clock. On the way every occurrence is dispatched and run at its own instant, and so are retries.
   * Text without an offset is in the zone of the test. Throws TEST_CLOCK_BACKWARDS, TEST_HANDLER_STUCK.
   */
  async advanceTo(to: Date | string): Promise<void> {
    const target = typeof to === 'string' ? parseLocalTime(to, this.#defaults.timeZone) : to;
    if (!(target >= this.clock.now()))
      throw new JobuError('TEST_CLOCK_BACKWARDS', { now: this.clock.now().toISOString(), to: target.toISOString() });
    await this.#exclusively(() => this.#stage.playTo(target));
  }

  /** Moves the clock by so many seconds, like {@link advanceTo}. */
  async advance(seconds: number): Promise<void> {
    await this.advanceTo(new Date(this.clock.now().getTime() + seconds * 1000));
  }

  /** The executions that fit, in the order in which they were created. */
  async executions(match: ExecutionMatch = {}): Promise<TestExecution[]> {
    return (await this.#all()).filter((execution) => fits(execution, match, this.#defaults.timeZone));
  }

  /** An execution as it stands now. Throws EXECUTION_NOT_FOUND. */
  async execution(id: string): Promise<TestExecution> {
    return testExecution(await requireExecution(this.database.autocommit, id));
  }

  /** The attempts of an execution that did not succeed. */
  async attempts(id: string): Promise<Attempt[]> {
    return await listAttempts(this.database.autocommit, id);
  }

  /** What its handler logged, at most 10,000 lines. */
  async logs(id: string): Promise<LogLine[]> {
    return await listLogs(this.database.autocommit, id, '0', 10_000);
  }

  /** Answers the latest execution that fits; fails with a list of what there is when none does. */
  async assertExecution(match: ExecutionMatch): Promise<TestExecution> {
    const all = await this.#all();
    const found = all.findLast((execution) => fits(execution, match, this.#defaults.timeZone));
    if (found) return found;
    throw mismatch('No execution has', match, all, this.#defaults.timeZone, this.clock.now());
  }

  /** Fails with a list when any execution fits. */
  async assertNoExecutions(match: ExecutionMatch = {}): Promise<void> {
    const found = await this.executions(match);
    if (found.length > 0)
      throw mismatch(
        `There are ${found.length} executions with`,
        match,
        found,
        this.#defaults.timeZone,
        this.clock.now(),
      );
  }

  /** Runs one handler by itself, without an execution. Throws what it throws, and TEST_HANDLER_UNKNOWN. */
  async runHandler(source: HandlerSource, params: unknown = {}, context: TestContext = {}): Promise<HandlerRun> {
    const handler = typeof source === 'string' ? this.#requireHandler(source) : handlerOf(source);
    return await runOnce(handler, params, { scheduledTime: this.clock.now(), ...context });
  }

  /** Ends what still sleeps and frees the database. Safe twice. */
  async close(): Promise<void> {
    this.#stage.close();
    takeTimeFrom(undefined);
    await this.#registry.closeAll();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #requireHandler(name: string) {
    return this.#catalog.get(name) ?? handlerUnknown(name, this.handlers);
  }

  async #all(): Promise<TestExecution[]> {
    const all: TestExecution[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await listExecutions(this.database.autocommit, { limit: PAGE, cursor });
      all.push(...page.items.map(testExecution));
      cursor = page.nextCursor;
    }
    return all.reverse();
  }

  async #exclusively(work: () => Promise<void>): Promise<void> {
    if (this.#isBusy) throw new JobuError('TEST_BUSY', {});
    this.#isBusy = true;
    try {
      await work();
    } finally {
      this.#isBusy = false;
    }
  }
}
