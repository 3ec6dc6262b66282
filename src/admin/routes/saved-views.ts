import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Connection } from '../../database/connection.ts';
import { loadStatements } from '../../database/statement.ts';
import { includesRole } from '../../domain/roles.ts';
import { JobuError } from '../../errors.ts';
import { recordAudit } from '../../ledger/audit.ts';
import { fromRow, idParam } from '../../ledger/model/row.ts';
import { idParams, instant, jsonTextOf, pageOf, verbatim, wholePage } from '../model/paging.ts';
import { checkIfMatch, etagOf, ifMatchHeaders } from '../model/precondition.ts';
import { noteOf, type Principal, requireRole } from '../model/principal.ts';
import type { AdminOptions } from '../options.ts';

const sql = loadStatements(new URL('../sql/views.sql', import.meta.url));

const PAGES = ['crons', 'executions', 'timeline', 'upcoming', 'workers', 'audit', 'dashboard'] as const;
const LONGEST_FILTERS = 10_000;

const viewBody = z.strictObject({
  name: z.string().trim().min(1).max(200),
  page: z.enum(PAGES),
  filters: z
    .record(z.string(), z.unknown())
    .refine((value) => JSON.stringify(value).length <= LONGEST_FILTERS, `must be at most ${LONGEST_FILTERS} characters`)
    .describe('What the page keeps in its address.'),
  isShared: z.boolean().default(false).describe('Seen by everybody; needs the role editor.'),
  isPinned: z.boolean().default(false),
});

const viewSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    page: z.enum(PAGES),
    filters: verbatim('What the page keeps in its address.'),
    owner: z.string(),
    isShared: z.boolean(),
    isPinned: z.boolean(),
    createdAt: instant,
    updatedAt: instant,
    version: z.int(),
    permissions: z.array(z.enum(['edit', 'delete'])),
  })
  .meta({ id: 'SavedView' });

interface View {
  readonly id: string;
  readonly name: string;
  readonly page: (typeof PAGES)[number];
  readonly filters: string;
  readonly owner: string;
  readonly isShared: boolean;
  readonly isPinned: boolean;
  readonly version: number;
}

type Id = { Params: { id: string } };

const mayChange = ({ name, role }: Principal, { owner, isShared }: View): boolean =>
  isShared ? includesRole(role, 'editor') : owner === name;

/** Shared views are for everybody; who is limited to groups sees those that are narrowed to these: others may name what is not. */
function isShownTo({ name, groups }: Principal, { owner, isShared, filters }: View): boolean {
  if (owner === name || groups === null) return owner === name || isShared;
  const { groupName } = JSON.parse(filters) as { groupName?: unknown };
  const named = groupName === undefined ? [] : [groupName].flat().flatMap((each) => String(each).split(','));
  return isShared && named.length > 0 && named.every((group) => groups.includes(group));
}

