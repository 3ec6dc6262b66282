import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { z } from 'zod';
import { closest } from '../domain/suggestion.ts';
import { type Problem, problem } from './problem.ts';
import type { BLOCKS, BlockName } from './schema.ts';
import type { Path, YamlFile } from './yaml-file.ts';

/** The validated blocks in the spelling of the files; one that cannot be read at all is missing. */
export type Blocks = { [Name in BlockName]?: z.output<(typeof BLOCKS)[Name]['schema']> };

/** Where to find the files' positions by block. */
export type Files = { readonly [Name in BlockName]: YamlFile };

type Report = (problem: Problem) => void;

/** What the rules go by beside the values. */
interface Known {
  readonly root: string;
  /** Names of databases, also of those with a fault; undefined when their file cannot be read. */
  readonly databaseNames: readonly string[] | undefined;
  /** Dotted names of keys that have a fault of their own: rules leave them alone. */
  readonly faulty: ReadonlySet<string>;
}

const SCHEMES = {
  postgres: ['postgres:', 'postgresql:'],
  mysql: ['mysql:', 'mariadb:'],
  mariadb: ['mysql:', 'mariadb:'],
};

function checkDatabases(
  databases: NonNullable<Blocks['databases']>,
  file: YamlFile,
  faulty: ReadonlySet<string>,
  report: Report,
): void {
  for (const [name, entry] of Object.entries(databases)) {
    const hasFault = [...faulty].some((key) => `${key}.`.startsWith(`databases.${name}.`));
    if (entry.type === 'sqlite' || hasFault) continue;
    const path = ['databases', name];
    const invalid = (reason: string, hint: string) =>
      report(
        problem(file.position([...path, 'url']), 'CONFIG_VALUE_INVALID', {
          key: `databases.${name}.url`,
          value: '[hidden]',
          reason,
          hint,
        }),
      );
    const url = entry.url === undefined || !URL.canParse(entry.url) ? undefined : new URL(entry.url);
    if (entry.url !== undefined && !url) {
      invalid(
        'is not a URL',
        `Write ${entry.type}://user:password@host:port/name; encode special characters of the password.`,
      );
      continue;
    }
    const schemes = SCHEMES[entry.type];
    if (url && !schemes.includes(url.protocol))
      invalid(`must begin with ${schemes[0]}//`, `The type is ${entry.type}.`);
    const missing = (key: string) =>
      report(
        problem(file.position(path, 'key'), 'CONFIG_KEY_MISSING', {
          key: `databases.${name}.${key}`,
          hint: 'Or give a url.',
        }),
      );
    if (!entry.host && !url?.hostname) missing('host');
    if (!entry.database && (url?.pathname ?? '').length < 2) missing('database');
  }
}

function checkReferences(blocks: Blocks, files: Files, names: readonly string[], known: Known, report: Report): void {
  const refer = (block: BlockName, path: Path, database: string) => {
    if (names.includes(database) || known.faulty.has(path.slice(0, 2).join('.'))) return;
    const meant = closest(database, names);
    const hint = meant ? `Did you mean "${meant}"?` : `It has: ${names.join(', ') || 'none'}.`;
    report(problem(files[block].position(path), 'CONFIG_DATABASE_UNKNOWN', { key: path.join('.'), database, hint }));
  };
  for (const block of ['dispatcher', 'worker', 'admin'] as const) {
    const value = blocks[block];
    if (value) refer(block, [block, 'database'], value.database);
  }
  const decisions = blocks.transactions?.decision_database;
  // The default is asked for only when a transaction needs it.
  if (decisions !== undefined && decisions !== 'default')
    refer('transactions', ['transactions', 'decision_database'], decisions);
  for (const [index, name] of blocks.worker?.databases?.entries() ?? [])
    refer('worker', ['worker', 'databases', index], name);
}

/** An address that only this machine can reach. */
export function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/i.test(host);
}

/** The rules that tie several keys together, over everything that is valid by itself. */
export function checkRules(blocks: Blocks, files: Files, known: Known): Problem[] {
  const problems: Problem[] = [];
  const report: Report = (found) => problems.push(found);
  const { databases, dispatcher, worker, admin } = blocks;
  const sound = (...keys: string[]) => keys.every((key) => !known.faulty.has(key));
  if (databases) checkDatabases(databases, files.databases, known.faulty, report);
  if (known.databaseNames) checkReferences(blocks, files, known.databaseNames, known, report);
  if (dispatcher) {
    const { max_sleep_seconds: sleep, poll_interval_seconds: poll } = dispatcher;
    if (sleep < poll && sound('dispatcher.max_sleep_seconds', 'dispatcher.poll_interval_seconds')) {
      const at = files.dispatcher.position(['dispatcher', 'max_sleep_seconds']);
      report(problem(at, 'CONFIG_SLEEP_TOO_SHORT', { sleep, poll }));
    }
    for (const [index, file] of dispatcher.crons.entries()) {
      if (existsSync(resolve(known.root, file))) continue;
      const at = files.dispatcher.position(['dispatcher', 'crons', index]);
      report(problem(at, 'CONFIG_FILE_UNREADABLE', { file, reason: `there is none in ${known.root}` }));
    }
  }
  if (worker) {
    const { lease_seconds: lease, heartbeat_interval_seconds: heartbeat } = worker;
    if (lease <= 2 * heartbeat && sound('worker.lease_seconds', 'worker.heartbeat_interval_seconds')) {
      const at = files.worker.position(['worker', 'lease_seconds']);
      report(problem(at, 'CONFIG_LEASE_TOO_SHORT', { lease, heartbeat }));
    }
  }
  if (admin) {
    const { host, port, health_port, sign_in: signIn, tls } = admin;
    if (!isLoopback(host) && signIn.mode === 'none' && sound('admin.host', 'admin.sign_in.mode'))
      report(problem(files.admin.position(['admin', 'host']), 'ADMIN_NOT_LOOPBACK', { host }));
    if (signIn.mode === 'proxy' && signIn.proxy.addresses.length === 0 && sound('admin.sign_in.proxy.addresses')) {
      const at = files.admin.position(['admin', 'sign_in', 'mode']);
      const hint = 'Name the addresses from which the proxy asks, for instance 127.0.0.1.';
      report(problem(at, 'CONFIG_KEY_MISSING', { key: 'admin.sign_in.proxy.addresses', hint }));
    }
    for (const key of ['key_file', 'certificate_file'] as const) {
      if (!tls || existsSync(resolve(known.root, tls[key]))) continue;
      const at = files.admin.position(['admin', 'tls', key]);
      report(problem(at, 'CONFIG_FILE_UNREADABLE', { file: tls[key], reason: `there is none in ${known.root}` }));
    }
    if (port !== 0 && port === health_port && sound('admin.port', 'admin.health_port')) {
      report(problem(files.admin.position(['admin', 'health_port']), 'CONFIG_PORT_TAKEN', { port }));
    }
  }
  return problems;
}
