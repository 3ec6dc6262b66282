import pg from 'pg';
import { JobuError, messageOf } from '../../errors.ts';
import type { ServerConfig } from '../config.ts';
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
import { PostgresBranches } from './postgres-branches.ts';
import { PostgresListener } from './postgres-listener.ts';
import { type BulkInserts, PostgresSession } from './postgres-session.ts';
import { typeParsers } from './postgres-values.ts';
import { type ServerAddress, serverAddress } from './server-address.ts';

const OLDEST_VERSION = 13;
const CONNECT_TIMEOUT_MS = 10_000;
const KEEP_ALIVE_DELAY_MS = 10_000;
const IDLE_IN_TRANSACTION_SECONDS = 3_600;
/** "jobu" in ASCII. */
const MIGRATION_LOCK = 0x6a6f6275;

/** A PostgreSQL server, from version 13. */
export class PostgresDriver implements Driver {
  readonly dialect = 'postgres';
  readonly waitsForLocks = false;
  version = 'PostgreSQL';
  readonly twoPhase: PostgresBranches;
  readonly listen: Driver['listen'];
  readonly notify: Driver['notify'];
  readonly migration = {
    lock: `SELECT CAST(pg_advisory_xact_lock(${MIGRATION_LOCK}) AS text) || '1'`,
    unlock: undefined,
    ddlIsTransactional: true,
    words: {},
    alreadyDone: () => false,
  };
  readonly #database: string;
  readonly #config: ServerConfig;
  readonly #address: ServerAddress;
  readonly #timeoutSeconds: number;
  readonly #pool: Pool<PostgresSession>;
  readonly #listener: PostgresListener;
  readonly #bulkInserts: BulkInserts = new WeakMap();

  constructor(database: string, config: ServerConfig) {
    this.#database = database;
    this.#config = config;
    this.#address = serverAddress(database, config, 5432);
    this.#timeoutSeconds = config.statementTimeoutSeconds ?? DEFAULT_STATEMENT_TIMEOUT_SECONDS;
    this.#pool = new Pool(
      database,
      {
        open: () => this.#openSession(),
        close: (session) => this.#close(session),
        isUsable: (session) => !session.isLost && !session.isSpoiled,
      },
      config.pool,
    );
    this.#listener = new PostgresListener(() => this.#openClient());
    this.twoPhase = new PostgresBranches(this.#pool);
    const notifies = config.options?.notify ?? config.options?.preparedStatements ?? true;
    this.listen = notifies ? (channel, heard) => this.#listener.listen(channel, heard) : undefined;
    this.notify = notifies ? (channel, payload) => this.#notify(channel, payload) : undefined;
  }

  async connect(): Promise<void> {
    const session = await this.acquire();
    this.release(session);
    await this.#pool.fill();
  }

  acquire(_access?: Access, _lone?: boolean, reserved?: boolean): Promise<PostgresSession> {
    return this.#pool.acquire(reserved);
  }

  get usage(): PoolUsage {
    return this.#pool.usage;
  }

  reserve(): void {
    this.#pool.reserve(RESERVED_CONNECTIONS);
  }

  release(session: PostgresSession): void {
    const isIdle = session.client.getTransactionStatus() === 'I';
    this.#pool.release(session, session.isLost || session.isSpoiled || !isIdle);
  }

  async serverTimeMs(): Promise<number> {
    return Number(await this.#value('SELECT extract(epoch FROM clock_timestamp()) * 1000 AS now', {}));
  }

  async close(): Promise<void> {
    await Promise.all([this.#listener.close(), this.#pool.close()]);
  }

  async #notify(channel: string, payload: string): Promise<void> {
    await this.#value('SELECT pg_notify(:channel, :payload)', { channel, payload });
  }

  async #value(sql: string, params: Record<string, unknown>): Promise<unknown> {
    const session = await this.#pool.acquire(true);
    try {
      const [row] = await session.fetch(statementOf(sql).compiled('postgres'), params);
      return row && Object.values(row)[0];
    } finally {
      this.release(session);
    }
  }

  async #openClient(): Promise<pg.Client> {
    const { host, port, database, user, password, tls } = this.#address;
    const client = new pg.Client({
      host,
      port,
      database,
      user,
      password,
      ssl: tls ?? false,
      application_name: 'jobu',
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE_DELAY_MS,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: clientTimeoutMs(this.#timeoutSeconds) || undefined,
      types: typeParsers as unknown as pg.CustomTypesConfig,
    });
    client.on('error', () => {});
    await client.connect();
    return client;
  }

  async #openSession(): Promise<PostgresSession> {
    let client: pg.Client;
    try {
      client = await this.#openClient();
    } catch (error) {
      throw new JobuError(
        'CONNECTION_FAILED',
        { database: this.#database, reason: messageOf(error) },
        { cause: error },
      );
    }
    const prepares = this.#config.options?.preparedStatements ?? true;
    const session = new PostgresSession(client, this.#database, {
      timeoutSeconds: this.#timeoutSeconds,
      prepares,
      bulkInserts: this.#bulkInserts,
    });
    try {
      // Behind a pooler in transaction mode a SET would stay with a connection that others use.
      if (prepares) await client.query(this.#setup());
      await this.#checkVersion(client);
    } catch (error) {
      session.destroy();
      if (error instanceof JobuError) throw error;
      throw new JobuError(
        'CONNECTION_FAILED',
        { database: this.#database, reason: messageOf(error) },
        { cause: error },
      );
    }
    return session;
  }

  #setup(): string {
    return [
      `SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ COMMITTED`,
      `SET TIME ZONE 'UTC'`,
      `SET datestyle = 'ISO'`,
      `SET statement_timeout = '${this.#timeoutSeconds}s'`,
      `SET lock_timeout = '${LOCK_TIMEOUT_SECONDS}s'`,
      `SET idle_in_transaction_session_timeout = '${IDLE_IN_TRANSACTION_SECONDS}s'`,
    ].join(';');
  }

  async #checkVersion(client: pg.Client): Promise<void> {
    if (this.version !== 'PostgreSQL') return;
    const { rows } = await client.query('SHOW server_version');
    const [found] = String((rows[0] as { server_version: string }).server_version).split(' ');
    this.version = `PostgreSQL ${found}`;
    if (Number.parseInt(found!, 10) >= OLDEST_VERSION) return;
    const version = this.version;
    this.version = 'PostgreSQL';
    throw new JobuError('DATABASE_VERSION_UNSUPPORTED', {
      database: this.#database,
      found: version,
      needed: `PostgreSQL ${OLDEST_VERSION}`,
    });
  }

  async #close(session: PostgresSession): Promise<void> {
    if (session.isLost) session.destroy();
    else await session.client.end();
  }
}
