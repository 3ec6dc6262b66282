import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { createAdminApp } from '../../src/admin/admin-app.ts';
import type { AdminOptions } from '../../src/admin/options.ts';
import { loadConfig } from '../../src/config/load.ts';
import type { Database } from '../../src/database/database.ts';
import { migrate } from '../../src/database/migration.ts';
import { DatabaseRegistry } from '../../src/database/registry.ts';
import { LEDGER_MIGRATIONS } from '../../src/ledger/schema.ts';
import { createLogger } from '../../src/runtime/logging.ts';
import { projectFolder } from './project-folder.ts';
import { type DatabaseKind, freshDatabase } from './servers.ts';

export const PORT = 8080;

/** A clock that stands still until it is set. */
export class StandingClock {
  #now = new Date('2026-11-22T10:00:30.500Z');
  now = () => this.#now;
  monotonicMs = () => this.#now.getTime();
  sleep = async () => {};
  set(instant: string): void {
    this.#now = new Date(instant);
  }
}

/** A migrated database of the test's own; `memory` is SQLite without a file. */
export async function ledgerOn(kind: DatabaseKind | 'memory'): Promise<Database> {
  const fresh =
    kind === 'memory'
      ? { config: { type: 'sqlite', path: ':memory:' } as const, drop: async () => {} }
      : await freshDatabase(kind);
  const registry = await DatabaseRegistry.initFromConfig({ default: fresh.config });
  onTestFinished(async () => {
    await registry.closeAll();
    await fresh.drop();
  });
  const database = registry.get('default');
  await migrate(database, LEDGER_MIGRATIONS);
  return database;
}

/** The configuration of an admin server, with some keys of admin.yaml set. */
export const adminConfig = (keys: Record<string, unknown> = {}): AdminOptions['config'] => {
  const { admin } = loadConfig(`${projectFolder({ 'config/admin.yaml': JSON.stringify({ admin: keys }) })}/config`, {});
  return { ...admin, port: PORT };
};

/** What the servers of the admin module are made with, and everything they log. */
export function adminOptions(
  database: Database,
  overrides: Partial<AdminOptions> = {},
): AdminOptions & { lines: string[] } {
  const lines: string[] = [];
  return {
    database,
    clock: new StandingClock(),
    logger: createLogger({ level: 'debug', format: 'json', destination: { write: (line) => void lines.push(line) } }),
    version: '1.2.3',
    health: () => [],
    config: adminConfig(),
    cronDefaults: { timeZone: 'Asia/Seoul', minCronIntervalSeconds: 60 },
    lines,
    ...overrides,
  };
}

export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads the members it expects; their types are checked against the document
  readonly body: any;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD' | 'OPTIONS';

export interface Api {
  readonly options: AdminOptions & { lines: string[] };
  readonly clock: StandingClock;
  readonly database: Database;
  /** Asks as a client of ours does; `body` is sent as JSON, text as it is. Headers set to null are left out. */
  ask(method: Method, path: string, body?: unknown, headers?: Record<string, string | null>): Promise<Answer>;
  /** As `ask` under /api/v1, and the answer must be what the OpenAPI document says. */
  call(method: Method, path: string, body?: unknown, headers?: Record<string, string | null>): Promise<Answer>;
}

/** The admin server's application on a database of its own. */
export async function apiOn(
  kind: DatabaseKind | 'memory' = 'memory',
  overrides: Partial<AdminOptions> = {},
): Promise<Api> {
  const database = await ledgerOn(kind);
  const options = adminOptions(database, overrides);
  const app = await createAdminApp(options, () => PORT);
  onTestFinished(() => app.close());

  const ask: Api['ask'] = async (method, path, body, headers = {}) => {
    const all = {
      host: `localhost:${PORT}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    };
    const response = await app.inject({
      method,
      url: path,
      headers: Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null)) as Record<string, string>,
      payload:
        body === undefined
          ? undefined
          : typeof body === 'string' || Buffer.isBuffer(body)
            ? body
            : JSON.stringify(body),
    });
    const isJson = /\/(problem\+)?json(;|$)/.test(String(response.headers['content-type']));
    return {
      status: response.statusCode,
      headers: response.headers as Record<string, string>,
      text: response.body,
      body: isJson && response.body !== '' ? JSON.parse(response.body) : undefined,
    };
  };
  const document = (await ask('GET', '/docs/json')).body as OpenApi;
  const call: Api['call'] = async (method, path, body, headers) => {
    const answer = await ask(method, `/api/v1${path}`, body, headers);
    checkAnswer(document, method, `/api/v1${path.split('?')[0]}`, answer);
    return answer;
  };
  return { options, clock: options.clock as StandingClock, database, ask, call };
}

type Schema = Record<string, unknown>;

interface Operation {
  readonly operationId: string;
  /** Absent for a route that is open to everybody. */
  readonly 'x-required-role'?: string;
  readonly responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
  readonly parameters?: { name: string; in: string; required?: boolean; schema: Schema }[];
  readonly requestBody?: { content: Record<string, { schema: Schema }> };
}

/** The part of an OpenAPI document that the tests look at. */
export interface OpenApi {
  readonly openapi: string;
  readonly info: Schema;
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { schemas: Record<string, Schema> };
}

/** A checker made from a schema of the document. */
export function checkerOf(document: OpenApi, schema: Schema): z.ZodType {
  const text = JSON.stringify({ ...schema, $defs: document.components.schemas });
  return z.fromJSONSchema(JSON.parse(text.replaceAll('#/components/schemas/', '#/$defs/')));
}

function checkAnswer(document: OpenApi, method: string, path: string, answer: Answer): void {
  // A path without a parameter goes before one that has it in the same place.
  const [, operations] =
    Object.entries(document.paths)
      .filter(([template]) => new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`).test(path))
      .sort(([a], [b]) => a.split('{').length - b.split('{').length)[0] ?? [];
  const operation = operations?.[method.toLowerCase()];
  const type = answer.status < 400 ? 'application/json' : 'application/problem+json';
  if (answer.headers['content-type'] !== `${type}; charset=utf-8`)
    throw new Error(`${method} ${path} answered ${answer.status} as ${answer.headers['content-type']}`);
  const response = operation?.responses[answer.status < 400 ? answer.status : 'default'];
  const schema =
    response?.content?.[type]?.schema ?? (operation ? undefined : { $ref: '#/components/schemas/Problem' });
  if (!schema) throw new Error(`${method} ${path}: ${answer.status} is not in the document`);
  checkerOf(document, schema).parse(answer.body);
}
