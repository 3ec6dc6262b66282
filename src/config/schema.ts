import { z } from 'zod';
import { ROLES } from '../domain/roles.ts';
import { databasesSchema } from './database-schema.ts';
import {
  addressRange,
  count,
  days,
  flag,
  headerName,
  origin,
  port,
  publicUrl,
  seconds,
  text,
  texts,
  timeZone,
} from './fields.ts';

const database = () =>
  text().default('default').describe('Name in database.yaml of the database that holds crons and executions.');

const dispatcher = z
  .strictObject({
    database: database(),
    poll_interval_seconds: seconds(1, 'Shortest pause between two passes.'),
    max_sleep_seconds: seconds(5, 'Longest sleep before looking for changes made by another process.'),
    min_cron_interval_seconds: seconds(
      60,
      'A cron that would run more often is refused when it is saved, and not run when it stands in the table.',
      1,
    ),
    time_zone: timeZone('Written into every cron that is created without one, and used by `jobu next` without `--tz`.'),
    crons: texts([], 'Files with crons that are applied at every start, as by `jobu apply`.'),
    retention: z
      .strictObject({
        success_days: days(30, 'How long executions that succeeded are kept.'),
        other_days: days(90, 'How long executions with any other end, and operations on many, are kept.'),
        log_days: days(14, 'How long the log lines of executions are kept.'),
      })
      .prefault({})
      .describe('What `jobu prune` deletes, in days or `forever`. The newest execution of each cron always stays.'),
  })
  .prefault({});

const worker = z
  .strictObject({
    database: database(),
    databases: z
      .array(text())
      .optional()
      .describe('Databases that handlers may open, by name. All of them when left out.'),
    handlers: texts(['jobs'], 'Folders searched for handler files, with all folders below them.'),
    statements: texts([], 'Folders or `.sql` files with the statements that the built-in `sql` handler may run.'),
    code_version: text()
      .max(100)
      .optional()
      .describe(
        'Version of the handlers, such as a tag or a commit; executions keep it. The version in the package.json of the project when left out.',
      ),
    queues: z
      .array(text())
      .min(1)
      .default(['default'])
      .describe(
        'Queues it takes executions from. Those of a queue no worker names stay PENDING and are shown as "no worker".',
      ),
    pool_size: count(10, 'Slots: executions that run at the same time.', 1, 1000),
    poll_interval_seconds: seconds(1, 'Pause between two looks for work when there was none.'),
    claim_batch_size: count(500, 'Executions claimed at once at most.', 1, 10_000),
    heartbeat_interval_seconds: seconds(5, 'Time between two signs of life.'),
    lease_seconds: seconds(30, 'Without a sign of life for this long the executions of a worker are taken from it.'),
    rescue_interval_seconds: seconds(5, 'Time between two looks for workers that stopped beating.'),
    shutdown_timeout_seconds: seconds(30, 'How long running executions may finish after a signal to stop.', 0),
    abort_grace_seconds: seconds(10, 'How long a handler may ignore that it was aborted before it counts as stuck.', 0),
    http: z
      .strictObject({
        allow_private_addresses: z
          .union([z.boolean(), z.array(addressRange())])
          .default(false)
          .describe(
            'Whether the built-in `http` handler may call loopback, private and link-local addresses: true, false, or a list of the ranges it may.',
          ),
      })
      .prefault({})
      .describe('The built-in handler `http`.'),
    command: z
      .strictObject({
        enabled: flag(false, 'Whether the built-in `command` handler may start programs.'),
        allow: texts([], 'The programs it may start, as they stand first in the argument vector. Empty: none.'),
        allow_env: texts(
          [],
          'Variables that jobs may set although they can change which code runs, such as PATH or LD_LIBRARY_PATH.',
        ),
      })
      .prefault({})
      .describe('The built-in handler `command`.'),
    log: z
      .strictObject({
        max_lines: count(10_000, 'Log lines stored of one execution at most.', 0, 1_000_000),
        max_bytes: count(4_194_304, 'Bytes of log stored of one execution at most.', 0, 1_073_741_824),
        max_line_bytes: count(16_384, 'Bytes of one message at most; a longer one is cut.', 100, 1_048_576),
      })
      .prefault({})
      .describe('Limits of what handlers log; what goes beyond is dropped, and one line says so.'),
  })
  .prefault({});

