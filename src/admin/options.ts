import type { FastifyRequest } from 'fastify';
import type { AdminConfig } from '../config/config.ts';
import type { Database } from '../database/database.ts';
import type { InDoubt } from '../database/two-phase/recovery-service.ts';
import type { Role } from '../domain/roles.ts';
import type { CronDefaults } from '../ledger/model/cron.ts';
import type { Retention } from '../ledger/prune.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Logger } from '../runtime/logging.ts';
import type { Health } from '../runtime/service.ts';

/** Counters of a service since its start, by name. */
export type Counters = Readonly<Record<string, number>>;

/** What the probes and metrics of a process report on. */
export interface ProbeOptions {
  readonly database: Database;
  /** With `skewMs`, the difference to the database's clock is a metric. */
  readonly clock: Clock;
  readonly logger: Logger;
  readonly version: string;
  /** The services of this process. */
  readonly health: () => readonly Health[];
  /** What the services of this process have counted, by service: `{ dispatcher: { passes: 3 } }`. Default: nothing. */
  readonly counters?: () => Readonly<Record<string, Counters>>;
  /** Transactions over several databases that are not over. Default: no such figures. */
  readonly inDoubt?: () => InDoubt;
}

/** Somebody whom the application around the server has signed in. */
export interface ResolvedUser {
  readonly name: string;
  readonly role: Role;
  /** Groups of crons to be limited to. Default: all. An admin with groups counts as an editor. */
  readonly groups?: readonly string[] | null;
}

/** What an admin server needs. */
export interface AdminOptions extends ProbeOptions {
  /** Every database that may hold parts of transactions. Default: `database` alone. */
  readonly databases?: () => Promise<readonly Database[]>;
  readonly config: Pick<
    AdminConfig,
    'host' | 'port' | 'cors' | 'timeZone' | 'signIn' | 'tls' | 'publicUrl' | 'basePath' | 'trustedProxies'
  >;
  /**
   * Says who asks, for a server inside an application with a sign-in of its own; null for nobody. It takes the place of
   * `admin.sign_in.mode`. Tokens of jobu work beside it.
   */
  readonly resolveUser?: (request: FastifyRequest) => Promise<ResolvedUser | null> | ResolvedUser | null;
  /** What is shown of how long things are kept. Default: nothing. */
  readonly retention?: Retention;
  /** Zone and minimum interval for crons that are saved. */
  readonly cronDefaults: CronDefaults;
}

/** What a health server needs. */
export interface HealthServerOptions extends ProbeOptions {
  readonly config: Pick<AdminConfig, 'healthHost' | 'healthPort'>;
}
