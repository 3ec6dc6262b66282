import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { checkConfig, loadConfig } from '../../src/config/load.ts';
import { showConfig } from '../../src/config/show.ts';
import { isJobuError } from '../../src/errors.ts';

let config: string;
beforeAll(() => {
  config = join(mkdtempSync(join(tmpdir(), 'jobu-property-')), 'config');
  mkdirSync(config);
});
afterAll(() => rmSync(join(config, '..'), { recursive: true, force: true }));

const KEYS = [
  'database',
  'databases',
  'queues',
  'pool_size',
  'lease_seconds',
  'heartbeat_interval_seconds',
  'http',
  'log',
  'x',
];
const leaf = fc.oneof(
  fc.constantFrom(
    null,
    true,
    0,
    -1,
    1.5,
    1e12,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    '',
    'default',
    '${A}',
    '${',
    '$${',
    '10.0.0.0/8',
  ),
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.array(fc.oneof(fc.string({ maxLength: 4 }), fc.integer(), fc.constant(null)), { maxLength: 3 }),
  fc.dictionary(
    fc.constantFrom('allow_private_addresses', 'max_lines', '__proto__', 'x'),
    fc.jsonValue({ maxDepth: 1 }),
    { maxKeys: 2 },
  ),
);

/** Whatever stands in the files: problems with a place, or a configuration; never anything else. */
function holds(environment: Record<string, string>): void {
  const problems = checkConfig(config, environment);
  for (const { file, line, column, message } of problems) {
    expect(file).toContain('.yaml');
    expect(line).toBeGreaterThan(0);
    expect(column).toBeGreaterThan(0);
    expect(message).not.toMatch(/undefined|\[object/);
  }
  if (problems.length > 0) {
    expect(() => loadConfig(config, environment)).toThrow(
      expect.toSatisfy((error) => isJobuError(error, 'CONFIG_INVALID')),
    );
    return;
  }
  const loaded = loadConfig(config, environment);
  const { leaseSeconds, heartbeatIntervalSeconds, poolSize } = loaded.worker;
  expect(leaseSeconds).toBeGreaterThan(2 * heartbeatIntervalSeconds);
  expect(Number.isInteger(poolSize)).toBe(true);
  expect(Object.isFrozen(loaded.worker.queues)).toBe(true);
  expect(showConfig(loaded).length).toBeGreaterThan(20);
}

test('any values under known and unknown keys give problems with a place, or a sound configuration', () => {
  const block = fc.dictionary(fc.constantFrom(...KEYS), leaf, { maxKeys: 5 });
  fc.assert(
    fc.property(block, fc.option(fc.string()), (worker, variable) => {
      writeFileSync(join(config, 'worker.yaml'), stringify({ worker }));
      holds(variable === null ? {} : { A: variable });
    }),
    { numRuns: 300 },
  );
});

test('any text in a file gives problems with a place, or a sound configuration', () => {
  const pieces = fc.constantFrom(
    'worker',
    ':',
    ' ',
    '\n',
    '- ',
    '{',
    '}',
    '[',
    ']',
    '"',
    "'",
    '&a',
    '*a',
    '!t',
    '|',
    '#',
    '<<',
    '${A',
    '5',
    '\t',
    '?',
    '---',
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(pieces, { maxLength: 15 }).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(text, (yaml) => {
      writeFileSync(join(config, 'worker.yaml'), yaml);
      holds({});
    }),
    { numRuns: 300 },
  );
});
