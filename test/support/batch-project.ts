import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { insertExecution } from '../../src/ledger/executions.ts';
import type { Ledger } from './ledger.ts';
import { type JobuProcess, spawnJobu } from './processes.ts';
import { makeProject } from './project.ts';

const INDEX = join(import.meta.dirname, '../../dist/index.js');

/** Every handler notes on the outside, beyond the reach of jobu, when it begins and ends. */
const HANDLERS = `
import { appendFileSync } from 'node:fs';
import { defineHandler } from '${INDEX}';

const note = (word, { executionId, attempt }) =>
  appendFileSync(process.env.NOTES, \`\${word} \${executionId} \${attempt} \${process.pid} \${Date.now()}\\n\`);

const noted = (name, work) =>
  defineHandler({
    name,
    async execute(params, context) {
      note('begin', context);
      await work(params, context);
      note('end', context);
      return { attempt: context.attempt };
    },
  });

noted('quick', async () => {});
noted('slow', ({ ms }) => new Promise((resolve) => setTimeout(resolve, ms)));
noted('slow-at-first', ({ ms }, { attempt }) => new Promise((resolve) => setTimeout(resolve, attempt === 1 ? ms : 1)));
noted('block', async ({ ms }) => {
  const until = Date.now() + ms;
  while (Date.now() < until);
});
`;

/** What a handler noted. */
export interface Note {
  readonly word: 'begin' | 'end';
  readonly executionId: string;
  readonly attempt: number;
  readonly pid: number;
  readonly atMs: number;
}

/** A project on a ledger, with handlers that note what they do, and worker processes with short leases. */
export interface BatchProject {
  readonly folder: string;
  start(...modules: string[]): JobuProcess;
  insert(handlerName: string, count?: number, params?: Record<string, unknown>): Promise<string[]>;
  notes(): Note[];
}

export const LEASE_SECONDS = 3;

export async function batchProject(ledger: Ledger, worker: Record<string, unknown> = {}): Promise<BatchProject> {
  const folder = await makeProject({
    databases: { default: ledger.config },
    dispatcher: { poll_interval_seconds: 0.2 },
    worker: {
      lease_seconds: LEASE_SECONDS,
      heartbeat_interval_seconds: 0.5,
      rescue_interval_seconds: 0.5,
      poll_interval_seconds: 0.2,
      ...worker,
    },
    jobs: { 'noted.mjs': HANDLERS },
  });
  const file = join(folder, 'notes');
  writeFileSync(file, '');
  return {
    folder,
    start: (...modules) => spawnJobu(modules.length > 0 ? modules : ['worker'], { cwd: folder, env: { NOTES: file } }),
    insert: (handlerName, count = 1, params = {}) =>
      ledger.database.transaction(async (connection) => {
        const ids: string[] = [];
        const now = new Date((await ledger.database.serverTimeMs()) ?? Date.now());
        for (let i = 0; i < count; i++) {
          const { execution } = await insertExecution(connection, { handlerName, params, maxRescue: 100 }, now);
          ids.push(execution.id);
        }
        return ids;
      }),
    notes: () =>
      readFileSync(file, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => {
          const [word, executionId, attempt, pid, atMs] = line.split(' ');
          return {
            word: word as Note['word'],
            executionId: executionId!,
            attempt: Number(attempt),
            pid: Number(pid),
            atMs: Number(atMs),
          };
        }),
  };
}
