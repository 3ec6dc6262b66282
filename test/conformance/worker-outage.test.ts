import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { ServerConfig } from '../../src/database/config.ts';
import { DatabaseRegistry } from '../../src/database/registry.ts';
import type { WorkerSettings } from '../../src/worker/main.ts';
import { freshLedger, type Ledger } from '../support/ledger.ts';
import { SERVER_KINDS } from '../support/servers.ts';
import { type TcpProxy, tcpProxy } from '../support/tcp-proxy.ts';
import { waitFor } from '../support/wait.ts';
import { type Execute, enqueue, outcomes, reach, startWorker } from '../support/worker.ts';

const retryBackoff = { base: 0.05, factor: 1, jitter: 0 };

describe.each(SERVER_KINDS)('a worker behind a bad network to %s', (kind) => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await freshLedger(kind);
  });
  afterAll(() => ledger?.drop());
  beforeEach(() => ledger.clear());

  async function startBehind(handlers: Record<string, Execute>, config?: WorkerSettings) {
    const { host, port } = ledger.config as ServerConfig;
    const proxy: TcpProxy = await tcpProxy(host!, port!);
    const far = { ...ledger.config, host: '127.0.0.1', port: proxy.port } as ServerConfig;
    const registry = await DatabaseRegistry.initFromConfig({ default: far });
    onTestFinished(async () => {
      await proxy.close();
      await registry.closeAll();
    });
    const worker = await startWorker({ ...ledger, config: far, database: registry.get('default') }, handlers, config);
    return { proxy, ...worker };
  }

  it('gives back what it claimed without hearing so, and runs it once', async () => {
    let runs = 0;
    const { proxy, service, lines } = await startBehind({ once: () => ++runs }, { leaseSeconds: 20 });
    proxy.cutAnswerTo(kind === 'postgres' ? /SKIP LOCKED/ : /COMMIT$/);
    const [id] = await enqueue(ledger, [{ handlerName: 'once' }]);
    expect(await reach(ledger, id!, 'SUCCESS')).toMatchObject({ attempt: 1, rescueCount: 0, retryCount: 0, fence: 3 });
    expect(runs).toBe(1);
    expect(lines.some(({ msg }) => String(msg).startsWith('a claim without an answer'))).toBe(true);
    expect(service.stats()).toMatchObject({ leaseLost: 0 });
    expect(service.health().ok).toBe(true);
  });

  it('does not take a result for lost that was stored without an answer', async () => {
    let proxy: TcpProxy | undefined;
    const started = await startBehind({
      once: () => {
        proxy!.cutAnswerTo(/SUCCESS/);
        return 'done';
      },
    });
    ({ proxy } = started);
    const [id] = await enqueue(ledger, [{ handlerName: 'once' }]);
    await reach(ledger, id!, 'SUCCESS');
    await waitFor(() => started.service.stats().written === 1 && started.service.health().ok);
    expect(started.service.stats()).toMatchObject({ leaseLost: 0 });
    expect(started.lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
  });

  it('retries once after a failure that was stored without an answer', async () => {
    let proxy: TcpProxy | undefined;
    let runs = 0;
    const started = await startBehind({
      flaky: () => {
        if (++runs > 1) return 'mended';
        proxy!.cutAnswerTo(/COMMIT\0?$/);
        throw new Error('first');
      },
    });
    ({ proxy } = started);
    const [id] = await enqueue(ledger, [{ handlerName: 'flaky', retryBackoff }]);
    expect(await reach(ledger, id!, 'SUCCESS')).toMatchObject({ attempt: 2, retryCount: 1 });
    expect(await outcomes(ledger, id!)).toEqual(['FAILED']);
    await waitFor(() => started.service.stats().written === 2);
    expect(runs).toBe(2);
    expect(started.service.stats()).toMatchObject({ leaseLost: 0 });
  });

  it('tells its handlers to stop when it is cut off for a lease, others take over, and it can still be stopped', async () => {
    let signal: AbortSignal | undefined;
    const wait: Execute = (_, context) => {
      signal = context.signal;
      return new Promise((_resolve, reject) => signal!.addEventListener('abort', () => reject(signal!.reason)));
    };
    const { proxy, service, lines } = await startBehind({ wait }, { leaseSeconds: 1, heartbeatIntervalSeconds: 0.3 });
    const [id] = await enqueue(ledger, [{ handlerName: 'wait' }]);
    await reach(ledger, id!, 'RUNNING');
    proxy.freeze();
    await waitFor(() => signal?.aborted);
    expect(signal!.reason).toMatchObject({ code: 'LEASE_LOST' });
    const other = await startWorker(ledger, { wait: () => 'elsewhere' }, { leaseSeconds: 1 });
    expect(await reach(ledger, id!, 'SUCCESS')).toMatchObject({ attempt: 2, rescueCount: 1, result: '"elsewhere"' });
    expect(other.service.stats().rescued).toBe(1);
    expect(lines.some(({ msg }) => String(msg).startsWith('no beat for a whole lease'))).toBe(true);
    const started = performance.now();
    await Promise.race([service.stop(), delay(30_000)]);
    expect(performance.now() - started).toBeLessThan(25_000);
  });
});