/** /api/v1/saved-views: own ones, and those that are shared. */
export function savedViewRoutes(app: FastifyInstance, { database, clock }: AdminOptions): void {
  const tags = ['views'];
  const resource = (view: View, principal: Principal): object => ({
    ...view,
    filters: jsonTextOf(view.filters),
    permissions: mayChange(principal, view) ? ['edit', 'delete'] : [],
  });
  const answer = (reply: FastifyReply, view: View, principal: Principal): object => {
    reply.header('etag', etagOf(view));
    return resource(view, principal);
  };

  /** Throws VIEW_NOT_FOUND, also for what belongs to somebody else. */
  const find = async (connection: Connection, id: string, principal: Principal): Promise<View> => {
    const row = await connection.fetchOne(sql('find_saved_view'), { id: idParam(id) });
    const view = row && fromRow<View>(row);
    if (!view || !isShownTo(principal, view)) throw new JobuError('VIEW_NOT_FOUND', { view: id });
    return view;
  };

  /** Who changes a view that others see needs the role editor. */
  const requireChange = (principal: Principal, ...shared: boolean[]): void => {
    if (shared.some(Boolean)) requireRole(principal, 'editor');
  };

  const paramsOf = (body: z.output<typeof viewBody>) => ({
    ...{ name: body.name, page: body.page, filters: JSON.stringify(body.filters) },
    ...{ is_shared: body.isShared, is_pinned: body.isPinned, now: clock.now() },
  });

  app.get(
    '/saved-views',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        operationId: 'listSavedViews',
        summary: 'Own views and shared ones, by name',
        response: { 200: pageOf(viewSchema) },
      },
    },
    async ({ principal }) => {
      const rows = await database.autocommit.fetchAll(sql('list_saved_views'), { owner: principal.name });
      const views = rows.map((row) => fromRow<View>(row)).filter((view) => isShownTo(principal, view));
      return wholePage(views.map((view) => resource(view, principal)));
    },
  );

  app.post(
    '/saved-views',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        operationId: 'createSavedView',
        summary: 'Save a view',
        body: viewBody,
        response: { 201: viewSchema },
      },
    },
    async (request, reply) => {
      const { principal } = request;
      const body = viewBody.parse(request.body);
      requireChange(principal, body.isShared);
      const view = await database.transaction(async (connection) => {
        const params = { ...paramsOf(body), owner: principal.name };
        const id = String(await connection.run<number | bigint>(sql('insert_saved_view'), params));
        const target = { type: 'view', id, name: body.name };
        await recordAudit(
          connection,
          { ...noteOf(request), action: 'view.create', target, before: null, after: body },
          clock.now(),
        );
        return await find(connection, id, principal);
      });
      reply.code(201).header('location', `/api/v1/saved-views/${view.id}`);
      return answer(reply, view, principal);
    },
  );

  app.put<Id>(
    '/saved-views/:id',
    {
      config: { role: 'viewer' },
      schema: {
        ...{ tags, operationId: 'replaceSavedView', summary: 'Write a view anew', params: idParams },
        ...{ headers: ifMatchHeaders, body: viewBody, response: { 200: viewSchema } },
      },
    },
    async (request, reply) => {
      const { params, principal } = request;
      const body = viewBody.parse(request.body);
      const view = await database.transaction(async (connection) => {
        const before = await find(connection, params.id, principal);
        requireChange(principal, before.isShared, body.isShared);
        checkIfMatch(request, { what: `view "${before.name}"`, version: before.version }, true);
        const changed = await connection.execute(sql('update_saved_view'), {
          ...paramsOf(body),
          id: idParam(params.id),
          version: before.version,
        });
        if (changed === 0) throw new JobuError('VIEW_NOT_FOUND', { view: params.id });
        const target = { type: 'view', id: params.id, name: body.name };
        await recordAudit(
          connection,
          { ...noteOf(request), action: 'view.update', target, before, after: body },
          clock.now(),
        );
        return await find(connection, params.id, principal);
      });
      return answer(reply, view, principal);
    },
  );

  app.delete<Id>(
    '/saved-views/:id',
    {
      config: { role: 'viewer' },
      schema: {
        ...{
          tags,
          operationId: 'deleteSavedView',
          summary: 'Delete a view',
          params: idParams,
          headers: ifMatchHeaders,
        },
        response: { 200: z.object({ id: z.string() }) },
      },
    },
    async (request) => {
      const { params, principal } = request;
      await database.transaction(async (connection) => {
        const before = await find(connection, params.id, principal);
        requireChange(principal, before.isShared);
        checkIfMatch(request, { what: `view "${before.name}"`, version: before.version }, true);
        await connection.execute(sql('delete_saved_view'), { id: idParam(params.id), version: before.version });
        const target = { type: 'view', id: params.id, name: before.name };
        await recordAudit(
          connection,
          { ...noteOf(request), action: 'view.delete', target, before, after: null },
          clock.now(),
        );
      });
      return { id: params.id };
    },
  );
}
