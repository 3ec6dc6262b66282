import type { Database } from '../../src/database/database.ts';
import { createCron } from '../../src/ledger/crons.ts';
import { triggerCron } from '../../src/ledger/executions.ts';
import type { CronInput } from '../../src/ledger/model/cron.ts';

const DEFAULTS = { timeZone: 'Asia/Seoul', minCronIntervalSeconds: 60 };

const CRONS: readonly (Partial<CronInput> & { name: string })[] = [
  {
    name: '일일-정산',
    description: '전일 매출 마감',
    cronExpression: '0 2 * * *',
    owner: '김민수',
    groupName: '재무',
    tags: ['정산', 'daily'],
    notes: '실패하면 재무팀에 알립니다.',
    handlerParams: '{"orderId": 90071992547409931, "2": "b", "1": "a"}',
  },
  {
    name: 'hourly-report',
    description: '매시 보고서',
    cronExpression: '0 * * * *',
    owner: '이서연',
    groupName: '보고',
  },
  { name: 'cleanup', cronExpression: '*/5 * * * *', groupName: '운영' },
  { name: 'month-end', timing: { type: 'every', every: '45m' }, isEnabled: false },
  { name: 'manual-export', description: '요청할 때만', owner: '박지훈' },
  { name: '<img src=x onerror=alert(1)>', description: '"><script>alert(2)</script>', cronExpression: '30 4 * * 1' },
];

const OUTCOMES = ['SUCCESS', 'SUCCESS', 'SUCCESS', 'FAILED', 'SUCCESS', 'TIMEOUT', 'SUCCESS', 'RUNNING'] as const;

/** Crons of every kind, executions of every status and live processes, all made by hand: nothing runs in these tests. */
export async function seed(database: Database, now: Date): Promise<void> {
  const { autocommit } = database;
  for (const cron of CRONS)
    await database.transaction((connection) =>
      createCron(connection, { handlerName: 'report', ...cron } as CronInput, { now, defaults: DEFAULTS }),
    );
  for (const [index, status] of OUTCOMES.entries()) {
    const { execution } = await database.transaction((connection) =>
      triggerCron(connection, '1', { actor: 'test', allowOverlap: true }, now),
    );
    const started = new Date(now.getTime() - (OUTCOMES.length - index) * 600_000);
    const finished = status === 'RUNNING' ? null : new Date(started.getTime() + 4_000 + index * 3_000);
    await autocommit.execute(
      `UPDATE job_executions SET status = :status, scheduled_time = :started, started_at = :started,
         finished_at = :finished, error_message = :error WHERE id = :id`,
      {
        id: execution.id,
        status,
        started,
        finished,
        error: status === 'FAILED' ? 'Error: ORA-00001 <b>unique</b> constraint violated' : null,
      },
    );
  }
  for (const [role, id] of [
    ['worker', 'worker-1'],
    ['dispatcher', 'dispatcher-1'],
  ])
    await autocommit.execute(
      `INSERT INTO workers (id, role, state, desired_state, host, pid, version, handlers, queues, slots, running, stuck,
         lease_seconds, started_at, heartbeat_at)
       VALUES (:id, :role, 'active', 'active', 'batch-01', 4711, '1.2.3', '["report","export"]', '["default"]', 10, 1, 0,
         3600, :now, :now)`,
      { id, role, now },
    );
}
