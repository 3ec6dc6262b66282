import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { JobuError } from '../../errors.ts';
import type { WorkerRow } from '../../ledger/model/execution.ts';
import { fromRow } from '../../ledger/model/row.ts';
import { instant, jsonTextOf, pageOf, verbatim, wholePage } from '../model/paging.ts';
import type { Principal } from '../model/principal.ts';
import { isAlive } from '../model/worker.ts';
import type { AdminOptions } from '../options.ts';
import { sql } from '../statements.ts';
import { scopeParams } from '../stats/scope.ts';

const handlerSchema = z
  .object({
    name: z.string(),
    description: z.string().nullable(),
    paramsSchema: verbatim('JSON Schema of its params, of the youngest worker; null: it takes any.'),
    isOffered: z.boolean().describe('By a worker that lives.'),
    crons: z.int().describe('Crons of the groups of the asker that run it.'),
    workers: z.array(
      z.object({
        id: z.string(),
        host: z.string(),
        pid: z.int(),
        version: z.string().describe('Of jobu.'),
        codeVersion: z.string().nullable().describe('Of the handlers.'),
        isAlive: z.boolean(),
        heartbeatAt: instant,
      }),
    ),
  })
  .meta({ id: 'Handler' });

type Offer = Pick<
  WorkerRow,
  'id' | 'host' | 'pid' | 'version' | 'codeVersion' | 'state' | 'heartbeatAt' | 'leaseSeconds'
> & {
  readonly handlerName: string;
  readonly description: string | null;
  readonly paramsSchema: string | null;
};

const MOST = 10_000;
const DAY_MS = 86_400_000;

/** /api/v1/handlers: what workers have offered within a day, and what crons need. */
export function handlerRoutes(app: FastifyInstance, { database, clock }: AdminOptions): void {
  const tags = ['workers'];
  const { autocommit } = database;

  const read = async (
    name: string | null,
    { groups }: Principal,
  ): Promise<(z.input<typeof handlerSchema> & { name: string })[]> => {
    const now = clock.now();
    const [rows, counts] = await Promise.all([
      autocommit.fetchAll(sql('list_offers'), {
        handler_name: name,
        since: new Date(now.getTime() - DAY_MS),
        limit: MOST,
      }),
      autocommit.fetchAll<{ handler_name: string; crons: number | string }>(
        sql('count_crons_by_handler'),
        scopeParams(groups),
      ),
    ]);
    const crons = new Map(counts.map((row) => [row.handler_name, Number(row.crons)]));
    const offers = Map.groupBy(
      rows.map((row) => fromRow<Offer>(row)),
      ({ handlerName }) => handlerName,
    );
    const names = new Set([...offers.keys(), ...crons.keys()].filter((one) => name === null || one === name));
    return [...names].sort().map((one) => {
      const own = offers.get(one) ?? [];
      const workers = own.map(({ id, host, pid, version, codeVersion, heartbeatAt, ...rest }) => ({
        ...{ id, host, pid, version, codeVersion, heartbeatAt },
        isAlive: isAlive({ ...rest, heartbeatAt }, now),
      }));
      const shown = own.find((offer) => isAlive(offer, now)) ?? own[0];
      return {
        name: one,
        description: shown?.description ?? null,
        paramsSchema: jsonTextOf(shown?.paramsSchema ?? null),
        isOffered: workers.some((worker) => worker.isAlive),
        crons: crons.get(one) ?? 0,
        workers: workers as never,
      };
    });
  };

  app.get(
    '/handlers',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        operationId: 'listHandlers',
        summary: 'Handlers that workers offer or crons need, by name',
        response: { 200: pageOf(handlerSchema) },
      },
    },
    async ({ principal }) => wholePage(await read(null, principal)),
  );

  app.get<{ Params: { name: string } }>(
    '/handlers/:name',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        operationId: 'getHandler',
        summary: 'One handler: who offers it, and the schema of its params',
        params: z.strictObject({ name: z.string().max(200) }),
        response: { 200: handlerSchema },
      },
    },
    async ({ params: { name }, principal }) => {
      const [handler] = await read(name, principal);
      if (!handler) throw new JobuError('HANDLER_UNKNOWN', { handler: name });
      return handler;
    },
  );
}
