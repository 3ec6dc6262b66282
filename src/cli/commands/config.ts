import type { Command } from 'commander';
import { showConfig } from '../../config/show.ts';
import { act } from '../invocation.ts';
import { print, printJson, printTable } from '../output.ts';

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

export function addConfig(program: Command): void {
  const group = program.command('config').description('Check and show the configuration.');
  group
    .command('check')
    .description('Check all configuration files, and show every problem with file and line.')
    .action(
      act<object, []>((invocation) => {
        const { config, options } = invocation;
        if (options.json) printJson({ ok: true, databases: Object.keys(config.databases) });
        else print(`The configuration in ${options.config} is in order.`);
      }),
    );
  group
    .command('show')
    .description('Show every setting in effect and where it comes from. Passwords are masked.')
    .action(
      act<object, []>((invocation) => {
        const settings = showConfig(invocation.config);
        if (invocation.options.json) return printJson({ items: settings, nextCursor: null });
        printTable(
          ['SETTING', 'VALUE', 'FROM'],
          settings.map(({ key, value, source }) => [key, shown(value), source]),
        );
      }),
    );
}
