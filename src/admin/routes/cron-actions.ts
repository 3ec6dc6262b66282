import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Connection } from '../../database/connection.ts';
import { recordCron } from '../../ledger/audit-records.ts';
import { type CronRevision, listRevisions, requireRevision, restoredFields } from '../../ledger/cron-revisions.ts';
import { createCron, definitionOf, findCron, lockCron, updateCron } from '../../ledger/crons.ts';
import { listExecutions } from '../../ledger/executions.ts';
import { announce } from '../../ledger/hints.ts';
import { type Cron, type CronInput, RESUME_POLICIES } from '../../ledger/model/cron.ts';
import { pauseCron, resumeCron } from '../../ledger/pauses.ts';
import { cronSchema } from '../model/cron.ts';
import {
  cursorField,
  idParams,
  idText,
  instant,
  instantText,
  jsonTextOf,
  limitField,
  pageOf,
  readPage,
  verbatim,
  wholePage,
} from '../model/paging.ts';
import { checkIfMatch, ifMatchHeaders } from '../model/precondition.ts';
import { noteOf, requireGroup } from '../model/principal.ts';
import type { AdminOptions } from '../options.ts';
import { answer, versionOf } from './crons.ts';

const reason = z.string().max(2000).optional().describe('Why; kept on record.');
const missed = z.enum(RESUME_POLICIES);

const pauseBody = z.strictObject({
  reason,
  until: instantText.optional().describe('It resumes by itself then; left out: until somebody resumes it.'),
  missed: missed.optional().describe('What runs after all at `until`; default drop.'),
});
const resumeBody = z.strictObject({
  missed: missed.optional().describe('Which of the occurrences that came due meanwhile run after all; default drop.'),
  reason,
});
const duplicateBody = z.strictObject({
  name: z.string().min(1).max(200),
  isEnabled: z.boolean().optional().describe('Default false: a copy runs nothing until somebody says so.'),
});

const recentSchema = z
  .object({
    params: verbatim('As they were typed.'),
    executionId: z.string(),
    scheduledTime: instant,
    paramSource: z.string(),
    actor: z.string().nullable(),
    status: z.string(),
  })
  .meta({ id: 'RecentParams' });

const revisionFields = {
  revision: z.int().describe('The version of the cron it was.'),
  cronName: z.string(),
  actor: z.string().nullable(),
  reason: z.string().nullable(),
  createdAt: instant,
};
const revisionSchema = z
  .object({ ...revisionFields, definition: verbatim('Every field of the cron, as it was then.') })
  .meta({ id: 'CronRevision' });

const revisionParams = z.strictObject({ id: idText, revision: z.coerce.number().int().min(1).max(2_147_483_647) });
const pageQuery = z.strictObject({ limit: limitField, cursor: cursorField });

const MOST_LOOKED_AT = 200;
const RECENT = 10;

type Id = { Params: { id: string } };
type Revision = { Params: z.output<typeof revisionParams> };

/** A definition as an answer shows it: what is stored as JSON text is written as it stands. */
function definitionText(text: string): string {
  const fields = JSON.parse(text) as Record<string, unknown>;
  const members = Object.entries(fields).map(([name, value]) => {
    const isJson = ['handlerParams', 'retryBackoff', 'timing', 'blackouts'].includes(name) && typeof value === 'string';
    return `${JSON.stringify(name)}:${isJson ? jsonTextOf(value) : JSON.stringify(value)}`;
  });
  return `{${members.join(',')}}`;
}

const revisionResource = (revision: CronRevision): object => ({
  ...revision,
  definition: definitionText(revision.definition),
});

