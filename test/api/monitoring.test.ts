import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { AdminServer, HealthServer } from '../../src/admin/main.ts';
import type { AdminOptions } from '../../src/admin/options.ts';
import { DatabaseRegistry } from '../../src/database/registry.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { adminConfig, adminOptions, apiOn, ledgerOn } from '../support/admin-app.ts';
import { temporaryFolder } from '../support/run-folder.ts';
import { waitFor } from '../support/wait.ts';

const listening = () => ({ ...adminConfig(), port: 0 });

async function serverOn(overrides: Partial<AdminOptions> = {}): Promise<AdminServer> {
  const database = overrides.database ?? (await ledgerOn('memory'));
  const options = adminOptions(database, { config: listening(), clock: systemClock, ...overrides });
  const server = new AdminServer(options);
  onTestFinished(() => server.stop());
  return server;
}

describe('health and readiness', () => {
  test('a process lives also while one of its services is in trouble, and says so', async () => {
    const since = new Date('2026-11-22T09:00:00Z');
    const { ask } = await apiOn('memory', {
      health: () => [
        { service: 'worker', ok: true },
        { service: 'dispatcher', ok: false, since, detail: 'no connection' },
      ],
    });
    expect(await ask('GET', '/health')).toMatchObject({
      status: 200,
      body: {
        status: 'degraded',
        version: '1.2.3',
        services: [
          { service: 'worker', ok: true },
          { service: 'dispatcher', ok: false, since: since.toISOString(), detail: 'no connection' },
        ],
      },
    });
  });

  test('is ready with a migrated database, and not without its migrations or its database', async () => {
    const { ask } = await apiOn();
    expect(await ask('GET', '/ready')).toMatchObject({ status: 200, body: { status: 'ready', reasons: [] } });

    const path = `${temporaryFolder('unmigrated')}/empty.db`;
    const registry = await DatabaseRegistry.initFromConfig({ jobs: { type: 'sqlite', path } });
    onTestFinished(() => registry.closeAll());
    const unmigrated = await apiOn('memory', { database: registry.get('jobs') });
    const behind = await unmigrated.ask('GET', '/ready');
    expect(behind).toMatchObject({ status: 503, body: { status: 'not ready' } });
    expect(behind.body.reasons[0]).toContain('jobu migrate --database jobs');
    await registry.closeAll();
    expect((await unmigrated.ask('GET', '/ready')).body.reasons[0]).toContain('"jobs" is closed');
    expect((await unmigrated.ask('GET', '/health')).status).toBe(200);
  });
});

