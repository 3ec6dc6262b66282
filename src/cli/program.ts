import { Command } from 'commander';
import { addApply } from './commands/apply.ts';
import { addAudit } from './commands/audit.ts';
import { addBackfill } from './commands/backfill.ts';
import { addCalendar } from './commands/calendar.ts';
import { addConfig } from './commands/config.ts';
import { addCron } from './commands/cron.ts';
import { addDoctor } from './commands/doctor.ts';
import { addExecution } from './commands/execution.ts';
import { addImport } from './commands/import.ts';
import { addInit } from './commands/init.ts';
import { addMigrate } from './commands/migrate.ts';
import { addNext } from './commands/next.ts';
import { addOperation } from './commands/operation.ts';
import { addPausing } from './commands/pausing.ts';
import { addPlan } from './commands/plan.ts';
import { addPrune } from './commands/prune.ts';
import { addStart } from './commands/start.ts';
import { addToken } from './commands/token.ts';
import { addTransaction } from './commands/transaction.ts';
import { addUser } from './commands/user.ts';
import { addWorker } from './commands/worker.ts';
import { VERSION } from './version.ts';

/** The command line as commander runs it; also the source of `docs/reference/commands.md`. */
export function buildProgram(): Command {
  const program = new Command('jobu')
    .description('Batch scheduler that keeps its schedules and runs in SQLite, PostgreSQL or MySQL/MariaDB.')
    .version(VERSION, '--version', 'print the version')
    .helpOption('--help', 'print help')
    .helpCommand('help [command]', 'print help for a command')
    .option('--config <dir>', 'folder of the configuration files', 'config')
    .option('--database <name>', 'database to work on, by its name in database.yaml')
    .option('--json', 'answer in JSON, for machines')
    .option('--debug', 'show where an error came from')
    .configureHelp({ showGlobalOptions: true })
    // Errors are thrown, not printed, and end nothing by themselves: `run` does that in one place.
    .exitOverride()
    .configureOutput({ outputError: () => {} });
  for (const add of [
    addStart,
    addInit,
    addMigrate,
    addApply,
    addCron,
    addExecution,
    addWorker,
    addTransaction,
    addNext,
    addPlan,
    addPausing,
    addBackfill,
    addOperation,
    addCalendar,
    addUser,
    addToken,
    addAudit,
    addPrune,
    addConfig,
    addDoctor,
    addImport,
  ])
    add(program);
  return program;
}
