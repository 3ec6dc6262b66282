import type { FastifyInstance } from 'fastify';
import { stringify } from 'yaml';
import { z } from 'zod';
import { applyCrons, planApply } from '../../ledger/cron-apply.ts';
import { cronFileOf } from '../../ledger/cron-export.ts';
import { parseCronFile } from '../../ledger/cron-file.ts';
import { searchCrons } from '../../ledger/cron-search.ts';
import { parseCrontab } from '../../ledger/crontab.ts';
import { cronsOf } from '../../ledger/crontab-crons.ts';
import { announce } from '../../ledger/hints.ts';
import { cronFilterFields, cronSearchOf } from '../model/cron-query.ts';
import { flagField } from '../model/paging.ts';
import { noteOf, requireGroup } from '../model/principal.ts';
import type { AdminOptions } from '../options.ts';

const stepSchema = z.object({
  action: z.enum(['create', 'change', 'unchanged', 'delete']),
  name: z.string(),
  changes: z.array(z.object({ field: z.string(), from: z.unknown().optional(), to: z.unknown() })),
});

const importBody = z.strictObject({
  text: z.string().min(1).max(1_000_000).describe('The file.'),
  format: z
    .enum(['file', 'crontab'])
    .optional()
    .describe(
      'file, the default: of crons, as `jobu apply` takes it, YAML or JSON. crontab: becomes crons of the `command` handler.',
    ),
  prune: z.boolean().optional().describe("Delete the crons of the file's namespace that it no longer has."),
  takeOver: z.boolean().optional().describe('Also change crons of another namespace, or made by hand.'),
  expected: z
    .array(stepSchema)
    .optional()
    .describe('`steps` of a dry run: exactly these are done, or nothing (409 APPLY_CHANGED_MEANWHILE).'),
  reason: z.string().max(2000).optional().describe('Why; kept in the audit log.'),
});

const importSchema = z
  .object({
    dryRun: z.boolean(),
    namespace: z.string().nullable(),
    steps: z.array(stepSchema),
    remarks: z
      .array(z.object({ line: z.int(), reason: z.string(), isLeftOut: z.boolean() }))
      .describe('Lines of a crontab that are left out or need a look.'),
  })
  .meta({ id: 'CronImport' });

const exportQuery = z.strictObject({
  ...cronFilterFields,
  namespace: z.string().optional().describe('Of the file; left out: none.'),
});

const MOST = 20_000;

/** /api/v1/crons/import and /api/v1/crons/export */
export function cronFileRoutes(app: FastifyInstance, { database, clock, cronDefaults }: AdminOptions): void {
  const tags = ['crons'];

  app.get<{ Querystring: z.output<typeof exportQuery> }>(
    '/crons/export',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        operationId: 'exportCrons',
        summary: 'A file of crons that makes them elsewhere, by name; at most 20,000',
        querystring: exportQuery,
        response: {
          200: { description: 'A file for `jobu apply`.', content: { 'application/yaml': { schema: z.string() } } },
        },
      },
    },
    async ({ query: { namespace, ...filter }, principal }, reply) => {
      const crons = await searchCrons(
        database.autocommit,
        cronSearchOf(filter, principal, cronDefaults.timeZone),
        { order: 'name', isReversed: false, descending: false, position: undefined, limit: MOST },
        clock.now(),
      );
      const day = clock.now().toISOString().slice(0, 10);
      return reply
        .type('application/yaml; charset=utf-8')
        .header('content-disposition', `attachment; filename="crons-${day}.yaml"`)
        .send(cronFileOf(crons, namespace ?? null));
    },
  );

  app.post<{ Querystring: { dryRun?: boolean } }>(
    '/crons/import',
    {
      config: { role: 'editor' },
      schema: {
        tags,
        operationId: 'importCrons',
        summary: 'Make the stored crons what a file says, all or none',
        querystring: z.strictObject({ dryRun: flagField }),
        body: importBody,
        response: { 200: importSchema },
      },
    },
    async (request) => {
      const { text, format, prune, takeOver, expected, reason } = request.body as z.output<typeof importBody>;
      const dryRun = request.query.dryRun ?? false;
      const crontab =
        format === 'crontab' ? parseCrontab(text, { ...cronDefaults, accounts: new Set(['root']) }) : null;
      const file = parseCronFile('text', crontab ? stringify({ crons: cronsOf(crontab) }) : text, cronDefaults);
      const remarks = crontab
        ? [
            ...crontab.leftOut.map((remark) => ({ ...remark, isLeftOut: true })),
            ...crontab.remarks.map((remark) => ({ ...remark, isLeftOut: false })),
          ]
        : [];
      const requireReach = (groupName: string | null) => requireGroup(request.principal, groupName);
      const options = { prune, takeOver, requireReach };
      if (dryRun)
        return { dryRun, namespace: file.namespace, steps: await planApply(database, file, options), remarks };
      const note = noteOf(request, reason);
      const steps = await applyCrons(database, file, { ...options, clock, defaults: cronDefaults, expected, note });
      void announce(database, 'cronsChanged');
      return { dryRun, namespace: file.namespace, steps, remarks };
    },
  );
}
