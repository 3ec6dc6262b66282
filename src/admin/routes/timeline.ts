import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { STATUSES, type Status } from '../../domain/states.ts';
import { JobuError } from '../../errors.ts';
import { listUpcoming } from '../../ledger/upcoming.ts';
import { instant, instantField } from '../model/paging.ts';
import type { AdminOptions } from '../options.ts';
import { usualRunTimes } from '../stats/cron-results.ts';
import { groupField, groupsOf, scopeParams } from '../stats/scope.ts';
import { sql } from '../stats/statements.ts';

const LANES = ['cron', 'group', 'worker', 'handler'] as const;
const HOUR_MS = 3_600_000;
const LONGEST_MS = 7 * 24 * HOUR_MS;
/** What ends so long after the window is still looked at, since it may have begun inside. */
const RUNS_UP_TO_MS = 24 * HOUR_MS;
const MOST = 3_000;
const CRONS = 1_000;
/** Occurrences ahead. */
const MOST_PLANNED = 500;

const timelineQuery = z.strictObject({
  from: instantField.describe('Default: an hour ago.'),
  to: instantField.describe('Default: now. At most 7 days after from; beyond now it tells what is coming.'),
  lanes: z.enum(LANES).default('cron'),
  groupName: groupField,
});

const timelineSchema = z
  .object({
    from: instant,
    to: instant,
    lanes: z.array(
      z.object({
        key: z.string().describe('Id of the cron or worker, or name of the group or handler; empty: none.'),
        name: z.string(),
        bars: z.array(
          z.object({
            id: z.string(),
            status: z.enum(STATUSES),
            from: instant,
            to: instant.nullable().describe('Null: it runs.'),
            cronName: z.string().nullable(),
            handlerName: z.string(),
          }),
        ),
      }),
    ),
    planned: z
      .array(
        z.object({
          cronId: z.string(),
          cronName: z.string(),
          groupName: z.string().nullable(),
          handlerName: z.string(),
          runAt: instant,
          usualMs: z.int().nullable().describe('The median of its last successes; null: there are none.'),
          willRun: z.boolean(),
          skipReason: z.string().nullable(),
        }),
      )
      .describe(`What is coming until \`to\`, by time; at most ${MOST_PLANNED}.`),
    isPlanCut: z.boolean().describe('More is coming than is listed.'),
    isPartial: z.boolean().describe('There were more; only those that ended last are shown.'),
  })
  .meta({ id: 'Timeline' });

interface CronRow {
  readonly id: number | bigint;
  readonly group_name: string | null;
  readonly handler_name: string;
}

interface Bar {
  readonly id: number | bigint;
  readonly job_id: number | bigint | null;
  readonly cron_name: string | null;
  readonly handler_name: string;
  readonly worker_id: string | null;
  readonly status: Status;
  readonly started_at: string;
  readonly finished_at: string | null;
}

/** GET /api/v1/timeline: what ran when, and what will. */
export function timelineRoutes(app: FastifyInstance, { database, clock }: AdminOptions): void {
  const { autocommit } = database;

  app.get<{ Querystring: z.output<typeof timelineQuery> }>(
    '/timeline',
    {
      config: { role: 'viewer' },
      schema: {
        tags: ['stats'],
        operationId: 'getTimeline',
        summary: 'Executions as bars in lanes, at most 3,000, and what is coming',
        querystring: timelineQuery,
        response: { 200: timelineSchema },
      },
    },
    async ({ query, principal }) => {
      const now = clock.now();
      const { to = now, from = new Date(to.getTime() - HOUR_MS), lanes } = query;
      const spanMs = to.getTime() - from.getTime();
      if (spanMs <= 0 || spanMs > LONGEST_MS)
        throw new JobuError('TIMELINE_RANGE_INVALID', { from: from.toISOString(), to: to.toISOString() });
      const asked = groupsOf(query.groupName, principal);
      const scope = scopeParams(asked);
      const [ended, running, found] = await Promise.all([
        autocommit.fetchAll<Bar>(sql('list_timeline_ended'), {
          ...scope,
          ...{ from, until: to, limit: MOST },
          finished_until: new Date(to.getTime() + RUNS_UP_TO_MS),
        }),
        autocommit.fetchAll<Bar>(sql('list_timeline_running'), { ...scope, until: to, limit: MOST }),
        to > now
          ? listUpcoming(
              autocommit,
              { from: new Date(Math.max(from.getTime(), now.getTime())), until: to, groups: asked },
              { descending: false, limit: MOST_PLANNED + 1 },
            )
          : [],
      ]);
      const bars = [...running, ...ended].slice(0, MOST);
      const coming = found.slice(0, MOST_PLANNED);
      const cronIds = [...new Set(coming.map(({ cronId }) => cronId))];
      const barIds = lanes === 'group' ? bars.flatMap(({ job_id }) => (job_id === null ? [] : [String(job_id)])) : [];
      const ids = [...new Set([...cronIds, ...barIds])].slice(0, CRONS + MOST_PLANNED).map(BigInt);
      const [rows, usual] = await Promise.all([
        ids.length === 0 ? [] : autocommit.fetchAll<CronRow>(sql('list_group_names'), { ids }),
        usualRunTimes(autocommit, cronIds),
      ]);
      const crons = new Map(rows.map((row) => [String(row.id), row]));
      const keyOf = ({ job_id, worker_id, handler_name }: Bar): string => {
        if (lanes === 'cron') return job_id === null ? '' : String(job_id);
        if (lanes === 'group') return crons.get(String(job_id))?.group_name ?? '';
        return lanes === 'worker' ? (worker_id ?? '') : handler_name;
      };
      const nameOf = (key: string, [first]: readonly Bar[]): string =>
        lanes === 'cron' && key !== '' ? (first?.cron_name ?? key) : key;
      return {
        from,
        to,
        lanes: [...Map.groupBy(bars, keyOf)]
          .map(([key, own]) => ({
            key,
            name: nameOf(key, own),
            bars: own
              .map((bar) => ({
                id: String(bar.id),
                status: bar.status,
                from: new Date(bar.started_at),
                to: bar.finished_at === null ? null : new Date(bar.finished_at),
                cronName: bar.cron_name,
                handlerName: bar.handler_name,
              }))
              .sort((a, b) => a.from.getTime() - b.from.getTime()),
          }))
          .sort((a, b) => (a.name < b.name ? -1 : 1)),
        planned: coming.map(({ cronId, cron, effective, willRun, skipReason }) => ({
          ...{ cronId, cronName: cron, runAt: effective, willRun, skipReason },
          groupName: crons.get(cronId)?.group_name ?? null,
          handlerName: crons.get(cronId)?.handler_name ?? '',
          usualMs: usual.get(cronId) ?? null,
        })),
        isPlanCut: found.length > MOST_PLANNED,
        isPartial: ended.length + running.length > MOST || ended.length === MOST,
      };
    },
  );
}
