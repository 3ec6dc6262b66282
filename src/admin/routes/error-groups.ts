import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { JobuError } from '../../errors.ts';
import { executionsOf } from '../../ledger/execution-search.ts';
import { COUNT_CAP, cappedCount, countSchema, instant, pageOf, wholePage } from '../model/paging.ts';
import type { Principal } from '../model/principal.ts';
import type { AdminOptions } from '../options.ts';
import { groupField, groupsOf, scopeParams, windowFields, windowOf } from '../stats/scope.ts';
import { sql } from '../stats/statements.ts';

const listQuery = z.strictObject({
  ...windowFields,
  groupName: groupField,
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('Groups, those with most failures first.'),
});

const groupFields = {
  fingerprint: z.string().describe('Of handler, error code and first line without ids and numbers.'),
  handlerName: z.string(),
  errorCode: z.string().nullable(),
  message: z.string().describe('Of the latest failure.'),
  lastExecutionId: z.string(),
  firstSeenAt: instant,
  lastSeenAt: instant,
};

const groupSchema = z
  .object({ ...groupFields, executions: z.int().describe('Failures in that time.') })
  .meta({ id: 'ErrorGroup' });

const detailSchema = z
  .object({ ...groupFields, count: countSchema.describe('Failures that are kept.') })
  .meta({ id: 'ErrorGroupDetail' });

interface GroupRow {
  readonly fingerprint: string;
  readonly handler_name: string;
  readonly error_code: string | null;
  readonly message: string;
  readonly first_seen_at: string;
  readonly last_seen_at: string;
  readonly last_execution_id: number | bigint;
}

const AFTER_ALL = new Date('9999-01-01T00:00:00Z');
/** Failures looked at for one list. */
const CAP = 50_000;

/** What the asker may see of a group of errors: how many, from when to when, and the latest of them. */
interface Seen {
  readonly executions: number | string;
  readonly first_at: string;
  readonly last_at: string;
  readonly execution_id: number | bigint;
}

const resourceOf = (row: GroupRow) => ({
  fingerprint: row.fingerprint,
  handlerName: row.handler_name,
  errorCode: row.error_code,
  message: row.message,
  lastExecutionId: String(row.last_execution_id),
  firstSeenAt: new Date(row.first_seen_at),
  lastSeenAt: new Date(row.last_seen_at),
});

/** /api/v1/error-groups: failures that are the same error. */
export function errorGroupRoutes(app: FastifyInstance, { database, clock }: AdminOptions): void {
  const tags = ['stats'];
  const { autocommit } = database;

  /** The stored group names its latest failure, which may be of another group of crons. */
  const shown = async (rows: readonly GroupRow[], seen: ReadonlyMap<string, Seen>, { groups }: Principal) => {
    if (groups === null) return rows.map(resourceOf);
    const ids = rows.map(({ fingerprint }) => ({ id: BigInt(seen.get(fingerprint)!.execution_id) }));
    const latest = new Map((await executionsOf(autocommit, ids)).map((one) => [one.id, one]));
    return rows.map((row) => {
      const { execution_id, first_at, last_at } = seen.get(row.fingerprint)!;
      return {
        ...resourceOf(row),
        message: latest.get(String(execution_id))?.errorMessage ?? '',
        lastExecutionId: String(execution_id),
        firstSeenAt: new Date(first_at),
        lastSeenAt: new Date(last_at),
      };
    });
  };

  app.get<{ Querystring: z.output<typeof listQuery> }>(
    '/error-groups',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        operationId: 'listErrorGroups',
        summary: 'Failures grouped by error; an execution that runs again leaves its group',
        querystring: listQuery,
        response: { 200: pageOf(groupSchema) },
      },
    },
    async ({ query, principal }) => {
      const groups = groupsOf(query.groupName, principal);
      const { from, until } = windowOf(query, clock.now());
      const counts = await autocommit.fetchAll<Seen & { fingerprint: string }>(sql('list_error_group_counts'), {
        ...scopeParams(groups),
        ...{ from, until: query.to ? until : AFTER_ALL, cap: CAP },
      });
      const most = counts.toSorted((a, b) => Number(b.executions) - Number(a.executions)).slice(0, query.limit);
      const rows = await autocommit.fetchAll<GroupRow>(sql('list_error_groups_by_fingerprint'), {
        fingerprints: most.length > 0 ? most.map(({ fingerprint }) => fingerprint) : [''],
      });
      const seen = new Map(most.map((one) => [one.fingerprint, one]));
      const resources = new Map((await shown(rows, seen, principal)).map((one) => [one.fingerprint, one]));
      const items = most.flatMap(({ fingerprint, executions }) => {
        const resource = resources.get(fingerprint);
        return resource ? [{ ...resource, executions: Number(executions) }] : [];
      });
      return wholePage(items, query);
    },
  );

  app.get<{ Params: { fingerprint: string } }>(
    '/error-groups/:fingerprint',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        operationId: 'getErrorGroup',
        summary: 'One group of errors; its executions: /executions?fingerprint=',
        params: z.strictObject({ fingerprint: z.string().max(16) }),
        response: { 200: detailSchema },
      },
    },
    async ({ params: { fingerprint }, principal }) => {
      const row = await autocommit.fetchOne<GroupRow>(sql('find_error_group'), { fingerprint });
      const found = await autocommit.fetchOne<Seen & Record<string, unknown>>(sql('count_error_group'), {
        ...scopeParams(groupsOf(undefined, principal)),
        fingerprint,
        cap: COUNT_CAP + 1,
      });
      if (!row || !found || (Number(found.executions) === 0 && principal.groups !== null))
        throw new JobuError('ERROR_GROUP_NOT_FOUND', { fingerprint });
      const [resource] = await shown([row], new Map([[fingerprint, found]]), principal);
      return { ...resource, count: cappedCount(found.executions) };
    },
  );
}
