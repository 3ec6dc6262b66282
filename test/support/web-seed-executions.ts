import type { Database } from '../../src/database/database.ts';
import { createBackfill } from '../../src/ledger/backfill.ts';
import { saveCalendar } from '../../src/ledger/calendars.ts';
import { createCron } from '../../src/ledger/crons.ts';
import { triggerCron } from '../../src/ledger/executions.ts';
import type { CronInput } from '../../src/ledger/model/cron.ts';

const STACK = `Error: ORA-00001: <b>unique</b> constraint (SALES.PK) violated
    at insertRows (/srv/jobs/settlement.ts:41:11)
    at Connection.execute (/srv/node_modules/oracledb/lib/connection.js:98:7)
    at async SettlementHandler.execute (/srv/jobs/settlement.ts:18:5)
    at node:internal/process/task_queues:105:5`;

/** Names of what {@link seedExecutions} makes. */
export interface SeededExecutions {
  /** Failed twice, with a stack, a log of 3,000 lines, params and attempts. */
  readonly failed: string;
  readonly succeeded: string;
  readonly running: string;
  readonly pending: string;
  readonly held: string;
  readonly skipped: string;
  readonly cronId: string;
  readonly backfillId: string;
}

/** Executions of every status with logs, attempts, params and results; calendars; a backfill. */
export async function seedExecutions(database: Database, now: Date): Promise<SeededExecutions> {
  const { autocommit } = database;
  const ago = (seconds: number): Date => new Date(now.getTime() - seconds * 1000);
  const cron = await database.transaction((connection) =>
    createCron(
      connection,
      {
        name: '야간-집계',
        handlerName: 'nightly',
        cronExpression: '0 3 * * *',
        allowOverlap: true,
        groupName: '재무',
        owner: '김민수',
      } as CronInput,
      { now, defaults: { timeZone: 'Asia/Seoul', minCronIntervalSeconds: 60 } },
    ),
  );
  const make = async (fields: Record<string, unknown>, params?: string): Promise<string> => {
    const { execution } = await database.transaction((connection) =>
      triggerCron(connection, cron.id, { actor: '박지훈', allowOverlap: true, params, reason: '월말 재집계' }, now),
    );
    for (const [column, value] of Object.entries(fields))
      await autocommit.execute(`UPDATE job_executions SET ${column} = :value WHERE id = :id`, {
        value,
        id: execution.id,
      });
    return execution.id;
  };
  const ended = (status: string, begin: number, seconds: number) => ({
    status,
    created_at: ago(begin + 2),
    scheduled_time: ago(begin + 2),
    run_at: ago(begin + 2),
    started_at: ago(begin),
    finished_at: ago(begin - seconds),
    attempt: 1,
    worker_id: 'worker-1',
  });
  const succeeded = await make(
    { ...ended('SUCCESS', 7200, 62), result: '{"rows": 90071992547409931, "z": 1, "a": [1, 2]}' },
    '{"date": "2026-11-21", "limit": 100}',
  );
  const failed = await make(
    {
      ...ended('FAILED', 1800, 95),
      created_at: ago(2400),
      attempt: 2,
      retry_count: 1,
      error_code: 'HANDLER_ERROR',
      error_message: STACK,
      result: null,
    },
    '{"date": "2026-11-22", "limit": 100, "big": 90071992547409931}',
  );
  await autocommit.execute(
    `INSERT INTO execution_attempts (execution_id, attempt, outcome, worker_id, started_at, finished_at, error_code, error_message)
     VALUES (:id, 1, 'FAILED', 'worker-1', :started, :finished, 'HANDLER_ERROR', 'Error: connection reset')`,
    { id: failed, started: ago(2390), finished: ago(2300) },
  );
  await database.transaction(async (connection) => {
    for (let line = 1; line <= 3000; line++)
      await connection.execute(
        `INSERT INTO execution_logs (execution_id, attempt, logged_at, level, message, data)
         VALUES (:id, :attempt, :at, :level, :message, :data)`,
        {
          id: failed,
          attempt: line <= 1000 ? 1 : 2,
          at: ago(2390 - line * 0.2),
          level: line === 2990 ? 'error' : line % 500 === 0 ? 'warn' : line % 7 === 0 ? 'debug' : 'info',
          message:
            line === 2990
              ? 'row 2990: ORA-00001 <script>alert(1)</script>'
              : line % 100 === 0
                ? `\u001B[32mbatch ${line / 100}\u001B[0m of 30 written`
                : `row ${line} read`,
          data: line % 500 === 0 ? '{"rows": 500}' : null,
        },
      );
  });
  const running = await make({
    ...ended('RUNNING', 240, 0),
    finished_at: null,
    progress: 0.42,
    progress_message: '42,000 / 100,000',
  });
  const pending = await make({});
  const held = await make({ status: 'HELD' });
  const skipped = await make({ status: 'SKIPPED', skip_reason: 'calendar' });
  await make({
    ...ended('TIMEOUT', 5400, 600),
    error_code: 'EXECUTION_TIMEOUT',
    error_message: 'It ran for longer than 600 s.',
  });
  await make({ ...ended('CANCELED', 3600, 20) });
  await database.transaction((connection) =>
    saveCalendar(
      connection,
      '휴일',
      {
        description: '공휴일과 창립기념일',
        days: [
          { day: '2026-12-25', isOpen: false, label: '성탄절' },
          { day: '2027-01-01', isOpen: false, label: '신정' },
          { day: '2027-03-01', isOpen: false, label: '삼일절' },
        ],
        firstDay: '2026-01-01',
        lastDay: '2027-12-31',
      },
      { now, mode: 'create' },
    ),
  );
  await database.transaction((connection) =>
    createCron(
      connection,
      {
        name: '영업일-보고',
        handlerName: 'report',
        cronExpression: '0 9 * * *',
        calendar: '휴일',
        onClosed: 'next',
      } as CronInput,
      { now, defaults: { timeZone: 'Asia/Seoul', minCronIntervalSeconds: 60 } },
    ),
  );
  const { backfill } = await database.transaction((connection) =>
    createBackfill(
      connection,
      cron.id,
      { from: ago(20 * 86_400), until: ago(3600), mode: 'missing', maxRunning: 2, actor: '박지훈', reason: '누락분' },
      now,
    ),
  );
  const rows = await autocommit.fetchAll<{ id: number }>(
    "SELECT id FROM job_executions WHERE param_source = 'backfill' ORDER BY id LIMIT 9",
  );
  for (const [index, { id }] of rows.entries())
    await autocommit.execute('UPDATE job_executions SET status = :status WHERE id = :id', {
      id,
      status: index === 4 ? 'FAILED' : index === 8 ? 'RUNNING' : 'SUCCESS',
    });
  return { failed, succeeded, running, pending, held, skipped, cronId: cron.id, backfillId: backfill!.id };
}
