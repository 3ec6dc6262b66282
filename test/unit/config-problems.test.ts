import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkConfig, loadConfig } from '../../src/config/load.ts';
import { isLoopback } from '../../src/config/rules.ts';
import { isJobuError } from '../../src/errors.ts';
import { projectFolder } from '../support/project-folder.ts';

const check = (files: Record<string, string>, environment: Record<string, string> = {}) =>
  checkConfig(join(projectFolder(files), 'config'), environment).map(({ file, ...rest }) => ({
    file: file.replace(/^.*config\//, ''),
    ...rest,
  }));

const worker = (yaml: string) => check({ 'config/worker.yaml': yaml });
const database = (entry: string) => check({ 'config/database.yaml': `databases: {default: ${entry}}` });

describe('checking a configuration', () => {
  test('shows every problem of every file at once, with its place', () => {
    const problems = check({
      'config/worker.yaml': 'worker:\n  pool_sise: 5\n  lease_seconds: 0\n  databases: [defualt]\n',
      'config/dispatcher.yaml': 'dispatcher:\n  time_zone: Asia/Soul\n  poll_interval_seconds: fast\n',
      'config/admin.yaml': 'admin:\n  host: 0.0.0.0\n  port: ${PORT}\n',
    });
    expect(problems.map(({ file, line, column, code }) => `${file}:${line}:${column} ${code}`)).toEqual([
      'admin.yaml:2:9 ADMIN_NOT_LOOPBACK',
      'admin.yaml:3:9 CONFIG_VARIABLE_MISSING',
      'dispatcher.yaml:2:14 CONFIG_VALUE_INVALID',
      'dispatcher.yaml:3:26 CONFIG_VALUE_INVALID',
      'worker.yaml:2:3 CONFIG_KEY_UNKNOWN',
      'worker.yaml:3:18 CONFIG_VALUE_INVALID',
      'worker.yaml:4:15 CONFIG_DATABASE_UNKNOWN',
    ]);
    expect(problems[1]?.message).toContain('PORT');
    expect(problems[2]?.message).toContain('Asia/Seoul');
    expect(problems[3]?.message).toMatch(/dispatcher\.poll_interval_seconds is "fast": it must be a number/);
    expect(problems[4]?.message).toMatch(/"worker\.pool_sise" is not known.*Did you mean "pool_size"/);
    expect(problems[5]?.message).toMatch(/worker\.lease_seconds is 0: it must be at least 0\.01/);
  });

  test('reports one fault once, not also what follows from it', () => {
    const problems = check({
      'config/database.yaml':
        'databases:\n  default: {type: postgres, host: "${HOST}", database: d}\n  b: {type: postgress}\n',
      'config/worker.yaml':
        'worker:\n  lease_seconds: ${LEASE}\n  heartbeat_interval_seconds: 20\n  databases: [default, b]\n',
      'config/admin.yaml': 'admin: {port: x, health_port: 8080}',
    });
    expect(problems.map(({ file, line, code }) => `${file}:${line} ${code}`)).toEqual([
      'admin.yaml:1 CONFIG_VALUE_INVALID',
      'database.yaml:2 CONFIG_VARIABLE_MISSING',
      'database.yaml:3 CONFIG_VALUE_INVALID',
      'worker.yaml:2 CONFIG_VARIABLE_MISSING',
    ]);
    expect(problems[2]?.message).toContain('Did you mean "postgres"');
  });

  test('of a correct one finds nothing', () => {
    expect(check({ 'config/worker.yaml': 'worker: {pool_size: 3}' })).toEqual([]);
  });

  test('and loading it fail with the same problems', () => {
    const root = projectFolder({ 'config/worker.yaml': 'worker: {pool_size: 0, queues: []}' });
    try {
      loadConfig(join(root, 'config'), {});
      expect.unreachable();
    } catch (error) {
      expect(isJobuError(error, 'CONFIG_INVALID')).toBe(true);
      expect(String(error)).toMatch(/2 problems/);
      expect(String(error)).toMatch(/worker\.yaml:1:21: worker\.pool_size is 0/);
      expect(String(error)).toMatch(/worker\.queues is a list: it must not be an empty list/);
    }
  });

  test('in a folder that is not there says so', () => {
    const missing = join(projectFolder(), 'nowhere');
    expect(() => checkConfig(missing, {})).toThrow(expect.objectContaining({ code: 'CONFIG_FOLDER_MISSING' }));
    expect(() => loadConfig(missing, {})).toThrow(missing);
  });
});

describe('a file', () => {
  test.each([
    ['an indentation that does not fit', 'worker:\n  a: 1\n b: 2\n', 3],
    ['a key twice', 'worker:\n  pool_size: 1\n  pool_size: 2\n', 3],
    ['two documents', 'worker: {}\n---\nworker: {}\n', 2],
    ['a tag nobody knows', 'worker:\n  pool_size: !ten 10\n', 2],
  ])('with %s is refused at its line', (_, yaml, line) => {
    expect(worker(yaml)).toEqual([expect.objectContaining({ code: 'CONFIG_SYNTAX', line })]);
  });

  test.each(['[]', 'worker', '5'])('that holds %s is no block of keys', (yaml) => {
    expect(worker(yaml)).toEqual([expect.objectContaining({ code: 'CONFIG_VALUE_INVALID', line: 1 })]);
  });

  test('with the block of another file names that file', () => {
    const [problem] = worker('worker: {}\nadmin: {}\n');
    expect(problem).toMatchObject({ code: 'CONFIG_KEY_UNKNOWN', line: 2, column: 1 });
    expect(problem?.message).toContain('admin.yaml');
  });

  test.each([
    ['databases.yaml', 'database.yaml'],
    ['worker.yml', 'worker.yaml'],
  ])('called %s is taken for a misspelling, not passed over', (file, meant) => {
    const [problem] = check({ [`config/${file}`]: 'x: 1' });
    expect(problem).toMatchObject({ code: 'CONFIG_FILE_UNKNOWN', file });
    expect(problem?.message).toContain(meant);
  });

  test('with crons beside the configuration is none of its business', () => {
    expect(check({ 'config/crons.yaml': 'namespace: x' })).toEqual([]);
  });
});

describe('a value', () => {
  test.each([
    ['pool_size: 1.5', /must be a whole number/],
    ['pool_size: "5"', /worker\.pool_size is "5": it must be a number|whole number/],
    ['pool_size: -1', /at least 1/],
    ['pool_size: 1000000000000', /at most 1000/],
    ['lease_seconds: .nan', /must be a number/],
    ['lease_seconds: .inf', /must be a number|at most/],
    ['queues: default', /must be a list/],
    ['queues: [1]', /worker\.queues\.0 is 1: it must be text/],
    ['queues: [""]', /must not be empty/],
    ['command: {enabled: yes}', /must be true or false/],
    ['command: true', /worker\.command is true: it must be a block of keys/],
    ['http: {allow_private_addresses: [10.0.0.0/33]}', /allow_private_addresses\.0 .*range such as 10\.0\.0\.0\/8/],
    ['http: {allow_private_addresses: maybe}', /must be true or false or a list/],
  ])('of %s is refused with what it must be', (yaml, message) => {
    const problems = worker(`worker: {${yaml}}`);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.code).toBe('CONFIG_VALUE_INVALID');
    expect(problems[0]?.message).toMatch(message);
  });

  test('of a variable that does not convert is refused like any other', () => {
    const [problem] = check({ 'config/admin.yaml': 'admin: {port: "${PORT}"}' }, { PORT: 'http' });
    expect(problem?.message).toMatch(/admin\.port is "http": it must be a number/);
  });

  test('of a variable between braces without quotes gets told about the quotes', () => {
    const problems = check({ 'config/admin.yaml': 'admin: {port: ${PORT}}' }, { PORT: '80' });
    expect(problems).toEqual([expect.objectContaining({ code: 'CONFIG_SYNTAX', line: 1 })]);
    expect(problems[0]?.message).toContain('in quotes');
  });

  test('that no variable gave is refused with the notation', () => {
    const [problem] = check({ 'config/admin.yaml': 'admin: {port: "${PORT-80}"}' });
    expect(problem).toMatchObject({ code: 'CONFIG_VARIABLE_INVALID' });
    expect(problem?.message).toContain('${NAME:-default}');
  });
});

