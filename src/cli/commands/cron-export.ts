import type { Command } from 'commander';
import { cronFileOf } from '../../ledger/cron-export.ts';
import { listCrons, requireCron } from '../../ledger/crons.ts';
import type { Cron } from '../../ledger/model/cron.ts';
import { act } from '../invocation.ts';
import { withLedger } from '../ledger-access.ts';
import { print, printJson } from '../output.ts';

const PAGE = 200;

export function addCronExport(group: Command): void {
  group
    .command('export')
    .description('Write a file that makes crons elsewhere with jobu apply, to standard output.')
    .argument('[names...]', 'crons; all when none is named')
    .option('--namespace <name>', 'namespace of the file')
    .option('--group <name>', 'only crons of this group')
    .action(
      act<{ namespace?: string; group?: string }, [string[]]>(async (invocation, names) => {
        const { namespace, group: groupName, json } = invocation.options;
        await withLedger(invocation, async ({ database: { autocommit } }) => {
          const crons: Cron[] = [];
          for (const name of names) crons.push(await requireCron(autocommit, name));
          for (let cursor: string | null | undefined; names.length === 0 && cursor !== null; ) {
            const page = await listCrons(autocommit, { groupName, limit: PAGE, cursor });
            crons.push(...page.items);
            cursor = page.nextCursor;
          }
          const text = cronFileOf(crons, namespace ?? null);
          if (json) printJson({ crons: crons.length, text });
          else print(text.trimEnd());
        });
      }),
    );
}