/** /api/v1/crons/{id}/...: pauses, copies, the params it ran with, and what it was. */
export function cronActionRoutes(app: FastifyInstance, { database, clock, cronDefaults }: AdminOptions): void {
  const tags = ['crons'];

  /** Changes a locked cron of the asker's groups, and puts it on record. */
  const change = async (
    request: FastifyRequest<Id>,
    action: string,
    why: string | undefined,
    work: (connection: Connection, before: Cron, now: Date) => Promise<Cron>,
  ): Promise<Cron> => {
    const cron = await database.transaction(async (connection) => {
      const before = await lockCron(connection, request.params.id);
      requireGroup(request.principal, before.groupName);
      checkIfMatch(request, versionOf(before), false);
      const now = clock.now();
      const after = await work(connection, before, now);
      requireGroup(request.principal, after.groupName);
      await recordCron(connection, noteOf(request, why), action, { before, after }, now);
      return after;
    });
    void announce(database, 'cronsChanged');
    return cron;
  };

  /** A cron of the asker's groups. */
  const shown = async ({ params, principal }: FastifyRequest<Id>): Promise<Cron> => {
    const cron = await findCron(database.autocommit, params.id);
    requireGroup(principal, cron.groupName);
    return cron;
  };

  app.post<Id>(
    '/crons/:id/pause',
    {
      config: { role: 'operator' },
      schema: {
        tags,
        operationId: 'pauseCron',
        summary: 'Write what comes due as SKIPPED, until it is resumed; a paused one gets the new end and reason',
        params: idParams,
        headers: ifMatchHeaders,
        body: pauseBody,
        response: { 200: cronSchema },
      },
    },
    async (request, reply) => {
      const { until, missed: resumePolicy, reason: why } = request.body as z.output<typeof pauseBody>;
      const options = {
        actor: request.principal.name,
        reason: why,
        until: until === undefined ? null : new Date(until),
        resumePolicy,
      };
      return answer(
        reply,
        await change(request, 'pause', why, (connection, { id }, now) => pauseCron(connection, id, options, now)),
      );
    },
  );

  app.post<Id>(
    '/crons/:id/resume',
    {
      config: { role: 'operator' },
      schema: {
        ...{ tags, operationId: 'resumeCron', summary: 'End a pause', params: idParams },
        ...{ headers: ifMatchHeaders, body: resumeBody, response: { 200: cronSchema } },
      },
    },
    async (request, reply) => {
      const { missed: policy = 'drop', reason: why } = request.body as z.output<typeof resumeBody>;
      const options = { policy, actor: request.principal.name, reason: why };
      const cron = await change(
        request,
        'resume',
        why,
        async (connection, { id }, now) => (await resumeCron(connection, id, options, now)).cron,
      );
      return answer(reply, cron);
    },
  );

  app.post<Id>(
    '/crons/:id/duplicate',
    {
      config: { role: 'editor' },
      schema: {
        tags,
        operationId: 'duplicateCron',
        summary: 'Make a copy under another name, disabled unless asked otherwise',
        params: idParams,
        body: duplicateBody,
        response: { 201: cronSchema },
      },
    },
    async (request, reply) => {
      const { name, isEnabled = false } = request.body as z.output<typeof duplicateBody>;
      const original = await shown(request);
      const cron = await database.transaction(async (connection) => {
        const now = clock.now();
        const input = { ...definitionOf(original), name, isEnabled } as CronInput;
        const note = noteOf(request, `copy of "${original.name}"`);
        const after = await createCron(connection, input, { now, defaults: cronDefaults, by: note });
        await recordCron(connection, note, 'create', { before: null, after }, now);
        return after;
      });
      void announce(database, 'cronsChanged');
      reply.code(201).header('location', `/api/v1/crons/${cron.id}`);
      return answer(reply, cron);
    },
  );

  app.get<Id>(
    '/crons/:id/recent-params',
    {
      config: { role: 'operator' },
      schema: {
        tags,
        operationId: 'listRecentParams',
        summary: `The last ${RECENT} different params among its last ${MOST_LOOKED_AT} executions`,
        params: idParams,
        response: { 200: pageOf(recentSchema) },
      },
    },
    async (request) => {
      const cron = await shown(request);
      const { items } = await listExecutions(database.autocommit, { cronId: cron.id, limit: MOST_LOOKED_AT });
      const different = [...new Map(items.toReversed().map((one) => [one.params, one])).values()];
      const latest = different.sort((a, b) => b.scheduledTime.getTime() - a.scheduledTime.getTime()).slice(0, RECENT);
      return wholePage(latest.map((one) => ({ ...one, executionId: one.id, params: jsonTextOf(one.params) })));
    },
  );

  app.get<Id & { Querystring: z.output<typeof pageQuery> }>(
    '/crons/:id/revisions',
    {
      config: { role: 'viewer' },
      schema: {
        ...{ tags, operationId: 'listCronRevisions', summary: 'What a cron was, the newest first' },
        ...{ params: idParams, querystring: pageQuery, response: { 200: pageOf(revisionSchema) } },
      },
    },
    async (request) => {
      const cron = await shown(request as FastifyRequest<Id>);
      const page = await readPage<CronRevision>(
        { ...request.query, sort: '-revision' },
        {
          keys: 1,
          keysOf: ({ revision }) => [String(revision)],
          read: (place) => listRevisions(database.autocommit, cron.id, place),
        },
      );
      return { ...page, items: page.items.map(revisionResource), appliedFilters: {} };
    },
  );

  app.get<Revision>(
    '/crons/:id/revisions/:revision',
    {
      config: { role: 'viewer' },
      schema: {
        ...{ tags, operationId: 'getCronRevision', summary: 'What a cron was in one version' },
        ...{ params: revisionParams, response: { 200: revisionSchema } },
      },
    },
    async (request) => {
      const { id } = await shown(request as unknown as FastifyRequest<Id>);
      return revisionResource(await requireRevision(database.autocommit, id, request.params.revision));
    },
  );

  app.post<Revision>(
    '/crons/:id/revisions/:revision/restore',
    {
      config: { role: 'editor' },
      schema: {
        tags,
        operationId: 'restoreCronRevision',
        summary: 'Make a cron what it was, but for whether it is enabled; that is a new revision',
        params: revisionParams,
        headers: ifMatchHeaders,
        body: z.strictObject({ reason }),
        response: { 200: cronSchema },
      },
    },
    async (request, reply) => {
      const { revision } = request.params;
      const { reason: why = `revision ${revision} restored` } = request.body as { reason?: string };
      const cron = await change(
        request as unknown as FastifyRequest<Id>,
        'restore',
        why,
        async (connection, { id }, now) => {
          const fields = restoredFields(await requireRevision(connection, id, revision));
          const by = noteOf(request, why);
          return await updateCron(connection, id, fields as Partial<CronInput>, { now, defaults: cronDefaults, by });
        },
      );
      return answer(reply, cron);
    },
  );
}
