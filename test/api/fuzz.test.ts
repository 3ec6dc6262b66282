import { expect, test } from 'vitest';
import { type Answer, apiOn, type OpenApi } from '../support/admin-app.ts';

/** `JOBU_TEST_SEED=7 npx vitest run test/api/fuzz.test.ts` plays another round. */
const SEED = Number(process.env['JOBU_TEST_SEED'] ?? 20261123);
const ROUNDS = 16;
const SLOWEST_MS = 5_000;

type Schema = {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Record<string, Schema>;
  readonly required?: readonly string[];
  readonly format?: string;
};

const HOSTILE_TEXTS = [
  '',
  ' ',
  '\u0000',
  '\ud800',
  "' OR 1=1 --",
  '<script>alert(1)</script>',
  '../../etc/passwd',
  '%s%n${7*7}{{7*7}}',
  '__proto__',
  '0',
  '-1',
  '9223372036854775808',
  '1e400',
  'null',
  '2026-02-30T25:61:00Z',
  '9999-12-31T23:59:59.999Z',
  '(a+)+$',
  '가'.repeat(3000),
  'x'.repeat(20_000),
];
const HOSTILE_VALUES: readonly unknown[] = [
  null,
  true,
  -1,
  0.5,
  2 ** 53,
  -(2 ** 63),
  1e308,
  [],
  {},
  [[[[]]]],
  { constructor: { prototype: {} } },
  ...HOSTILE_TEXTS,
];

/** Numbers that follow from the seed (mulberry32). */
function randomOf(seed: number) {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return { next, pick: <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)]! };
}

type Random = ReturnType<typeof randomOf>;

/** A value that mostly fits the schema, and sometimes does not at all. */
function sampleOf(schema: Schema, document: OpenApi, random: Random, depth = 0): unknown {
  if (random.next() < 0.08) return random.pick(HOSTILE_VALUES);
  if (depth > 4) return null;
  const inner = (each: Schema) => sampleOf(each, document, random, depth + 1);
  if (schema.$ref) return inner(document.components.schemas[schema.$ref.split('/').at(-1)!] as Schema);
  if (schema.enum) return random.pick(schema.enum);
  if (schema.anyOf) return inner(random.pick(schema.anyOf));
  const type = typeof schema.type === 'string' ? schema.type : random.pick(schema.type ?? ['string', 'object']);
  if (type === 'integer') return Math.floor(random.next() * 50) - 2;
  if (type === 'number') return random.next() * 100;
  if (type === 'boolean') return random.next() < 0.5;
  if (type === 'null') return null;
  if (type === 'array') return Array.from({ length: Math.floor(random.next() * 3) }, () => inner(schema.items ?? {}));
  if (type === 'object')
    return Object.fromEntries([
      ...Object.entries(schema.properties ?? {}).flatMap(([name, each]) =>
        schema.required?.includes(name) || random.next() < 0.4 ? [[name, inner(each)] as const] : [],
      ),
      ...(random.next() < 0.1 ? [['unknown key', 1] as const] : []),
    ]);
  if (schema.format === 'date-time') return new Date(Date.UTC(2026, 10, 1) + random.next() * 6e9).toISOString();
  if (schema.format === 'date') return `2026-11-2${Math.floor(random.next() * 10)}`;
  return random.pick(['1', '2', 'daily', 'h', '0 9 * * *', 'Asia/Seoul', 'kr', ...HOSTILE_TEXTS]);
}

const HEADERS: readonly Record<string, string>[] = [
  {},
  { 'if-match': '*' },
  { 'if-match': '"1' },
  { 'content-type': 'text/plain' },
  { 'content-type': 'application/json; charset=utf-16' },
  { 'idempotency-key': 'k'.repeat(5000) },
  { 'accept-language': 'ko;q=x,,;*' },
  { cookie: 'jobu_session=%00; =; a' },
  { authorization: 'Bearer jobu_1_nothing' },
  { 'last-event-id': '-1' },
  { range: 'bytes=9-1' },
];

const BROKEN_BODIES = ['{', '[]', 'null', '"text"', '{"a":1e999}', '\u0000', `${'['.repeat(5000)}${']'.repeat(5000)}`];