const admin = z
  .strictObject({
    database: database(),
    host: text()
      .default('127.0.0.1')
      .describe('Address of the web pages and the API. Any other than loopback takes a sign-in.'),
    port: port().default(8080).describe('Port of the API; 0 takes any free one.'),
    public_url: publicUrl()
      .optional()
      .describe(
        'Where browsers find the server, when that is not host and port: behind a reverse proxy, or under a name. Its path is the base_path unless that is set.',
      ),
    base_path: z
      .string()
      .regex(/^(\/[\w.~-]+)*$/, { error: 'must be empty or a path such as /jobu, without a slash at the end' })
      .optional()
      .describe('Path below which everything is served, also when a proxy takes it off.'),
    trusted_proxies: z
      .array(addressRange())
      .default([])
      .describe('Addresses of reverse proxies whose X-Forwarded-For, -Proto and -Host are believed.'),
    tls: z
      .strictObject({
        key_file: text().describe('PEM file with the private key.'),
        certificate_file: text().describe('PEM file with the certificate and those between it and the root.'),
      })
      .optional()
      .describe('Serve HTTPS alone. Read at the start.'),
    sign_in: z
      .strictObject({
        mode: z
          .enum(['none', 'password', 'proxy'])
          .default('none')
          .describe(
            '`none`: everybody on this machine may do everything, and no other machine may ask; `password`: users of jobu; `proxy`: a reverse proxy says who asks.',
          ),
        idle_hours: z
          .number()
          .min(0.05)
          .max(720)
          .default(8)
          .describe('A session ends after so long without a request, in hours.'),
        max_days: z
          .number()
          .min(0.01)
          .max(365)
          .default(7)
          .describe('A session ends so long after its sign-in, in days.'),
        setup_link_minutes: z
          .number()
          .min(0.1)
          .max(1440)
          .default(60)
          .describe('How long the link in the log works with which the first admin is made, in minutes.'),
        proxy: z
          .strictObject({
            addresses: z
              .array(addressRange())
              .default([])
              .describe('Addresses of the proxy; its headers count from nowhere else.'),
            user_header: headerName().default('X-Forwarded-User').describe('Header with the name of who asks.'),
            role_header: headerName()
              .optional()
              .describe('Header with the role, for names that are no user of jobu. None when left out.'),
            groups_header: headerName()
              .optional()
              .describe('Header with the groups of crons, separated by commas, that such a name is limited to.'),
            default_role: z
              .enum(ROLES)
              .default('viewer')
              .describe('Role of a name that is no user of jobu and has none in the header.'),
          })
          .prefault({})
          .describe('For the mode `proxy`.'),
      })
      .prefault({})
      .describe('Who may use the web pages and the API.'),
    cors: z.array(origin()).default([]).describe('Origins of other web pages that may call the API with a token.'),
    health_host: text().default('0.0.0.0').describe('Address of the health port.'),
    health_port: port()
      .optional()
      .describe(
        'A second port with nothing but /health, /ready and /metrics, for containers and monitoring. None when left out.',
      ),
    time_zone: timeZone('Zone in which times are displayed, always with its name.'),
  })
  .prefault({});

const transactions = z
  .strictObject({
    decision_database: text()
      .default('default')
      .describe(
        'Name in database.yaml of the database where it is written whether a transaction over several others commits, unless one of them cannot prepare: then it is that one.',
      ),
    recovery_interval_seconds: seconds(10, 'Pause between two looks for transactions that a killed process has left.'),
    abandoned_after_seconds: seconds(
      30,
      'A prepared transaction without a decision is rolled back once it was seen for so long.',
      1,
    ),
    retention_days: z
      .number()
      .min(1)
      .max(3650)
      .default(7)
      .describe('How long it is kept what became of transactions over several databases, in days.'),
  })
  .prefault({});

const logging = z
  .strictObject({
    level: z
      .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'])
      .default('info')
      .describe('The least important lines that are written.'),
    format: z
      .enum(['auto', 'json', 'pretty'])
      .default('auto')
      .describe('`json` for machines, `pretty` for people, `auto`: pretty on a terminal.'),
  })
  .prefault({});

/** The blocks of the configuration. Each stands in a file of its own, or nowhere: everything has a default. */
export const BLOCKS = {
  databases: { file: 'database.yaml', schema: databasesSchema, about: 'The databases, by name.' },
  dispatcher: {
    file: 'dispatcher.yaml',
    schema: dispatcher,
    about: 'The process that turns due crons into executions.',
  },
  worker: { file: 'worker.yaml', schema: worker, about: 'The process that runs executions.' },
  admin: { file: 'admin.yaml', schema: admin, about: 'The server for operators and monitoring.' },
  transactions: {
    file: 'transactions.yaml',
    schema: transactions,
    about: 'Transactions over several databases.',
  },
  logging: { file: 'logging.yaml', schema: logging, about: 'What every process writes to standard output.' },
} as const;

export type BlockName = keyof typeof BLOCKS;
