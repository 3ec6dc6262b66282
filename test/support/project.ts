import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { DatabaseConfig } from '../../src/database/config.ts';
import { snakeCase } from '../../src/ledger/model/row.ts';
import { temporaryFolder } from './run-folder.ts';
import { freePort } from './server-process.ts';

/** A folder with configuration and handlers, as a user's project has them. */
export interface ProjectOptions {
  readonly databases: Readonly<Record<string, DatabaseConfig>>;
  readonly dispatcher?: Readonly<Record<string, unknown>>;
  readonly worker?: Readonly<Record<string, unknown>>;
  readonly transactions?: Readonly<Record<string, unknown>>;
  /** Handler files by name, below `jobs/`. */
  readonly jobs?: Readonly<Record<string, string>>;
}

const snakeKeys = (value: unknown): unknown =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [snakeCase(key), snakeKeys(inner)]))
    : value;

/** Writes the project into a new temporary folder and answers the folder. */
export async function makeProject(options: ProjectOptions): Promise<string> {
  const folder = temporaryFolder('project');
  const { databases, dispatcher, worker, transactions, jobs = {} } = options;
  const files: Record<string, unknown> = {
    database: { databases: snakeKeys(databases) },
    dispatcher: { dispatcher: { min_cron_interval_seconds: 1, ...dispatcher } },
    worker: { worker: { handlers: ['jobs'], ...worker } },
    admin: { admin: { port: await freePort() } },
    ...(transactions ? { transactions: { transactions } } : {}),
  };
  mkdirSync(join(folder, 'config'), { recursive: true });
  mkdirSync(join(folder, 'jobs'), { recursive: true });
  for (const [name, content] of Object.entries(files))
    writeFileSync(join(folder, 'config', `${name}.yaml`), stringify(content));
  for (const [name, code] of Object.entries(jobs)) writeFileSync(join(folder, 'jobs', name), code);
  return folder;
}
