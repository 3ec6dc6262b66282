import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { findCompleteness } from '../ledger/completeness.ts';
import type { WorkerRow } from '../ledger/model/execution.ts';
import { fromRow } from '../ledger/model/row.ts';
import { isSchedulerPaused, schedulerPause } from '../ledger/scheduler-pause.ts';
import { isAlive, ROLES } from './model/worker.ts';
import type { Counters, ProbeOptions } from './options.ts';
import { sql } from './statements.ts';

/** Rows looked at for one figure; a figure that reaches it means "at least". */
const CAP = 10_000;
const RECENT = 1_000;
const OVERDUE_MS = 60_000;
/** Scrapers that come more often get the same figures again. */
const KEPT_MS = 5_000;
/** A finer resolution would wake an idle process many times a second. */
const EVENT_LOOP_PRECISION_MS = 100;

const UP = '# HELP jobu_database_up Whether the database answered.\n# TYPE jobu_database_up gauge\njobu_database_up';

let processRegistry: Registry | undefined;

/** Memory, processor and event loop of this process; observers are installed once. */
async function processMetrics(): Promise<string> {
  if (!processRegistry) {
    processRegistry = new Registry();
    collectDefaultMetrics({ register: processRegistry, eventLoopMonitoringPrecision: EVENT_LOOP_PRECISION_MS });
  }
  // Before the first figures of the event loop there is nothing to say, and prom-client writes "Nan".
  return (await processRegistry.metrics()).replace(/^.* Nan\n/gm, '');
}

type QueueCount = { queue: string; executions: number; due?: number; oldest_at?: string | null };

interface CronCount {
  crons: number;
  enabled: number | string | null;
  isolated: number | string | null;
  overdue: number | string | null;
  next_run_at: string | null;
}

const secondsSince = (now: Date, instant: string | null | undefined): number =>
  instant ? Math.max(0, (now.getTime() - new Date(instant).getTime()) / 1000) : 0;

