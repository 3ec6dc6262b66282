import { closest } from '../domain/suggestion.ts';
import { JobuError } from '../errors.ts';
import type { DatabaseConfig, DatabasesConfig } from './config.ts';
import { Database } from './database.ts';
import type { Driver } from './dialects/dialect.ts';
import { SqliteDriver, sqliteFileOf } from './dialects/sqlite.ts';

/**
 * Open registries of this process; the one opened last is the current one. On the global object, because a handler file
 * may load another copy of the package into the same process.
 */
const REGISTRIES = Symbol.for('jobu.databases');
const shared = globalThis as { [REGISTRIES]?: DatabaseRegistry[] };
shared[REGISTRIES] ??= [];
const registries = shared[REGISTRIES];

/** Every name of a file means one writer; each :memory: is a database of its own. */
function keyOf(name: string, config: DatabaseConfig): string {
  const file = config.type === 'sqlite' ? sqliteFileOf(config.path) : '';
  return file === '' || file === ':memory:' ? `name ${name}` : `file ${file}`;
}

/** The drivers of servers are loaded when a configuration names one: a program on SQLite starts without them. */
async function driverOf(name: string, config: DatabaseConfig): Promise<Driver> {
  switch (config.type) {
    case 'sqlite':
      return new SqliteDriver(name, config);
    case 'postgres':
      return new (await import('./dialects/postgres.ts')).PostgresDriver(name, config);
    default:
      return new (await import('./dialects/mysql.ts')).MysqlDriver(name, config);
  }
}

export interface RegistryOptions {
  /** Name of the database for the decisions of transactions over several others. Default `default`. */
  decisionDatabase?: string;
  /** Open each database when it is first asked for something, so that one that is away stops nobody who does not use it. */
  opensOnFirstUse?: boolean;
}

const DEFAULT_DATABASE = 'default';

/** The open databases of a process, by name. */
export class DatabaseRegistry {
  readonly #databases: ReadonlyMap<string, Database>;
  readonly #configured: DatabasesConfig;
  readonly #decisions: string;
  #decisionRegistry: Promise<DatabaseRegistry> | undefined;

  private constructor(databases: ReadonlyMap<string, Database>, configured: DatabasesConfig, decisions: string) {
    this.#databases = databases;
    this.#configured = configured;
    this.#decisions = decisions;
  }

  /**
   * Opens the named databases (default: all of the configuration), asks each server for its version, and makes the
   * registry the one that `getConnection` and `transactional` use in this process.
   * @throws DATABASE_UNKNOWN, CONNECTION_FAILED, DATABASE_VERSION_UNSUPPORTED, DATABASE_FILE_FAILED
   */
  static async initFromConfig(
    config: DatabasesConfig,
    names: readonly string[] = Object.keys(config),
    options: RegistryOptions = {},
  ): Promise<DatabaseRegistry> {
    const registry = await DatabaseRegistry.#open(config, names, options);
    registries.push(registry);
    return registry;
  }

  static async #open(
    config: DatabasesConfig,
    names: readonly string[],
    { decisionDatabase = DEFAULT_DATABASE, opensOnFirstUse = false }: RegistryOptions,
  ): Promise<DatabaseRegistry> {
    const configured = Object.keys(config);
    const drivers = new Map<string, Driver>();
    const databases = new Map<string, Database>();
    for (const name of new Set(names)) {
      const one = config[name] ?? unknown(name, configured);
      const key = keyOf(name, one);
      const driver = drivers.get(key) ?? (await driverOf(name, one));
      drivers.set(key, driver);
      databases.set(name, new Database(name, driver));
    }
    const registry = new DatabaseRegistry(databases, config, decisionDatabase);
    if (opensOnFirstUse) return registry;
    try {
      for (const driver of drivers.values()) await driver.connect();
    } catch (error) {
      await registry.closeAll();
      throw error;
    }
    return registry;
  }

  /** The registry of this process: the one opened last that is not closed. @throws DATABASES_NOT_OPEN */
  static get current(): DatabaseRegistry {
    const current = registries.at(-1);
    if (current === undefined) throw new JobuError('DATABASES_NOT_OPEN', {});
    return current;
  }

  /** Names of the open databases. */
  get names(): string[] {
    return [...this.#databases.keys()];
  }

  /** @throws DATABASE_UNKNOWN with the closest name. */
  get(name: string): Database {
    return this.#databases.get(name) ?? unknown(name, this.names, Object.keys(this.#configured));
  }

  /** Every open database once, under the name that came first. */
  get distinct(): Database[] {
    const all = [...this.#databases.values()];
    return all.filter(({ driver }, i) => all.findIndex((other) => other.driver === driver) === i);
  }

  /**
   * The database for the decisions of two-phase commit, opened when it was not among the named ones.
   * @throws DATABASE_UNKNOWN and what opening throws
   */
  async decisionDatabase(): Promise<Database> {
    const name = this.#decisions;
    const config = this.#configured[name];
    for (const database of this.#databases.values()) {
      if (config && keyOf(database.name, this.#configured[database.name]!) === keyOf(name, config)) return database;
    }
    this.#decisionRegistry ??= DatabaseRegistry.#open(this.#configured, [name], {}).catch((error: unknown) => {
      this.#decisionRegistry = undefined;
      throw error;
    });
    return (await this.#decisionRegistry).get(name);
  }

  /** Closes every database. A second call does nothing. */
  async closeAll(): Promise<void> {
    const at = registries.indexOf(this);
    if (at >= 0) registries.splice(at, 1);
    const drivers = new Set([...this.#databases.values()].map((database) => database.driver));
    await Promise.all([
      ...[...drivers].map((driver) => driver.close()),
      this.#decisionRegistry?.then((registry) => registry.closeAll()).catch(() => {}),
    ]);
  }
}

function unknown(name: string, known: readonly string[], configured: readonly string[] = known): never {
  const close = closest(name, known);
  const suggestion = configured.includes(name)
    ? 'It is configured, but this process was not told to open it. '
    : close === undefined
      ? ''
      : `Did you mean "${close}"? `;
  throw new JobuError('DATABASE_UNKNOWN', { name, known: known.join(', ') || 'none', suggestion });
}
