import { isJobuError } from '../../errors.ts';
import type { Row } from '../connection.ts';
import type { Pool } from '../pool.ts';
import { statementOf } from '../statement.ts';
import { GID_PREFIX, type TwoPhaseTraits, type Verdict } from './dialect.ts';
import { postgresCode } from './postgres-errors.ts';
import type { PostgresSession } from './postgres-session.ts';

const UNDEFINED_OBJECT = '42704';
/** Another session is just ending it. */
const BUSY = '55000';

/** Prepared transactions of PostgreSQL: any session of their database and user may end them. */
export class PostgresBranches implements TwoPhaseTraits {
  readonly #pool: Pool<PostgresSession>;
  #isPossible = false;

  constructor(pool: Pool<PostgresSession>) {
    this.#pool = pool;
  }

  async refusal(): Promise<string | undefined> {
    if (this.#isPossible) return undefined;
    const [row] = await this.#fetch('SHOW max_prepared_transactions', {});
    this.#isPossible = Number(row?.['max_prepared_transactions']) > 0;
    return this.#isPossible
      ? undefined
      : 'its max_prepared_transactions is 0; set it to max_connections or more and restart the server';
  }

  async prepared(): Promise<string[]> {
    const rows = await this.#fetch(
      'SELECT gid FROM pg_prepared_xacts WHERE database = current_database() AND gid LIKE :prefix ORDER BY prepared',
      { prefix: `${GID_PREFIX}%` },
    );
    return rows.map((row) => String(row['gid']));
  }

  async finish(branch: string, verdict: Verdict): Promise<'done' | 'absent' | 'busy'> {
    const session = await this.#pool.acquire(true);
    try {
      await session.finishPrepared(branch, verdict);
      return 'done';
    } catch (error) {
      const code = isJobuError(error) ? postgresCode(error.cause) : '';
      if (code === UNDEFINED_OBJECT) return 'absent';
      if (code === BUSY) return 'busy';
      throw error;
    } finally {
      this.#pool.release(session, session.isLost);
    }
  }

  async disown(): Promise<void> {}

  async #fetch(sql: string, params: Record<string, unknown>): Promise<Row[]> {
    const session = await this.#pool.acquire(true);
    try {
      return await session.fetch(statementOf(sql).compiled('postgres'), params);
    } finally {
      this.#pool.release(session, session.isLost);
    }
  }
}