describe('a database', () => {
  test.each([
    ['{path: x}', /type.*must be one of "sqlite", "postgres", "mysql", "mariadb"/],
    ['{type: oracle}', /type.*must be one of "sqlite"/],
    ['{type: sqlite}', /"databases\.default\.path" is missing/],
    ['{type: sqlite, path: x, host: h}', /"databases\.default\.host" is not known/],
    ['{type: postgres, host: h}', /"databases\.default\.database" is missing.*Or give a url/],
    ['{type: postgres, database: d}', /"databases\.default\.host" is missing/],
    ['{type: postgres, url: "mysql://h/d"}', /must begin with postgres:\/\//],
    ['{type: mysql, host: h, database: d, options: {notify: true}}', /"databases\.default\.options" is not known/],
    [
      '{type: mysql, host: h, database: d, pool: {min_size: 5, max_size: 2}}',
      /min_size is 5: it must not be above max_size/,
    ],
    ['{type: mysql, host: h, database: d, pool: {max_sise: 2}}', /"databases\.default\.pool\.max_sise".*"max_size"/],
    ['{type: mysql, host: h, database: d, tls: {sni: x}}', /"databases\.default\.tls\.sni" is not known/],
    ['{type: mysql, host: h, database: d, tls: {ca: nowhere.pem}}', /nowhere\.pem cannot be read/],
  ])('of %s is refused', (entry, message) => {
    const problems = database(entry);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).toMatch(message);
  });

  test('with a name that is none is refused', () => {
    const [problem] = check({
      'config/database.yaml': 'databases:\n  1st: {type: sqlite, path: x}\n  default: {type: sqlite, path: y}\n',
    });
    expect(problem).toMatchObject({ line: 2, column: 3 });
    expect(problem?.message).toContain('1st');
  });

  test('that nobody defined is found wherever it is named', () => {
    const problems = check({
      'config/database.yaml': 'databases: {main: {type: sqlite, path: x}}',
      'config/worker.yaml': 'worker: {database: main, databases: [main, mian]}',
      'config/dispatcher.yaml': 'dispatcher: {database: other}',
    });
    expect(problems.map(({ file, code }) => `${file} ${code}`)).toEqual([
      'admin.yaml CONFIG_DATABASE_UNKNOWN',
      'dispatcher.yaml CONFIG_DATABASE_UNKNOWN',
      'worker.yaml CONFIG_DATABASE_UNKNOWN',
    ]);
    expect(problems[2]?.message).toMatch(/worker\.databases\.1 names the database "mian".*Did you mean "main"/);
  });

  test.each([
    ['{type: postgres, host: h, database: d, password: [hunter2]}'],
    ['{type: postgres, url: "hunter2 is no url"}'],
    ['{type: postgres, host: h, database: d, tls: {key: {hunter2: 1}}}'],
    ['{type: postgres, host: h, database: d, password: 5551234}'],
  ])('of %s does not have its secret shown', (entry) => {
    const problems = database(entry);
    expect(problems).not.toEqual([]);
    expect(JSON.stringify(problems)).not.toMatch(/hunter2|5551234/);
  });
});

