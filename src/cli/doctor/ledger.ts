import type { Database } from '../../database/database.ts';
import { findMissing, type MissingOccurrences } from '../../ledger/completeness.ts';
import type { WorkerRow } from '../../ledger/model/execution.ts';
import { isSchedulerPaused, schedulerPause } from '../../ledger/scheduler-pause.ts';
import { listWorkers } from '../../ledger/workers.ts';
import { durationText } from '../entities.ts';
import { countText } from '../table.ts';
import { isLive, isOffered, liveWorkers } from '../waiting.ts';
import { type Finding, fail, ok, warn } from './finding.ts';
import { sql } from './server.ts';

/** Later than this a due cron was not dispatched, and a due execution not claimed, as it should be. */
const LATE_MS = 60_000;
const SHOWN = 5;

const ago = (now: Date, then: Date): string => durationText(now.getTime() - then.getTime());

function processes(rows: readonly WorkerRow[], now: Date): Finding[] {
  const live = rows.filter((row) => isLive(row, now));
  const findings = (['dispatcher', 'worker'] as const).map((role) => {
    const count = live.filter((row) => row.role === role).length;
    return count > 0
      ? ok(`${role}s`, `${count} alive`)
      : warn(`${role}s`, 'none is alive', `Start one: jobu ${role === 'worker' ? 'worker' : 'dispatcher'}`);
  });
  const silent = rows.filter((row) => ['active', 'draining'].includes(row.state) && !isLive(row, now));
  const stuck = live.filter((row) => row.stuck > 0);
  const place = ({ role, host, pid }: WorkerRow) => `${role} on ${host} (process ${pid})`;
  if (silent.length > 0)
    findings.push(
      warn(
        'lost processes',
        silent
          .slice(0, SHOWN)
          .map((row) => `${place(row)}, last heard of ${ago(now, row.heartbeatAt)} ago`)
          .join('; '),
        'A living worker takes over what they held; look at why they ended.',
      ),
    );
  if (stuck.length > 0)
    findings.push(
      warn(
        'stuck handlers',
        stuck.map((row) => `${row.stuck} in ${place(row)}`).join('; '),
        'They ignore their signal: mend them, or run them with isolation thread or process; restart the worker.',
      ),
    );
  return findings;
}

async function crons(database: Database, workers: readonly WorkerRow[], now: Date): Promise<Finding[]> {
  const { autocommit } = database;
  const findings: Finding[] = [];
  const aside = await autocommit.fetchAll<{ name: string; error_code: string }>(sql('list_set_aside'), {
    limit: SHOWN,
  });
  findings.push(
    aside.length === 0
      ? ok('broken crons', 'none')
      : fail(
          'broken crons',
          aside.map(({ name, error_code }) => `${name} (${error_code})`).join(', '),
          'They do not run. See jobu cron show NAME, and correct them with jobu cron set NAME.',
        ),
  );
  const overdue = await autocommit.fetchAll<{ name: string; next_run_at: string }>(sql('list_overdue'), {
    enabled: true,
    before: new Date(now.getTime() - LATE_MS),
    limit: SHOWN,
  });
  findings.push(
    overdue.length === 0
      ? ok('overdue crons', 'none')
      : fail(
          'overdue crons',
          overdue.map(({ name, next_run_at }) => `${name} since ${ago(now, new Date(next_run_at))}`).join(', '),
          'No dispatcher works on this database: start one with jobu dispatcher, and look at its log.',
        ),
  );
  const needed = await autocommit.fetchAll<{ handler_name: string; queue: string; cron_name: string }>(
    sql('list_needed_handlers'),
    { enabled: true },
  );
  const missing = needed.filter(({ handler_name, queue }) => !isOffered(workers, handler_name, queue));
  findings.push(
    missing.length === 0
      ? ok('handlers of crons', `${countText(needed.length, 'handler')} offered`)
      : warn(
          'handlers of crons',
          missing
            .slice(0, SHOWN)
            .map((one) => `${one.handler_name} in queue ${one.queue} (cron ${one.cron_name})`)
            .join(', '),
          'No living worker offers them: check worker.handlers and worker.queues, and that the worker runs.',
        ),
  );
  return findings;
}

/** Steps that are made at most: 20,000 crons. */
const MOST_STEPS = 200;

async function completeness({ autocommit }: Database, now: Date): Promise<Finding> {
  const check = 'missing occurrences';
  const found: MissingOccurrences[] = [];
  let crons = 0;
  let afterId: string | null = '0';
  for (let step = 0; step < MOST_STEPS && afterId !== null; step++) {
    const looked = await findMissing(autocommit, afterId, now);
    found.push(...looked.missing);
    crons += looked.crons;
    afterId = looked.nextAfterId;
  }
  if (found.length === 0) return ok(check, `none of ${countText(crons, 'cron')} in the last 7 days`);
  const shown = found
    .slice(0, SHOWN)
    .map(({ cron, from, until, count }) => `${cron}: ${count} from ${from.toISOString()} to ${until.toISOString()}`);
  return fail(
    check,
    `${shown.join('; ')}${found.length > SHOWN ? `; ${found.length - SHOWN} more crons` : ''}`,
    'They came due and have no row: it was deleted by hand, or next_run_at was moved. See: jobu backfill start NAME --dry-run',
  );
}

async function waiting(database: Database, now: Date): Promise<Finding> {
  const rows = await database.autocommit.fetchAll<{
    handler_name: string;
    queue: string;
    executions: number;
    oldest_at: string;
  }>(sql('list_old_pending'), { before: new Date(now.getTime() - LATE_MS) });
  if (rows.length === 0) return ok('waiting executions', 'none is late');
  const shown = rows.slice(0, SHOWN).map(({ handler_name, queue, executions, oldest_at }) => {
    const count = countText(Number(executions), 'execution');
    return `${count} of ${handler_name} in queue ${queue}, the oldest since ${ago(now, new Date(oldest_at))}`;
  });
  return warn('waiting executions', shown.join('; '), 'Start more workers, or ones that offer these handlers.');
}

async function pause({ autocommit }: Database, now: Date): Promise<Finding> {
  const found = await schedulerPause(autocommit);
  if (!isSchedulerPaused(found, now)) return ok('scheduler', 'not paused');
  const { since, until, actor, reason } = found!;
  const end = until ? `, until ${until.toISOString()}` : '';
  return warn(
    'scheduler',
    `paused for ${ago(now, since)} by ${actor}${reason ? `: ${reason}` : ''}${end}`,
    'Nothing that comes due runs. Go on with: jobu resume',
  );
}

/** What the tables say about how the work goes. */
export async function checkLedger(database: Database, now: Date): Promise<Finding[]> {
  const rows = await listWorkers(database.autocommit);
  return [
    ...processes(rows, now),
    await pause(database, now),
    ...(await crons(database, liveWorkers(rows, now), now)),
    await completeness(database, now),
    await waiting(database, now),
  ];
}
