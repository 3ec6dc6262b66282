import type { Connection } from '../../database/connection.ts';
import type { Database } from '../../database/database.ts';
import { JobuError, messageOf } from '../../errors.ts';
import { hashSecret, newSecret } from '../../ledger/tokens.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Logger } from '../../runtime/logging.ts';
import { PollLoop } from '../../runtime/poll-loop.ts';
import type { Service } from '../../runtime/service.ts';
import { sql } from './statements.ts';

const LOOK_MS = 5_000;
const HOUR_MS = 3_600_000;

/** True once there is a user; then there is nothing to set up. */
export const hasUser = async (connection: Connection): Promise<boolean> =>
  (await connection.fetchOne(sql('has_user'))) !== undefined;

/** Throws SETUP_LINK_INVALID for a setup link that is unknown, expired or used. */
export async function requireSetupLink(connection: Connection, secret: string, now: Date): Promise<void> {
  if (!(await connection.fetchOne(sql('find_setup_link'), { token_hash: hashSecret(secret), now })))
    throw new JobuError('SETUP_LINK_INVALID', {});
}

/** Takes a setup link out of use with all others. Needs the transaction in which the first user is made. Throws SETUP_LINK_INVALID. */
export async function useSetupLink(connection: Connection, secret: string, now: Date): Promise<void> {
  await requireSetupLink(connection, secret, now);
  // Of two that use different links at once, the one that deletes first wins: the other then finds nothing to delete.
  if ((await connection.execute(sql('delete_setup_links'))) === 0 || (await hasUser(connection)))
    throw new JobuError('SETUP_LINK_INVALID', {});
}

interface SetupLinkOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The address that browsers open, without a slash at the end. */
  readonly url: () => string;
  readonly minutes: number;
}

/**
 * While there is no user, writes a link to the log with which the first admin is made, and a new one when it has expired.
 * Every admin server writes one of its own; the first that is used ends all.
 */
export class SetupLink implements Service {
  readonly name = 'setup link';
  readonly #options: SetupLinkOptions;
  readonly #loop: PollLoop;
  #expiresAt: Date | undefined;

  constructor(options: SetupLinkOptions) {
    this.#options = options;
    this.#loop = new PollLoop({
      name: this.name,
      clock: options.clock,
      pass: () => this.#look(),
      onError: (error) => {
        options.logger.warn(`could not look for users: ${messageOf(error)}`);
        return LOOK_MS;
      },
    });
  }

  start(): Promise<void> {
    return this.#loop.start();
  }

  stop(): Promise<void> {
    return this.#loop.stop();
  }

  async #look(): Promise<number> {
    const { database, clock, logger, url, minutes } = this.#options;
    const now = clock.now();
    if (await hasUser(database.autocommit)) return HOUR_MS;
    if (this.#expiresAt !== undefined && this.#expiresAt > now) return LOOK_MS;
    const secret = newSecret();
    const expiresAt = new Date(now.getTime() + minutes * 60_000);
    await database.autocommit.execute(sql('delete_expired_setup_links'), { now });
    await database.autocommit.execute(sql('insert_setup_link'), {
      token_hash: hashSecret(secret),
      expires_at: expiresAt,
    });
    this.#expiresAt = expiresAt;
    logger.warn(
      `There is no user yet. Open this link within ${minutes} min to make the first admin: ${url()}/setup#token=${secret}`,
    );
    return LOOK_MS;
  }
}
