import { isIPv6 } from 'node:net';
import type { Connection } from '../../database/connection.ts';
import type { Database } from '../../database/database.ts';
import { DuplicateKeyError } from '../../database/errors.ts';
import { JobuError } from '../../errors.ts';
import { fromRow } from '../../ledger/model/row.ts';
import { hashSecret } from '../../ledger/tokens.ts';
import { sql } from './statements.ts';

/** Failures in a row that lock; the account as a whole bears more, so that a stranger cannot easily lock its user out. */
const LIMITS = { pair: 5, address: 20, account: 50 } as const;
const FIRST_LOCK_MS = 60_000;
const LONGEST_LOCK_MS = 900_000;
/** Without a failure for so long, counting starts again. */
const FORGET_MS = 3_600_000;

/** An IPv6 host owns the whole /64 it is in. */
const hostOf = (address: string): string =>
  isIPv6(address) && !address.includes('.') ? address.split(':').slice(0, 4).join(':') : address;

interface Failures {
  readonly failures: number;
  readonly lastFailedAt: Date;
  readonly lockedUntil: Date | null;
}

/** Counts sign-ins that fail, for name and address together and for each, in the database: all nodes share the counts. */
export class SignInAttempts {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Counts an attempt as failed before the password is looked at, so that many at once get no further than one after
   * another; {@link succeeded} takes it back. Answers whether this one locks. Throws SIGN_IN_LOCKED.
   */
  async begin(name: string, address: string, now: Date): Promise<boolean> {
    const locks = await this.#database.transaction(async (connection) => {
      let isLast = false;
      const found: { subject: string; limit: number; row: Failures }[] = [];
      // Always in one order: two attempts at once never wait for each other.
      for (const { subject, limit } of subjectsOf(name, address).toSorted((a, b) => (a.subject < b.subject ? -1 : 1)))
        found.push({ subject, limit, row: await lockFailures(connection, subject, now) });
      const until = Math.max(...found.map(({ row }) => row.lockedUntil?.getTime() ?? 0));
      if (until > now.getTime()) return until;
      for (const { subject, limit, row } of found) {
        const isOld = now.getTime() - row.lastFailedAt.getTime() > FORGET_MS;
        const failures = (isOld ? 0 : Number(row.failures)) + 1;
        const over = failures - limit;
        const lockMs = over < 0 ? 0 : Math.min(FIRST_LOCK_MS * 2 ** Math.min(over, 10), LONGEST_LOCK_MS);
        isLast ||= over >= 0;
        await connection.execute(sql('count_sign_in_failure'), {
          subject,
          failures,
          locked_until: lockMs === 0 ? null : new Date(now.getTime() + lockMs),
          now,
        });
      }
      return isLast;
    });
    if (typeof locks === 'number')
      throw new JobuError('SIGN_IN_LOCKED', { seconds: Math.ceil((locks - now.getTime()) / 1000) });
    return locks;
  }

  /** Forgets the failures of a name and of its pair with the address, and takes back this attempt from the address. */
  async succeeded(name: string, address: string, now: Date): Promise<void> {
    await this.#database.transaction(async (connection) => {
      const [pair, host, account] = subjectsOf(name, address).map(({ subject }) => subject);
      const row = await lockFailures(connection, host!, now);
      const failures = Math.max(0, Number(row.failures) - 1);
      await connection.execute(sql('count_sign_in_failure'), {
        subject: host,
        failures,
        locked_until: failures < LIMITS.address ? null : row.lockedUntil,
        now: row.lastFailedAt,
      });
      await connection.execute(sql('forget_sign_in_failures'), { subjects: [pair, account] });
      await connection.execute(sql('delete_old_sign_in_failures'), { before: new Date(now.getTime() - FORGET_MS) });
    });
  }
}

const subjectsOf = (name: string, address: string) => {
  const host = hostOf(address);
  return [
    { subject: hashSecret(`pair ${host} ${name}`), limit: LIMITS.pair },
    { subject: hashSecret(`address ${host}`), limit: LIMITS.address },
    { subject: hashSecret(`account ${name}`), limit: LIMITS.account },
  ];
};

async function lockFailures(connection: Connection, subject: string, now: Date): Promise<Failures> {
  const lock = () => connection.fetchOne(sql('lock_sign_in_failures'), { subject });
  let row = await lock();
  if (!row) {
    await connection
      .savepoint(() => connection.execute(sql('insert_sign_in_failures'), { subject, now }))
      .catch((error: unknown) => {
        // Another attempt has just inserted it.
        if (!(error instanceof DuplicateKeyError)) throw error;
      });
    row = (await lock())!;
  }
  return fromRow<Failures>(row);
}