function problemOf(answer: Answer, ms: number): string | undefined {
  if (answer.status >= 500) return `answers ${answer.status}: ${answer.text.slice(0, 300)}`;
  if (ms > SLOWEST_MS) return `takes ${Math.round(ms)} ms`;
  if (/\n\s+at .*[.]ts:\d+/.test(answer.text) || /node_modules\//.test(answer.text)) return 'shows a stack';
  if (answer.status >= 400 && !String(answer.headers['content-type']).startsWith('application/problem+json'))
    return `answers ${answer.status} as ${answer.headers['content-type']}`;
  return undefined;
}

test(`no request of a hostile client is answered with a failure of the server (seed ${SEED})`, async () => {
  const { ask, call } = await apiOn();
  await call('POST', '/crons', { name: 'daily', cronExpression: '0 9 * * *', handlerName: 'h' });
  await call('POST', '/crons', { name: 'two', cronExpression: null, handlerName: 'h', groupName: 'g' });
  for (let each = 0; each < 3; each++) await call('POST', '/executions', { handlerName: 'h', params: { each } });
  const document = (await ask('GET', '/docs/json')).body as OpenApi;
  const random = randomOf(SEED);
  const found: string[] = [];
  let asked = 0;
  const fuzzed = { headers: new Set<string>(), queries: 0, bodies: 0 };
  for (const [template, operations] of Object.entries(document.paths))
    for (const [method, operation] of Object.entries(operations)) {
      // A stream has no end.
      if (template.endsWith('/stream')) continue;
      for (let round = 0; round < ROUNDS; round++) {
        const parameters = operation.parameters ?? [];
        const path = template.replace(/\{\w+\}/g, () =>
          encodeURIComponent(
            random
              .pick(['1', '2', 'daily', ...HOSTILE_TEXTS])
              .toWellFormed()
              .slice(0, 400) || '1',
          ),
        );
        const query = new URLSearchParams(
          parameters.flatMap((one): [string, string][] => {
            if (one.in !== 'query' || random.next() < 0.5) return [];
            const value = sampleOf(one.schema as Schema, document, random);
            return [[one.name, typeof value === 'string' ? value.slice(0, 2000) : (JSON.stringify(value) ?? '')]];
          }),
        ).toString();
        const schema = operation.requestBody?.content['application/json']?.schema as Schema | undefined;
        const body =
          schema === undefined
            ? undefined
            : random.next() < 0.08
              ? random.pick(BROKEN_BODIES)
              : JSON.stringify(sampleOf(schema, document, random) ?? null);
        const url = query === '' ? path : `${path}?${query}`;
        const declared = parameters.flatMap((one): [string, string][] => {
          if (one.in !== 'header' || random.next() < 0.6) return [];
          const value = String(sampleOf(one.schema as Schema, document, random));
          // What cannot stand in a header at all never reaches the server.
          return [[one.name, value.replace(/[^\x20-\x7e\x80-\xff]/g, '?').slice(0, 4000)]];
        });
        for (const [name] of declared) fuzzed.headers.add(name);
        if (query !== '') fuzzed.queries++;
        if (body !== undefined) fuzzed.bodies++;
        const headers = {
          ...(random.next() < 0.25 ? random.pick(HEADERS) : { 'if-match': '*' }),
          ...Object.fromEntries(declared),
        };
        const began = performance.now();
        const answer = await ask(method.toUpperCase() as 'GET', url, body, headers).catch((error: unknown) => ({
          ...{ status: 599, headers: {}, body: undefined },
          text: String(error),
        }));
        asked++;
        const problem = problemOf(answer, performance.now() - began);
        if (problem)
          found.push(
            `${method} ${url.slice(0, 200)} ${JSON.stringify(headers).slice(0, 80)} ${body?.slice(0, 300) ?? ''}: ${problem}`,
          );
      }
    }
  expect(found).toEqual([]);
  expect(asked).toBeGreaterThan(500);
  // All three ways in were tried, and every header that the document names.
  expect(fuzzed.queries).toBeGreaterThan(100);
  expect(fuzzed.bodies).toBeGreaterThan(100);
  const named = Object.values(document.paths)
    .flatMap((operations) => Object.values(operations))
    .flatMap(({ parameters = [] }) => parameters.flatMap(({ name, in: place }) => (place === 'header' ? [name] : [])));
  expect([...fuzzed.headers].sort()).toEqual([...new Set(named)].filter((name) => name !== 'last-event-id').sort());
}, 120_000);
