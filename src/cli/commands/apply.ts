import type { Command } from 'commander';
import { applyCrons, planApply, type Step } from '../../ledger/cron-apply.ts';
import { readCronFile } from '../../ledger/cron-file.ts';
import { announce } from '../../ledger/hints.ts';
import { act, noteOf } from '../invocation.ts';
import { withLedger } from '../ledger-access.ts';
import { confirm, print, printJson } from '../output.ts';
import { countText, oneLine } from '../table.ts';

interface ApplyCommandOptions {
  readonly dryRun?: boolean;
  readonly prune?: boolean;
  readonly takeOver?: boolean;
  readonly yes?: boolean;
  readonly reason?: string;
}

const valueText = (value: unknown): string => oneLine(typeof value === 'string' ? value : JSON.stringify(value));

function printSteps(steps: readonly Step[]): void {
  for (const { action, name, changes } of steps) {
    print(`${action.padEnd(9)}  ${oneLine(name)}`);
    for (const { field, from, to } of changes)
      print(`             ${field}: ${from === undefined ? '' : `${valueText(from)} -> `}${valueText(to)}`);
  }
}

/** `1 to create, 2 to change`; the actions that take place. */
function summary(steps: readonly Step[], isDone: boolean): string {
  const words = { create: 'created', change: 'changed', delete: 'deleted', unchanged: 'unchanged' };
  const parts = (Object.keys(words) as (keyof typeof words)[]).flatMap((action) => {
    const count = steps.filter((step) => step.action === action).length;
    if (count === 0) return [];
    return [action === 'unchanged' || isDone ? `${count} ${words[action]}` : `${count} to ${action}`];
  });
  return `${parts.join(', ') || 'nothing in the file'}.`;
}

export function addApply(program: Command): void {
  program
    .command('apply')
    .summary('make the stored crons what a file says')
    .description(
      'Make the stored crons what a YAML file says, all in one transaction, after showing the difference. What the file ' +
        'leaves out has its default; only is_enabled and time_zone then stay as they are stored.',
    )
    .argument('<file>', 'file with namespace and crons; - is standard input')
    .option('--dry-run', 'only show the difference')
    .option('--prune', "delete the crons of the file's namespace that it no longer has")
    .option('--take-over', 'also change crons of another namespace, or made by hand')
    .option('--yes', 'delete without asking')
    .option('--reason <text>', 'why, kept in the audit log')
    .action(
      act<ApplyCommandOptions, [string]>(async (invocation, path) => {
        const { dryRun = false, prune, takeOver, yes = false, reason, json } = invocation.options;
        await withLedger(invocation, async ({ database, clock, defaults }) => {
          const file = readCronFile(path, defaults);
          const planned = await planApply(database, file, { prune, takeOver });
          if (!json) printSteps(planned);
          if (!dryRun) {
            const doomed = planned.filter(({ action }) => action === 'delete').length;
            if (doomed > 0) await confirm(`Delete ${countText(doomed, 'cron')}`, yes);
            const note = noteOf(reason);
            await applyCrons(database, file, { prune, takeOver, clock, defaults, expected: planned, note });
            await announce(database, 'cronsChanged');
          }
          if (json) printJson({ dryRun, namespace: file.namespace, steps: planned });
          else print(`${dryRun ? 'Dry run, nothing is changed: ' : ''}${summary(planned, !dryRun)}`);
        });
      }),
    );
}
