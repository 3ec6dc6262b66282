import mysql, { type Connection as MysqlConnection } from 'mysql2';
import { JobuError, messageOf } from '../../errors.ts';
import type { ServerConfig } from '../config.ts';
import type { Row } from '../connection.ts';
import { Pool, type PoolUsage } from '../pool.ts';
import { statementOf } from '../statement.ts';
import {
  type Access,
  clientTimeoutMs,
  DEFAULT_STATEMENT_TIMEOUT_SECONDS,
  type Driver,
  LOCK_TIMEOUT_SECONDS,
  RESERVED_CONNECTIONS,
} from './dialect.ts';
import { MysqlBranches } from './mysql-branches.ts';
import { isAlreadyDone } from './mysql-errors.ts';
import { MysqlSession } from './mysql-session.ts';
import { type ServerAddress, serverAddress } from './server-address.ts';

const CONNECT_TIMEOUT_MS = 10_000;
const KEEP_ALIVE_DELAY_MS = 10_000;
const SQL_MODE = 'STRICT_ALL_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION';
const MIGRATION_WAIT_SECONDS = 240;

/** The two servers that speak this dialect, and where they differ. */
interface Flavour {
  readonly name: string;
  readonly oldest: readonly [number, number, number];
  /** Compares bytes, trailing spaces included. */
  readonly binaryCollation: string;
  /** Ends statements on the server; MySQL does so for SELECT only. */
  readonly timeout: (seconds: number) => string;
}

const MARIADB: Flavour = {
  name: 'MariaDB',
  oldest: [10, 6, 0],
  binaryCollation: 'utf8mb4_nopad_bin',
  timeout: (seconds) => `max_statement_time = ${seconds}`,
};

const MYSQL: Flavour = {
  name: 'MySQL',
  oldest: [8, 0, 30],
  binaryCollation: 'utf8mb4_0900_bin',
  timeout: (seconds) => `max_execution_time = ${seconds * 1000}`,
};

/** A MySQL (from 8.0.30) or MariaDB (from 10.6) server. */
export class MysqlDriver implements Driver {
  readonly dialect = 'mysql';
  readonly waitsForLocks = false;
  readonly listen = undefined;
  readonly notify = undefined;
  readonly twoPhase: MysqlBranches;
  readonly #database: string;
  readonly #address: ServerAddress;
  readonly #timeoutSeconds: number;
  readonly #pool: Pool<MysqlSession>;
  #flavour: Flavour | undefined;
  #version = 'MySQL';

  constructor(database: string, config: ServerConfig) {
    this.#database = database;
    this.#address = serverAddress(database, config, 3306);
    this.#timeoutSeconds = config.statementTimeoutSeconds ?? DEFAULT_STATEMENT_TIMEOUT_SECONDS;
    this.#pool = new Pool(
      database,
      {
        open: () => this.#open(),
        close: (session) => this.#close(session),
        isUsable: (session) => session.isClean,
      },
      config.pool,
    );
    this.twoPhase = new MysqlBranches(this.#address.database, (label, sql) => this.#rows(label, sql));
  }

  get version(): string {
    return this.#version;
  }

