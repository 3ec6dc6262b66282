import { stringify } from 'yaml';
import type { Crontab } from '../ledger/crontab.ts';
import type { FileCron } from '../ledger/crontab-crons.ts';
import { commandEnvironment } from '../worker/handlers/command-allow-list.ts';

/** What `worker.command` must allow for these entries to run. */
export function neededOf({ entries }: Crontab): { allow: string[]; allowEnv: string[] } {
  const names = new Set(entries.flatMap(({ env }) => Object.keys(env)));
  const isRefused = (name: string) => {
    try {
      commandEnvironment({ [name]: '' }, []);
      return false;
    } catch {
      return true;
    }
  };
  return { allow: [...new Set(entries.map(({ shell }) => shell))], allowEnv: [...names].filter(isRefused) };
}

/** The text of a file for `jobu apply`. */
export function fileOf(namespace: string, source: string, crons: readonly FileCron[]): string {
  const head = [
    `# Made from ${source} by jobu import crontab.`,
    '# As under cron: a run that is still going does not keep the next one back, missed runs are not made up for, nothing is',
    '# retried and nothing is timed out. Delete allow_overlap, catch_up, max_retry or timeout_seconds to get the defaults of',
    '# jobu, which do the opposite.',
  ];
  return `${head.join('\n')}\n${stringify({ namespace, crons }, { lineWidth: 0, aliasDuplicateObjects: false })}`;
}
