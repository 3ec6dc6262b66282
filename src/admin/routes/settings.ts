import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Connection } from '../../database/connection.ts';
import { DuplicateKeyError } from '../../database/errors.ts';
import { CATCH_UP_POLICIES, OVERLAP_POLICIES } from '../../domain/catch-up.ts';
import { recordAudit } from '../../ledger/audit.ts';
import { sql } from '../../ledger/calendar-statements.ts';
import { cronFields } from '../../ledger/model/cron.ts';
import { timeZoneText } from '../model/account.ts';
import { instant } from '../model/paging.ts';
import { checkIfMatch, etagOf, ifMatchHeaders } from '../model/precondition.ts';
import { noteOf } from '../model/principal.ts';
import type { AdminOptions } from '../options.ts';
import { obstacles } from '../readiness.ts';
import { signInMode } from '../sign-in/admission.ts';

const NAME = 'general';

const { shape } = cronFields;
const policies = z
  .strictObject({
    overlapPolicy: z.enum(OVERLAP_POLICIES),
    catchUp: z.enum(CATCH_UP_POLICIES),
    maxRetry: shape.maxRetry.unwrap(),
    timeoutSeconds: shape.timeoutSeconds.unwrap().describe('0: no limit.'),
    onWorkerLost: shape.onWorkerLost.unwrap(),
  })
  .describe(
    'What the editor begins a new cron with. Requests and files that leave these out get the defaults of the columns.',
  );

const fields = {
  environmentName: z.string().max(40).describe('Shown beside the name of the product, such as prod; empty: nothing.'),
  environmentColor: z
    .enum(['none', 'red', 'orange', 'yellow', 'green', 'blue', 'purple', 'gray'])
    .describe('Colour of the line on top of every page.'),
  timeZone: timeZoneText.describe('Zone in which times are displayed to those who have chosen none.'),
  notice: z.string().max(500).describe('Shown to everybody on top of every page; empty: nothing.'),
  newCron: policies,
};

const days = z.number().nullable().describe('In days; null: forever.');
const settingsSchema = z
  .object({
    ...fields,
    version: z.int(),
    retention: z
      .object({ successDays: days, otherDays: days, logDays: days })
      .nullable()
      .describe('How long executions and logs are kept; set in dispatcher.yaml.'),
  })
  .meta({ id: 'Settings' });
const settingsPatch = z.strictObject(fields).partial();

const infoSchema = z
  .object({
    version: z.string(),
    node: z.string(),
    database: z.object({ name: z.string(), server: z.string() }),
    signInMode: z.enum(['none', 'password', 'proxy', 'custom']),
    now: instant.describe("The database's clock."),
    uptimeSeconds: z.int().describe('Of the admin server that answers.'),
    problems: z.array(z.string()).describe('Why it cannot work fully, such as migrations that are missing.'),
  })
  .meta({ id: 'SystemInfo' });

type Stored = z.output<z.ZodObject<typeof fields>>;

/** /api/v1/settings and /api/v1/system/info */
export function settingsRoutes(app: FastifyInstance, options: AdminOptions): void {
  const { database, clock, config, retention = null, version: program } = options;
  const defaults: Stored = {
    ...{ environmentName: '', environmentColor: 'none', timeZone: config.timeZone, notice: '' },
    newCron: {
      ...{ overlapPolicy: 'skip', catchUp: shape.catchUp.parse(undefined), maxRetry: shape.maxRetry.parse(undefined) },
      timeoutSeconds: shape.timeoutSeconds.parse(undefined),
      onWorkerLost: shape.onWorkerLost.parse(undefined),
    },
  };
  const tags = ['settings'];

  const read = async (connection: Connection, statement: 'find_setting' | 'lock_setting') => {
    const row = await connection.fetchOne<{ setting_value: string; version: number }>(sql(statement), { name: NAME });
    const stored = row ? (JSON.parse(row.setting_value) as Partial<Stored>) : {};
    return { values: { ...defaults, ...stored }, version: row?.version ?? 0 };
  };
  const answer = async (reply: FastifyReply) => {
    const { values, version } = await read(database.autocommit, 'find_setting');
    reply.header('etag', etagOf({ version }));
    return { ...values, version, retention };
  };

  app.get(
    '/settings',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        operationId: 'getSettings',
        summary: 'What holds for everybody',
        response: { 200: settingsSchema },
      },
    },
    async (_request, reply) => await answer(reply),
  );

  app.patch(
    '/settings',
    {
      config: { role: 'admin' },
      schema: {
        tags,
        operationId: 'updateSettings',
        summary: 'Change some settings',
        headers: ifMatchHeaders,
        body: settingsPatch,
        response: { 200: settingsSchema },
      },
    },
    async (request, reply) => {
      await database.transaction(async (connection) => {
        const now = clock.now();
        const create = { name: NAME, setting_value: '{}', actor: request.principal.name, now };
        // Without a row yet the version is 0.
        const isFirst = (await read(connection, 'lock_setting')).version === 0;
        if (isFirst)
          await connection
            .savepoint(() => connection.execute(sql('insert_setting'), create))
            .catch((error: unknown) => {
              // Somebody else has just saved the first ones.
              if (!(error instanceof DuplicateKeyError)) throw error;
            });
        const { values: before, version } = await read(connection, 'lock_setting');
        checkIfMatch(request, { what: 'settings', version: isFirst && version === 1 ? 0 : version }, true);
        const after = { ...before, ...(request.body as z.output<typeof settingsPatch>) };
        await connection.execute(sql('update_setting'), { ...create, version, setting_value: JSON.stringify(after) });
        const target = { type: 'settings', name: NAME };
        await recordAudit(connection, { ...noteOf(request), action: 'settings.update', target, before, after }, now);
      });
      return await answer(reply);
    },
  );

  app.get(
    '/system/info',
    {
      config: { role: 'viewer' },
      schema: { tags, operationId: 'getSystemInfo', summary: 'What runs here', response: { 200: infoSchema } },
    },
    async () => ({
      version: program,
      node: process.versions.node,
      database: { name: database.name, server: database.version },
      signInMode: signInMode(options),
      now: clock.now(),
      uptimeSeconds: Math.floor(process.uptime()),
      problems: await obstacles(database),
    }),
  );
}
