import { z } from 'zod';
import { count, flag, port, seconds, text } from './fields.ts';

const pool = z
  .strictObject({
    min_size: count(0, 'Connections kept open.', 0, 1000),
    max_size: count(
      10,
      'Connections at most, beside 2 for jobu itself. On SQLite: for read-only transactions, beside the one writer.',
      1,
      1000,
    ),
    acquire_timeout_seconds: seconds(30, 'How long to wait for a free connection before the work fails.'),
    idle_timeout_seconds: seconds(300, 'Idle connections above `min_size` are closed after this.'),
    max_lifetime_seconds: seconds(3600, 'An older connection is replaced when it is given back.', 1, 604_800),
  })
  .refine((value) => value.min_size <= value.max_size, { path: ['min_size'], error: 'must not be above max_size' })
  .prefault({})
  .describe('Limits of the connections.');

const tls = z
  .union([
    z.boolean(),
    z.strictObject({
      ca: text().optional().describe('Certificate authority: a PEM file, or PEM text.'),
      cert: text().optional().describe('Client certificate: a PEM file, or PEM text.'),
      key: text().optional().describe('Key of the client certificate: a PEM file, or PEM text.'),
      reject_unauthorized: flag(true, 'Refuse a server whose certificate cannot be verified.'),
      servername: text().optional().describe('Name the certificate must carry, when it is not `host`.'),
    }),
  ])
  .optional()
  .describe("true: TLS with the system's certificates. Or a block with the keys below.");

const server = {
  url: text()
    .optional()
    .describe('All in one, such as `postgres://user:password@host:5432/name`. A single key wins over its part.'),
  host: text().optional().describe('Host name or address. Required without `url`.'),
  port: port().min(1).optional().describe('Port; 5432 for PostgreSQL and 3306 for MySQL when left out.'),
  database: text().optional().describe('Name of the database on the server. Required without `url`.'),
  user: text().optional().describe('Account.'),
  password: z.string().optional().describe('Password; better `${DB_PASSWORD}` than the word itself.'),
  tls,
  pool,
  statement_timeout_seconds: seconds(
    300,
    'A statement that takes longer is given up and its connection closed; 0: never.',
    0,
  ),
};

/** One entry of `databases`, by type. */
export const databaseSchemas = {
  sqlite: z.strictObject({
    type: z.literal('sqlite').describe('An embedded database in one file, for one machine.'),
    path: text().describe('The file. `:memory:` is a database that ends with the process.'),
    pool,
    options: z
      .strictObject({
        synchronous: z
          .enum(['full', 'normal'])
          .default('full')
          .describe('`full`: an answered commit survives a loss of power; `normal`: the last ones may be lost then.'),
      })
      .prefault({})
      .describe('What only SQLite has.'),
  }),
  postgres: z.strictObject({
    type: z.literal('postgres').describe('PostgreSQL 13 or later.'),
    ...server,
    options: z
      .strictObject({
        prepared_statements: flag(true, 'Named prepared statements; false behind pgbouncer in transaction mode.'),
        notify: flag(true, 'LISTEN and NOTIFY as a hint; false behind pgbouncer in transaction mode.'),
      })
      .prefault({})
      .describe('What only PostgreSQL has.'),
  }),
  mysql: z.strictObject({
    type: z.enum(['mysql', 'mariadb']).describe('MySQL 8.0.30 or MariaDB 10.6 or later; both words mean either.'),
    ...server,
  }),
};

/** The words that `type` may be. */
export const databaseTypes = ['sqlite', 'postgres', 'mysql', 'mariadb'] as const;

const databaseSchema = z.discriminatedUnion('type', [
  databaseSchemas.sqlite,
  databaseSchemas.postgres,
  databaseSchemas.mysql,
]);

/** Names are used on the command line and in log lines. */
const databaseName = z.string().regex(/^[A-Za-z][\w-]{0,62}$/, {
  error: 'must be a name of letters, digits, _ and -, that begins with a letter',
});

export const databasesSchema = z
  .record(databaseName, databaseSchema)
  .prefault({ default: { type: 'sqlite', path: 'data/jobu.db' } })
  .describe('The databases by name. `default` is the one meant where none is named.');

/** One entry of `databases`, defaults filled in, in the spelling of the file. */
export type DatabaseEntry = z.output<typeof databaseSchema>;
