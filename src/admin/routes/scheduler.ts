import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Connection } from '../../database/connection.ts';
import { pendingMigrations } from '../../database/migration.ts';
import { recordAudit } from '../../ledger/audit.ts';
import { recordScheduler } from '../../ledger/audit-records.ts';
import { announce } from '../../ledger/hints.ts';
import { RESUME_POLICIES } from '../../ledger/model/cron.ts';
import { prune } from '../../ledger/prune.ts';
import {
  isSchedulerPaused,
  pauseScheduler,
  resumeScheduler,
  type SchedulerPause,
  schedulerPause,
} from '../../ledger/scheduler-pause.ts';
import { LEDGER_MIGRATIONS } from '../../ledger/schema.ts';
import { flagField, instant, instantText } from '../model/paging.ts';
import { noteOf } from '../model/principal.ts';
import { processState, skewedClockSchema } from '../model/system-status.ts';
import type { AdminOptions } from '../options.ts';

const reason = z.string().max(2000).optional().describe('Why; kept with what is skipped, and on record.');
const missed = z.enum(RESUME_POLICIES);

const stateSchema = z
  .object({
    isPaused: z.boolean().describe('Nothing new is dispatched: what comes due becomes SKIPPED `paused`.'),
    isResuming: z.boolean().describe('The pause is over, and dispatchers still work off what it left.'),
    since: instant.nullable(),
    until: instant.nullable().describe('It resumes by itself then; null: until somebody resumes it.'),
    actor: z.string().nullable(),
    reason: z.string().nullable(),
    missed: missed.nullable().describe('Which of the occurrences that came due meanwhile run after all.'),
  })
  .meta({ id: 'SchedulerState' });

const statusSchema = z
  .object({
    scheduler: stateSchema,
    alive: z.object({ dispatcher: z.int(), worker: z.int(), admin: z.int() }).describe('How many processes beat.'),
    skewedClocks: z.array(skewedClockSchema).describe('Processes whose machine is more than 2 s off.'),
    pendingMigrations: z.array(z.string()),
  })
  .meta({ id: 'SystemStatus' });

const pauseBody = z.strictObject({
  reason,
  until: instantText.optional(),
  missed: missed.optional().describe('Default drop.'),
});
const resumeBody = z.strictObject({ reason, missed: missed.optional().describe('Default drop.') });

const days = (what: string) => z.int().min(1).max(36_500).nullable().describe(`${what}, in days; null: forever.`);
const purgeBody = z.strictObject({
  successDays: days('How long successes are kept'),
  otherDays: days('How long everything else is kept'),
  logDays: days('How long logs are kept'),
  reason,
});
const purgeSchema = z.object({ dryRun: z.boolean(), executions: z.int(), logLines: z.int() }).meta({ id: 'Purge' });

/** /api/v1/system/status, /scheduler, /pause, /resume and /purge */
export function schedulerRoutes(app: FastifyInstance, { database, clock }: AdminOptions): void {
  const tags = ['crons'];

  const stateOf = (pause: SchedulerPause | null): z.input<typeof stateSchema> => {
    const isPaused = isSchedulerPaused(pause, clock.now());
    return {
      isPaused,
      isResuming: pause !== null && !isPaused,
      since: pause?.since.toISOString() ?? null,
      until: pause?.until?.toISOString() ?? null,
      actor: pause?.actor ?? null,
      reason: pause?.reason ?? null,
      missed: pause?.resumePolicy ?? null,
    };
  };

  const change = async (
    request: FastifyRequest,
    action: 'pause' | 'resume',
    why: string | undefined,
    work: (connection: Connection, now: Date) => Promise<SchedulerPause>,
  ) => {
    const pause = await database.transaction(async (connection) => {
      const now = clock.now();
      const before = await schedulerPause(connection);
      const after = await work(connection, now);
      await recordScheduler(connection, noteOf(request, why), action, { before, after }, now);
      return after;
    });
    void announce(database, 'cronsChanged');
    return stateOf(pause);
  };

  app.get(
    '/system/status',
    {
      config: { role: 'viewer' },
      schema: {
        tags: ['monitoring'],
        operationId: 'getSystemStatus',
        summary: 'What concerns everybody: a pause, missing processes, wrong clocks, missing migrations',
        response: { 200: statusSchema },
      },
    },
    async () => {
      const [pause, { alive, skewedClocks }, pending] = await Promise.all([
        schedulerPause(database.autocommit),
        processState(database, clock.now()),
        pendingMigrations(database, LEDGER_MIGRATIONS),
      ]);
      const names = pending.map(({ version, name }) => `${version} ${name}`);
      return { scheduler: stateOf(pause), alive, skewedClocks, pendingMigrations: names };
    },
  );

  app.get(
    '/system/scheduler',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        operationId: 'getSchedulerState',
        summary: 'Whether the whole scheduler is paused',
        response: { 200: stateSchema },
      },
    },
    async () => stateOf(await schedulerPause(database.autocommit)),
  );

  app.post(
    '/system/pause',
    {
      config: { role: 'admin' },
      schema: {
        tags,
        operationId: 'pauseScheduler',
        summary: 'Pause every cron; what exists already still runs',
        body: pauseBody,
        response: { 200: stateSchema },
      },
    },
    async (request) => {
      const { reason: why, until, missed: resumePolicy } = request.body as z.output<typeof pauseBody>;
      const end = until === undefined ? undefined : new Date(until);
      const options = { actor: request.principal.name, reason: why, until: end, resumePolicy };
      return await change(request, 'pause', why, (connection, now) => pauseScheduler(connection, options, now));
    },
  );

  app.post(
    '/system/resume',
    {
      config: { role: 'admin' },
      schema: {
        tags,
        operationId: 'resumeScheduler',
        summary: 'End the pause of the scheduler; crons that are paused themselves stay paused',
        body: resumeBody,
        response: { 200: stateSchema },
      },
    },
    async (request) => {
      const { reason: why, missed: policy = 'drop' } = request.body as z.output<typeof resumeBody>;
      const options = { policy, actor: request.principal.name, reason: why };
      return await change(request, 'resume', why, (connection, now) => resumeScheduler(connection, options, now));
    },
  );

  app.post<{ Querystring: { dryRun?: boolean } }>(
    '/system/purge',
    {
      config: { role: 'admin' },
      schema: {
        tags: ['executions'],
        operationId: 'purge',
        summary: 'Delete ended executions and logs that are older; the newest of each cron stays',
        querystring: z.strictObject({ dryRun: flagField }),
        body: purgeBody,
        response: { 200: purgeSchema },
      },
    },
    async (request) => {
      const { reason: why, ...retention } = request.body as z.output<typeof purgeBody>;
      const dryRun = request.query.dryRun ?? false;
      const stop = new AbortController();
      request.raw.once('close', () => stop.abort());
      const done = await prune(database, retention, { now: clock.now(), dryRun, signal: stop.signal });
      const target = { type: 'database', name: database.name };
      const entry = { ...noteOf(request, why), action: 'database.prune', target, after: { ...retention, ...done } };
      if (!dryRun) await database.transaction((connection) => recordAudit(connection, entry, clock.now()));
      return { dryRun, ...done };
    },
  );
}
