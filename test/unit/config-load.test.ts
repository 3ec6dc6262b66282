import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { projectFolder } from '../support/project-folder.ts';

const load = (files: Record<string, string>, environment: Record<string, string> = {}) => {
  const root = projectFolder(files);
  return { root, config: loadConfig(join(root, 'config'), environment) };
};

describe('a configuration', () => {
  test('without any file is the documented defaults on one embedded database', () => {
    const { root, config } = load({});
    expect(config.root).toBe(root);
    expect(config.databases).toMatchObject({ default: { type: 'sqlite', path: join(root, 'data/jobu.db') } });
    expect(config.dispatcher).toEqual({
      database: 'default',
      pollIntervalSeconds: 1,
      maxSleepSeconds: 5,
      minCronIntervalSeconds: 60,
      timeZone: 'Asia/Seoul',
      crons: [],
      retention: { successDays: 30, otherDays: 90, logDays: 14 },
    });
    expect(config.worker).toMatchObject({
      databases: ['default'],
      handlers: [join(root, 'jobs')],
      queues: ['default'],
      claimBatchSize: 500,
      heartbeatIntervalSeconds: 5,
      leaseSeconds: 30,
      http: { allowPrivateAddresses: false },
      command: { enabled: false, allow: [] },
    });
    expect(config.admin).toMatchObject({ host: '127.0.0.1', port: 8080, cors: [] });
    expect(config.admin.healthPort).toBeUndefined();
    expect(config.logging).toEqual({ level: 'info', format: 'auto' });
  });

  test('takes an empty file and a block without a value for the defaults', () => {
    const { config } = load({
      'config/worker.yaml': '',
      'config/admin.yaml': 'admin:\n',
      'config/logging.yaml': '# none\n',
    });
    expect(config.worker.poolSize).toBe(10);
    expect(config.admin.port).toBe(8080);
  });

  test('is spelled in camelCase, but names of databases stay as they are', () => {
    const { root, config } = load({
      'config/database.yaml': `databases:
  default: {type: sqlite, path: db/main.db, options: {synchronous: normal}}
  sales_eu:
    type: postgres
    host: db.example.com
    database: sales
    user: jobu
    pool: {min_size: 2, max_size: 20, acquire_timeout_seconds: 1.5}
    statement_timeout_seconds: 0
    options: {prepared_statements: false}
`,
    });
    expect(config.databases['sales_eu']).toEqual({
      type: 'postgres',
      host: 'db.example.com',
      database: 'sales',
      user: 'jobu',
      pool: { minSize: 2, maxSize: 20, acquireTimeoutSeconds: 1.5, idleTimeoutSeconds: 300, maxLifetimeSeconds: 3600 },
      statementTimeoutSeconds: 0,
      options: { preparedStatements: false, notify: true },
    });
    expect(config.databases['default']).toMatchObject({
      path: join(root, 'db/main.db'),
      options: { synchronous: 'normal' },
    });
    expect(config.worker.databases).toEqual(['default', 'sales_eu']);
  });

  test('cannot be changed, at no depth', () => {
    const { config } = load({});
    expect(() => {
      (config.worker as { poolSize: number }).poolSize = 1;
    }).toThrow(TypeError);
    expect(() => (config.worker.queues as string[]).push('x')).toThrow(TypeError);
    expect(() => {
      (config.databases as Record<string, unknown>)['other'] = {};
    }).toThrow(TypeError);
  });

  test('keeps ":memory:" and absolute paths, and makes the others absolute from the project', () => {
    const { root, config } = load({
      'config/database.yaml':
        'databases: {default: {type: sqlite, path: ":memory:"}, b: {type: sqlite, path: /var/b.db}}',
      'config/worker.yaml': 'worker: {handlers: [jobs, ../shared/jobs, /opt/jobs]}',
    });
    expect(config.databases).toMatchObject({ default: { path: ':memory:' }, b: { path: '/var/b.db' } });
    expect(config.worker.handlers).toEqual([join(root, 'jobs'), join(root, '../shared/jobs'), '/opt/jobs']);
  });

  test('reads a certificate from its file, and takes PEM text as it is', () => {
    const pem = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
    const { config } = load({
      'certs/ca.pem': pem,
      'config/database.yaml': `databases:
  default:
    type: mysql
    url: mysql://jobu@db/jobu
    tls:
      ca: certs/ca.pem
      cert: |
        -----BEGIN CERTIFICATE-----
        BBBB
        -----END CERTIFICATE-----
      reject_unauthorized: false
`,
    });
    expect(config.databases['default']).toMatchObject({
      tls: { ca: pem, cert: expect.stringContaining('BBBB'), rejectUnauthorized: false },
    });
  });

  test('keeps rows for ever where it says so', () => {
    const { config } = load({
      'config/dispatcher.yaml': 'dispatcher: {retention: {other_days: forever, log_days: 0.5}}',
    });
    expect(config.dispatcher.retention).toEqual({ successDays: 30, otherDays: null, logDays: 0.5 });
  });
});

describe('an environment variable', () => {
  const yaml = (value: string) => ({ 'config/admin.yaml': `admin:\n  port: ${value}\n` });

  test('becomes the number or the flag that the key wants', () => {
    expect(load(yaml('${PORT}'), { PORT: '9000' }).config.admin.port).toBe(9000);
    expect(load(yaml('"${PORT}"'), { PORT: '9000' }).config.admin.port).toBe(9000);
    const worker = {
      'config/worker.yaml': 'worker: {command: {enabled: "${ON:-true}"}, poll_interval_seconds: "${POLL}"}',
    };
    const { config } = load(worker, { POLL: '0.5' });
    expect(config.worker).toMatchObject({ command: { enabled: true }, pollIntervalSeconds: 0.5 });
    const union = { 'config/worker.yaml': 'worker: {http: {allow_private_addresses: "${PRIVATE}"}}' };
    expect(load(union, { PRIVATE: 'true' }).config.worker.http.allowPrivateAddresses).toBe(true);
  });

  test('stays text where the key wants text, whatever it looks like', () => {
    const { config } = load(
      { 'config/database.yaml': 'databases: {default: {type: postgres, host: h, database: d, password: "${PW}"}}' },
      { PW: '0123' },
    );
    expect(config.databases['default']).toMatchObject({ password: '0123' });
  });

  test('that is not set or empty gives way to its default', () => {
    expect(load(yaml('${PORT:-7000}')).config.admin.port).toBe(7000);
    expect(load(yaml('${PORT:-7000}'), { PORT: '' }).config.admin.port).toBe(7000);
    expect(load(yaml('${PORT:-7000}'), { PORT: '7001' }).config.admin.port).toBe(7001);
  });

  test('may stand inside a text, several times, and a doubled dollar sign is no reference', () => {
    const { config } = load(
      { 'config/database.yaml': 'databases: {default: {type: mysql, url: "mysql://${U}:${P}@${H:-localhost}/$${x}"}}' },
      { U: 'u', P: '$1$&' },
    );
    expect(config.databases['default']).toMatchObject({ url: 'mysql://u:$1$&@localhost/${x}' });
  });

  test('in a comment or a key is left alone', () => {
    const { config } = load({ 'config/admin.yaml': '# ${NOT_SET}\nadmin: {port: 1}\n' });
    expect(config.admin.port).toBe(1);
  });
});