async function ledgerMetrics(options: ProbeOptions): Promise<string> {
  const { database, clock, version } = options;
  const registry = new Registry();
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name, help, labelNames, registers: [registry] });
  const now = clock.now();
  const { autocommit } = database;

  gauge('jobu_info', 'Version of the program.', ['version', 'database']).set(
    { version, database: database.dialect },
    1,
  );
  gauge('jobu_clock_skew_seconds', "How far this machine's clock is ahead of the database's.").set(
    (clock.skewMs?.() ?? 0) / 1000,
  );

  const inDoubt = options.inDoubt?.();
  if (inDoubt) {
    const transactions = gauge(
      'jobu_transactions_in_doubt',
      'Transactions over several databases that are not over: waiting (for their process or a database), unresolved (for an operator).',
      ['state'],
    );
    transactions.set({ state: 'waiting' }, inDoubt.waiting);
    transactions.set({ state: 'unresolved' }, inDoubt.unresolved);
    gauge('jobu_transactions_in_doubt_oldest_seconds', 'Age of the oldest of them.').set(inDoubt.oldestSeconds);
  }

  gauge('jobu_scheduler_paused', '1 while the whole scheduler is paused.').set(
    isSchedulerPaused(await schedulerPause(autocommit), now) ? 1 : 0,
  );

  const executions = gauge('jobu_executions', `Unfinished executions; at most ${CAP} of a status are counted.`, [
    'status',
    'queue',
  ]);
  const due = gauge('jobu_executions_due', 'PENDING executions that a worker could claim now.', ['queue']);
  const oldest = gauge('jobu_oldest_due_seconds', 'How long the oldest of them has been due.', ['queue']);
  for (const row of await autocommit.fetchAll<QueueCount>(sql('count_pending'), { now, cap: CAP })) {
    executions.set({ status: 'PENDING', queue: row.queue }, Number(row.executions));
    due.set({ queue: row.queue }, Number(row.due));
    oldest.set({ queue: row.queue }, secondsSince(now, row.oldest_at));
  }
  for (const [status, statement] of [
    ['RUNNING', 'count_running'],
    ['HELD', 'count_held'],
  ] as const)
    for (const row of await autocommit.fetchAll<QueueCount>(sql(statement), { cap: CAP }))
      executions.set({ status, queue: row.queue }, Number(row.executions));

  const recent = gauge('jobu_recent_executions', `The youngest ${RECENT} executions by status.`, ['status']);
  for (const row of await autocommit.fetchAll<{ status: string; executions: number }>(sql('count_recent'), {
    cap: RECENT,
  }))
    recent.set({ status: row.status }, Number(row.executions));

  const crons = await autocommit.fetchOne<CronCount>(sql('count_crons'), {
    late: new Date(now.getTime() - OVERDUE_MS),
  });
  const byState = gauge(
    'jobu_crons',
    'Crons: all, enabled, isolated (set aside as broken), overdue (due for over 60 s).',
    ['state'],
  );
  byState.set({ state: 'all' }, Number(crons?.crons ?? 0));
  for (const state of ['enabled', 'isolated', 'overdue'] as const) byState.set({ state }, Number(crons?.[state] ?? 0));
  gauge('jobu_dispatch_lag_seconds', 'How long the most overdue cron has waited for a dispatcher.').set(
    secondsSince(now, crons?.next_run_at),
  );

  const completeness = await findCompleteness(autocommit);
  if (completeness)
    gauge('jobu_missing_occurrences', 'Occurrences of the last 7 days without a row, as last looked for.').set(
      completeness.missing,
    );

  const rows = await autocommit.fetchAll(sql('list_beating_processes'), { cap: CAP });
  const alive = rows.map((row) => fromRow<WorkerRow>(row)).filter((worker) => isAlive(worker, now));
  const processes = gauge('jobu_processes', 'Processes that beat, by role.', ['role']);
  for (const role of ROLES) processes.set({ role }, alive.filter((worker) => worker.role === role).length);
  const sum = (field: 'slots' | 'running' | 'stuck') => alive.reduce((total, worker) => total + worker[field], 0);
  gauge('jobu_worker_slots', 'Slots of all live workers.').set(sum('slots'));
  gauge('jobu_worker_running', 'Slots in use.').set(sum('running'));
  gauge('jobu_worker_stuck', 'Slots held by handlers that ignore their end.').set(sum('stuck'));
  return await registry.metrics();
}

const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** What the services of this process have counted since their start, in the text format of Prometheus. */
function counterMetrics(services: Readonly<Record<string, Counters>>): string {
  return Object.entries(services)
    .flatMap(([service, counters]) =>
      Object.entries(counters).map(([name, value]) => {
        const metric = `jobu_${snakeCase(service)}_${snakeCase(name)}_total`;
        return `# HELP ${metric} Since this process started.\n# TYPE ${metric} counter\n${metric} ${value}\n`;
      }),
    )
    .join('');
}

/** Answers the metrics of a process; figures from the database are read at most every 5 s. */
export function metricsOf(options: ProbeOptions): () => Promise<string> {
  let kept: { text: Promise<string>; atMs: number } | undefined;
  const fromLedger = () => {
    const nowMs = options.clock.monotonicMs();
    if (!kept || nowMs - kept.atMs > KEPT_MS) {
      const text = ledgerMetrics(options).then((figures) => `${figures}\n${UP} 1\n`);
      kept = {
        atMs: nowMs,
        text: text.catch((error: unknown) => {
          options.logger.debug({ error }, 'no figures from the database');
          return `${UP} 0\n`;
        }),
      };
    }
    return kept.text;
  };
  return async () => {
    const [ledger, own] = await Promise.all([fromLedger(), processMetrics()]);
    return `${ledger}${counterMetrics(options.counters?.() ?? {})}${own}`;
  };
}