  get migration(): Driver['migration'] {
    const lock = `CONCAT('jobu ', SHA2(DATABASE(), 224))`;
    return {
      lock: `SELECT GET_LOCK(${lock}, ${MIGRATION_WAIT_SECONDS})`,
      unlock: `SELECT RELEASE_LOCK(${lock})`,
      ddlIsTransactional: false,
      words: { binary_collation: (this.#flavour ?? MARIADB).binaryCollation },
      alreadyDone: isAlreadyDone,
    };
  }

  async connect(): Promise<void> {
    this.release(await this.acquire());
    await this.#pool.fill();
  }

  acquire(_access?: Access, _lone?: boolean, reserved?: boolean): Promise<MysqlSession> {
    return this.#pool.acquire(reserved);
  }

  get usage(): PoolUsage {
    return this.#pool.usage;
  }

  reserve(): void {
    this.#pool.reserve(RESERVED_CONNECTIONS);
  }

  /**
   * A connection that may carry something over to its next user (an open transaction, a lock, a variable) is closed: that
   * is rarer, and cheaper in all, than resetting and setting up every connection each time it is given back.
   */
  release(session: MysqlSession): void {
    this.#pool.release(session, !session.isClean);
  }

  async #rows(label: string, sql: string): Promise<Row[]> {
    const session = await this.#pool.acquire(true);
    try {
      const { result } = await session.query(label, sql);
      return Array.isArray(result) ? result : [];
    } finally {
      this.release(session);
    }
  }

  async serverTimeMs(): Promise<number> {
    const session = await this.#pool.acquire(true);
    try {
      const sql = 'SELECT UNIX_TIMESTAMP(SYSDATE(6)) * 1000 AS now';
      const [row] = await session.fetch(statementOf(sql).compiled('mysql'), {});
      return Number(row?.['now']);
    } finally {
      this.release(session);
    }
  }

  close(): Promise<void> {
    return this.#pool.close();
  }

  async #open(): Promise<MysqlSession> {
    const { host, port, database, user, password, tls } = this.#address;
    const connection = mysql.createConnection({
      ...(host.startsWith('/') ? { socketPath: host } : { host, port }),
      database,
      user,
      password,
      ...(tls === undefined ? {} : { ssl: tls as mysql.SslOptions }),
      charset: 'utf8mb4',
      timezone: 'Z',
      dateStrings: true,
      supportBigNumbers: true,
      jsonStrings: true,
      multipleStatements: false,
      connectTimeout: CONNECT_TIMEOUT_MS,
      enableKeepAlive: true,
      keepAliveInitialDelay: KEEP_ALIVE_DELAY_MS,
    } as mysql.ConnectionOptions);
    const clientMs = clientTimeoutMs(this.#timeoutSeconds);
    const session = new MysqlSession(
      connection,
      { database: this.#database, schema: database },
      { seconds: this.#timeoutSeconds, clientMs },
    );
    try {
      await connected(connection);
      const flavour = this.#flavour ?? (await this.#askFlavour(session));
      this.#flavour = flavour;
      const timeout = this.#timeoutSeconds === 0 ? '' : `, ${flavour.timeout(this.#timeoutSeconds)}`;
      const lockTimeout = `innodb_lock_wait_timeout = ${LOCK_TIMEOUT_SECONDS}`;
      await session.query('Setup', `SET time_zone = '+00:00', sql_mode = '${SQL_MODE}', ${lockTimeout}${timeout}`);
      await session.query('Setup', 'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED');
      return session;
    } catch (error) {
      session.destroy();
      if (error instanceof JobuError && error.code === 'DATABASE_VERSION_UNSUPPORTED') throw error;
      const reason = messageOf((error as Error).cause ?? error);
      throw new JobuError('CONNECTION_FAILED', { database: this.#database, reason }, { cause: error });
    }
  }

  async #askFlavour(session: MysqlSession): Promise<Flavour> {
    const { result } = await session.query('Setup', 'SELECT VERSION() AS version');
    const text = String((result as { version: string }[])[0]?.version);
    const flavour = /mariadb/i.test(text) ? MARIADB : MYSQL;
    const numbers = (/\d+\.\d+\.\d+/.exec(text)?.[0] ?? '0.0.0').split('.').map(Number);
    this.#version = `${flavour.name} ${numbers.join('.')}`;
    const difference = flavour.oldest.map((number, i) => (numbers[i] ?? 0) - number).find((part) => part !== 0) ?? 0;
    if (difference >= 0) return flavour;
    throw new JobuError('DATABASE_VERSION_UNSUPPORTED', {
      database: this.#database,
      found: this.#version,
      needed: `${flavour.name} ${flavour.oldest.join('.')}`,
    });
  }

  #close(session: MysqlSession): Promise<void> | void {
    if (session.isLost) return session.destroy();
    return new Promise((resolve) => session.connection.end(() => resolve()));
  }
}

function connected(connection: MysqlConnection): Promise<void> {
  return new Promise((resolve, reject) => connection.connect((error) => (error ? reject(error) : resolve())));
}
