import type { Command } from 'commander';
import { checkConfig } from '../../config/load.ts';
import { formatProblem } from '../../config/problem.ts';
import { DatabaseRegistry } from '../../database/registry.ts';
import { isJobuError, JobuError, messageOf } from '../../errors.ts';
import { DatabaseClock, systemClock } from '../../runtime/clock.ts';
import { type Finding, fail, ok } from '../doctor/finding.ts';
import { checkLedger } from '../doctor/ledger.ts';
import { checkMachine } from '../doctor/machine.ts';
import { checkMigrations, checkServer } from '../doctor/server.ts';
import { checkTransactions } from '../doctor/transactions.ts';
import { act, type Invocation } from '../invocation.ts';
import { print, printJson } from '../output.ts';
import { countText, oneLine } from '../table.ts';
import { withAllDatabases } from './transaction.ts';

/** One database: whether it answers, and what stands in it when it holds crons and executions. */
async function checkDatabase({ config }: Invocation, name: string, isLedger: boolean): Promise<Finding[]> {
  const findings: Finding[] = [];
  let registry: DatabaseRegistry | undefined;
  try {
    registry = await DatabaseRegistry.initFromConfig(config.databases, [name]);
    const database = registry.get(name);
    const clock = new DatabaseClock(database);
    await clock.measure();
    findings.push(...(await checkServer(database, clock)));
    if (!isLedger) return findings;
    const migrations = await checkMigrations(database);
    findings.push(migrations);
    if (migrations.level === 'ok') findings.push(...(await checkLedger(database, clock.now())));
  } catch (error) {
    const isKnown = isJobuError(error);
    findings.push(
      fail(
        `database "${name}"`,
        isKnown ? error.message.replace(error.wayOut, '').trim() : messageOf(error),
        isKnown ? error.wayOut : undefined,
      ),
    );
  } finally {
    await registry?.closeAll();
  }
  return findings;
}

async function examine(invocation: Invocation): Promise<Finding[]> {
  const { config: folder, database } = invocation.options;
  const problems = checkConfig(folder);
  if (problems.length > 0)
    return problems.map((problem) =>
      fail('configuration', formatProblem(problem), 'jobu config check shows what is left.'),
    );
  const { config } = invocation;
  const findings = [ok('configuration', folder), ...checkMachine(config, systemClock.now())];
  const ledgers = new Set([config.dispatcher.database, config.worker.database, config.admin.database]);
  const names = database === undefined ? Object.keys(config.databases) : [database];
  for (const name of names)
    findings.push(...(await checkDatabase(invocation, name, ledgers.has(name) || database === name)));
  findings.push(
    ...(await withAllDatabases(invocation, (databases) => checkTransactions(databases, systemClock.now()))),
  );
  return findings;
}

export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .summary('look for what is wrong')
    .description(
      'Look for what is wrong with the configuration, the databases, the processes and the crons, and say what to do. ' +
        'Ends with 1 when something fails.',
    )
    .action(
      act<object, []>(async (invocation) => {
        const findings = await examine(invocation);
        const failed = findings.filter(({ level }) => level === 'fail').length;
        if (invocation.options.json) printJson({ ok: failed === 0, checks: findings });
        else {
          const width = Math.max(...findings.map(({ check }) => check.length));
          for (const { check, level, message, wayOut } of findings) {
            print(`${level.padEnd(4)}  ${check.padEnd(width)}  ${oneLine(message)}`);
            if (wayOut) print(`${' '.repeat(width + 8)}${oneLine(wayOut)}`);
          }
        }
        if (failed > 0) throw new JobuError('DOCTOR_FAILED', { count: countText(failed, 'check') });
      }),
    );
}
