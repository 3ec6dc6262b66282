import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { JobuError, messageOf } from '../../errors.ts';
import { type Crontab, type CrontabOptions, parseCrontab } from '../../ledger/crontab.ts';
import { cronsOf } from '../../ledger/crontab-crons.ts';
import { fileOf, neededOf } from '../crontab-file.ts';
import { act, timeZone } from '../invocation.ts';
import { note, print, printJson } from '../output.ts';
import { countText, oneLine } from '../table.ts';

interface ImportOptions {
  readonly output?: string;
  readonly userColumn?: boolean;
  readonly tz?: string;
  readonly namespace?: string;
}

const SYSTEM_CRONTAB = /^\/etc\/(crontab$|cron\.d\/)/;

function accounts(): Set<string> {
  try {
    const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
    return new Set(['root', ...lines.map((line) => line.split(':')[0]!).filter(Boolean)]);
  } catch {
    return new Set(['root']);
  }
}

function readCrontab(path: string, { tz, userColumn }: ImportOptions): Crontab {
  let text: string;
  try {
    text = readFileSync(path === '-' ? 0 : path, 'utf8');
  } catch (error) {
    throw new JobuError('CRON_FILE_UNREADABLE', { file: path, reason: messageOf(error) }, { cause: error });
  }
  const options: CrontabOptions = {
    timeZone: tz ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    userColumn: userColumn ?? (SYSTEM_CRONTAB.test(path) ? true : undefined),
    accounts: accounts(),
  };
  return parseCrontab(text, options);
}

function report(crontab: Crontab, source: string, { userColumn }: ImportOptions): void {
  const { entries, leftOut, remarks, hasUserColumn } = crontab;
  note(`${countText(entries.length, 'cron')} from ${source}, ${countText(leftOut.length, 'line')} left out.`);
  for (const { line, reason } of leftOut) note(`  line ${line} left out: ${oneLine(reason)}`);
  for (const { line, reason } of remarks) note(`  line ${line}: ${oneLine(reason)}`);
  if (entries.length === 0) return;
  if (hasUserColumn) {
    const users = [...new Set(entries.map(({ user }) => user))].join(', ');
    note(
      `The sixth column was taken for the account (${users}), which stands in owner. Commands run as the account of`,
    );
    note(
      `the worker.${userColumn === undefined ? ' If the column belongs to the command, give --no-user-column.' : ''}`,
    );
  }
  const { allow, allowEnv } = neededOf(crontab);
  note('The command handler is off until worker.yaml allows it:');
  note('  worker:');
  const env = allowEnv.length === 0 ? '' : `, allow_env: [${allowEnv.join(', ')}]`;
  note(`    command: { enabled: true, allow: [${allow.join(', ')}]${env} }`);
}

export function addImport(program: Command): void {
  program
    .command('import')
    .description('Turn the schedules of other programs into a file for jobu apply.')
    .command('crontab')
    .description(
      'Turn a crontab into a file of crons for the command handler. The file goes to standard output, a report about ' +
        'lines that are left out to standard error.',
    )
    .argument('<file>', 'the crontab; - is standard input, as in: crontab -l | jobu import crontab -')
    .option('--output <file>', 'write the file there; it must not exist')
    .option('--namespace <name>', 'namespace of the crons; default: the name of the file')
    .option('--tz <zone>', "zone of entries without CRON_TZ; default: this machine's", timeZone)
    .option('--user-column', 'the sixth column is the account, as in /etc/crontab')
    .option('--no-user-column', 'the sixth column belongs to the command; default: seen from the file')
    .action(
      act<ImportOptions, [string]>((invocation, path) => {
        const { output, json, namespace: wanted } = invocation.options;
        const source = path === '-' ? 'standard input' : path;
        const crontab = readCrontab(path, invocation.options);
        const slug = basename(path).replace(/[^\w.-]+/g, '-');
        const namespace = wanted ?? (slug === '-' || slug === '' ? 'crontab' : slug);
        const crons = cronsOf(crontab);
        if (crons.length === 0 && crontab.leftOut.length > 0) {
          report(crontab, source, invocation.options);
          throw new JobuError('NOTHING_IMPORTED', { file: source });
        }
        const text = fileOf(namespace, source, crons);
        if (output !== undefined) {
          try {
            writeFileSync(output, text, { flag: 'wx' });
          } catch (error) {
            throw new JobuError('OUTPUT_NOT_WRITTEN', { file: output, reason: messageOf(error) }, { cause: error });
          }
        }
        report(crontab, source, invocation.options);
        if (json) printJson({ namespace, crons, leftOut: crontab.leftOut, remarks: crontab.remarks });
        else if (output === undefined) print(text.trimEnd());
      }),
    );
}