describe('keys that depend on each other', () => {
  test.each([
    ['worker', 'worker: {lease_seconds: 10, heartbeat_interval_seconds: 5}', 'CONFIG_LEASE_TOO_SHORT'],
    ['dispatcher', 'dispatcher: {max_sleep_seconds: 1, poll_interval_seconds: 2}', 'CONFIG_SLEEP_TOO_SHORT'],
    ['dispatcher', 'dispatcher: {crons: [config/none.yaml]}', 'CONFIG_FILE_UNREADABLE'],
    ['admin', 'admin: {port: 9000, health_port: 9000}', 'CONFIG_PORT_TAKEN'],
    ['admin', 'admin: {host: 192.168.0.10}', 'ADMIN_NOT_LOOPBACK'],
  ])('are checked together: %s %s', (block, yaml, code) => {
    expect(check({ [`config/${block}.yaml`]: yaml })).toEqual([expect.objectContaining({ code, line: 1 })]);
  });

  test('the health port may listen anywhere', () => {
    expect(check({ 'config/admin.yaml': 'admin: {health_host: 0.0.0.0, health_port: 8081}' })).toEqual([]);
  });

  test.each(['127.0.0.1', '127.8.8.8', '::1', 'localhost', 'LOCALHOST'])('%s is loopback', (host) => {
    expect(isLoopback(host)).toBe(true);
  });

  test.each(['0.0.0.0', '::', '127.0.0.1.example.com', 'localhost.example.com', '10.0.0.1', '1270.0.0.1', ''])(
    '%s is not',
    (host) => {
      expect(isLoopback(host)).toBe(false);
    },
  );
});
