import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { listTransactions, resolveTransaction, showTransaction } from '../../database/two-phase/in-doubt.ts';
import { recordAudit } from '../../ledger/audit.ts';
import { instant, pageOf, wholePage } from '../model/paging.ts';
import { noteOf } from '../model/principal.ts';
import type { AdminOptions } from '../options.ts';

const VERDICTS = ['commit', 'rollback'] as const;
const STATES = ['undecided', 'committing', 'rolling back', 'heuristic', 'partial', 'unknown', 'done'] as const;
const BRANCH_STATES = ['prepared', 'committed', 'rolled back', 'unreachable', 'not open'] as const;

const transactionSchema = z
  .object({
    gid: z.string().describe('The global id.'),
    state: z.enum(STATES),
    decision: z.enum(VERDICTS).nullable(),
    participants: z.array(z.object({ database: z.string(), state: z.enum(BRANCH_STATES) })),
    beganAt: instant,
    ageSeconds: z.int(),
    coordinator: z.string().nullable().describe('Host and process that decided.'),
    resolvedBy: z.string().nullable(),
    reason: z.string().nullable(),
  })
  .meta({ id: 'Transaction' });

const gidParams = z.strictObject({ gid: z.string().max(64) });
const resolveBody = z.strictObject({
  decision: z.enum(VERDICTS).optional().describe('For a transaction that has none.'),
  reason: z.string().trim().min(1).max(2000).describe('Kept on record.'),
});

interface Gid {
  Params: { gid: string };
}

/** /api/v1/transactions: transactions over several databases that are not over, as far as this process can see. */
export function transactionRoutes(app: FastifyInstance, { database, databases, clock }: AdminOptions): void {
  const tags = ['transactions'];
  const all = databases ?? (async () => [database]);
  const view = <T extends { beganAt: string }>(one: T) => ({ ...one, beganAt: new Date(one.beganAt) });

  app.get(
    '/transactions',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        operationId: 'listTransactions',
        summary: 'Transactions that are not committed or rolled back everywhere, the oldest first',
        response: {
          200: pageOf(transactionSchema).extend({
            unreachable: z.array(z.string()).describe('Databases that could not be asked.'),
          }),
        },
      },
    },
    async () => {
      const { items, unreachable } = await listTransactions(await all(), clock.now());
      return { ...wholePage(items.map(view)), unreachable };
    },
  );

  app.get<Gid>(
    '/transactions/:gid',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        operationId: 'getTransaction',
        summary: 'One transaction, also one that is over and still on record',
        params: gidParams,
        response: { 200: transactionSchema },
      },
    },
    async ({ params }) => view(await showTransaction(await all(), params.gid, clock.now())),
  );

  app.post<Gid>(
    '/transactions/:gid/resolve',
    {
      config: { role: 'admin' },
      schema: {
        tags,
        operationId: 'resolveTransaction',
        summary: 'End a transaction by hand',
        params: gidParams,
        body: resolveBody,
        response: { 200: transactionSchema },
      },
    },
    async (request) => {
      const { gid } = request.params;
      const { decision, reason } = request.body as z.output<typeof resolveBody>;
      const resolution = { ...(decision ? { decision } : {}), reason, by: request.principal.name };
      const [databases, now] = [await all(), clock.now()];
      const before = await showTransaction(databases, gid, now);
      const after = await resolveTransaction(databases, gid, resolution, now);
      if (after.resolvedBy !== before.resolvedBy || after.reason !== before.reason) {
        const target = { type: 'transaction', id: gid };
        const entry = { ...noteOf(request, reason), action: 'transaction.resolve', target, before, after };
        await database.transaction((connection) => recordAudit(connection, entry, now));
      }
      return view(after);
    },
  );
}