describe('metrics', () => {
  const figureOf = (text: string, series: string): number | undefined => {
    const line = text.split('\n').find((each) => each.startsWith(`${series} `));
    return line === undefined ? undefined : Number(line.slice(series.length + 1));
  };

  test('say what waits, for how long, what is late, who works and what was counted', async () => {
    const counters = { dispatcher: { passes: 3 }, worker: { claimedExecutions: 9 } };
    const inDoubt = () => ({ waiting: 2, unresolved: 1, oldestSeconds: 61 });
    const { ask, call, database, clock, options } = await apiOn('memory', { counters: () => counters, inDoubt });
    for (const body of [{}, { queue: 'slow' }, { queue: 'slow', runAt: '2026-11-22T12:00:00Z' }])
      await call('POST', '/executions', { handlerName: 'h', ...body });
    const held = (await call('POST', '/executions', { handlerName: 'h' })).body.id;
    await call('POST', `/executions/${held}/hold`, {});
    await call('POST', '/crons', { name: 'a', handlerName: 'h', cronExpression: '0 * * * *' });
    await call('POST', '/crons', { name: 'b', handlerName: 'h', isEnabled: false });
    await database.autocommit.execute(
      `INSERT INTO workers (id, role, host, pid, version, slots, running, started_at, heartbeat_at)
       VALUES ('w', 'worker', 'h', 1, '1', 8, 3, :now, :now)`,
      { now: clock.now() },
    );
    const { text, headers } = await ask('GET', '/metrics');
    expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    const value = (series: string) => figureOf(text, series);
    expect(value('jobu_executions{status="PENDING",queue="slow"}')).toBe(2);
    expect(value('jobu_executions_due{queue="slow"}')).toBe(1);
    expect(value('jobu_executions{status="HELD",queue="default"}')).toBe(1);
    expect(value('jobu_recent_executions{status="PENDING"}')).toBe(3);
    expect(value('jobu_crons{state="enabled"}')).toBe(1);
    expect(value('jobu_crons{state="all"}')).toBe(2);
    expect(value('jobu_dispatch_lag_seconds')).toBe(0);
    expect(value('jobu_processes{role="worker"}')).toBe(1);
    expect(value('jobu_transactions_in_doubt{state="waiting"}')).toBe(2);
    expect(value('jobu_transactions_in_doubt{state="unresolved"}')).toBe(1);
    expect(value('jobu_transactions_in_doubt_oldest_seconds')).toBe(61);
    expect(value('jobu_worker_slots')).toBe(8);
    expect(value('jobu_worker_running')).toBe(3);
    expect(value('jobu_dispatcher_passes_total')).toBe(3);
    expect(value('jobu_worker_claimed_executions_total')).toBe(9);
    expect(value('jobu_database_up')).toBe(1);
    expect(text).toContain('nodejs_eventloop_lag_seconds');

    clock.set('2026-11-22T12:30:00.500Z');
    const later = (await ask('GET', '/metrics')).text;
    expect(figureOf(later, 'jobu_oldest_due_seconds{queue="default"}')).toBe(8970);
    expect(figureOf(later, 'jobu_crons{state="overdue"}')).toBe(1);
    expect(figureOf(later, 'jobu_dispatch_lag_seconds')).toBe(5400.5);
    expect(figureOf(later, 'jobu_processes{role="worker"}')).toBe(0);
    expect(options.lines.join('')).not.toContain('"level":"error"');
  });

  test('every series is text that Prometheus can read, each metric described once', async () => {
    const { ask } = await apiOn('memory', { counters: () => ({ worker: { succeeded: 1 } }) });
    const { text } = await ask('GET', '/metrics');
    expect(text.endsWith('\n')).toBe(true);
    const described = [...text.matchAll(/^# HELP (\S+) /gm)].map(([, name]) => name);
    expect(new Set(described).size).toBe(described.length);
    for (const line of text.split('\n').filter((each) => each !== '' && !each.startsWith('#')))
      expect(line).toMatch(/^[a-z_\d]+(\{([a-z_]+="[^"\n]*",?)*\})? (-?[\d.e+-]+|NaN|\+Inf)$/);
  });

  test('go on without the database and say that it is down', async () => {
    const { ask, database } = await apiOn();
    await database.close();
    const { status, text } = await ask('GET', '/metrics');
    expect([status, figureOf(text, 'jobu_database_up')]).toEqual([200, 0]);
    expect(text).toContain('process_resident_memory_bytes');
  });
});

describe('listening', () => {
  test('the server answers where it says, keeps a row in workers, and stops in good order', async () => {
    const database = await ledgerOn('memory');
    const server = await serverOn({ database });
    await Promise.all([server.start(), server.start()]).catch(() => {});
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d+$/);
    const made = await fetch(`${server.url}/api/v1/crons`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: server.url },
      body: JSON.stringify({ name: 'c', handlerName: 'h' }),
    });
    expect(made.status).toBe(201);
    expect((await fetch(server.url.replace('127.0.0.1', 'localhost'))).status).toBe(200);
    const states = async () => await database.autocommit.fetchAll('SELECT role, state FROM workers');
    await waitFor(async () => (await states()).length === 1, { what: 'its row in workers' });
    expect(await states()).toEqual([{ role: 'admin', state: 'active' }]);
    await server.stop();
    await server.stop();
    expect(await states()).toEqual([{ role: 'admin', state: 'stopped' }]);
    await expect(fetch(server.url)).rejects.toThrow();
  });

  test('a client that never finishes its request does not keep the server from stopping', async () => {
    const server = await serverOn();
    await server.start();
    const { port } = new URL(server.url);
    const socket = connect(Number(port), '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    const closed = once(socket, 'close');
    await once(socket, 'connect');
    socket.write(`POST /api/v1/crons HTTP/1.1\r\nHost: localhost:${port}\r\nContent-Type: application/json\r\n`);
    socket.write('Content-Length: 100\r\n\r\n{');
    await fetch(`${server.url}/health`);
    await server.stop();
    await closed;
  });

  test.each(['0.0.0.0', '::', '192.168.0.10', 'jobs.example.com', '127.0.0.1.example.com'])(
    'refuses to listen on %s while there is no sign-in',
    async (host) => {
      const server = await serverOn({ config: { ...listening(), host } });
      await expect(server.start()).rejects.toMatchObject({ code: 'ADMIN_NOT_LOOPBACK' });
    },
  );

  test('a port in use is said with the setting that chooses it', async () => {
    const first = await serverOn();
    await first.start();
    const port = Number(new URL(first.url).port);
    const second = await serverOn({ config: { ...listening(), port } });
    await expect(second.start()).rejects.toMatchObject({
      code: 'PORT_UNAVAILABLE',
      message: expect.stringMatching(new RegExp(`127.0.0.1:${port}: the port is in use. .*admin.port`)),
    });
  });

  test('the health port serves the three probes to any host and nothing else', async () => {
    const options = adminOptions(await ledgerOn('memory'));
    const server = new HealthServer({ ...options, config: { healthHost: '0.0.0.0', healthPort: 0 } });
    onTestFinished(() => server.stop());
    await server.start();
    const get = async (path: string) =>
      await fetch(`http://127.0.0.1:${server.port}${path}`, { headers: { host: 'pod-7' } });
    for (const path of ['/health', '/ready', '/metrics']) expect((await get(path)).status).toBe(200);
    for (const path of ['/', '/docs', '/api/v1/crons', '/api/v1/executions'])
      expect((await get(path)).headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    await server.stop();
    await expect(get('/health')).rejects.toThrow();
  });

  test('without a health port nothing listens', async () => {
    const options = adminOptions(await ledgerOn('memory'));
    const server = new HealthServer({ ...options, config: { healthHost: '0.0.0.0', healthPort: undefined } });
    await server.start();
    expect(server.port).toBeUndefined();
  });
});
