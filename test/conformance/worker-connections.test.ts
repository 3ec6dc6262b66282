import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { getConnection, inTransaction } from '../../src/database/transactional.ts';
import { freshLedger, type Ledger } from '../support/ledger.ts';
import { SERVER_KINDS } from '../support/servers.ts';
import { waitFor } from '../support/wait.ts';
import { enqueue, reach, startWorker } from '../support/worker.ts';

const POOL_SIZE = 2;

describe.each(SERVER_KINDS)('a worker whose handlers hold every connection on %s', (kind) => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await freshLedger(kind, { maxSize: POOL_SIZE, acquireTimeoutSeconds: 30 });
  });
  beforeEach(() => ledger.clear());
  afterAll(() => ledger?.drop());

  it('claims, stores results and log lines, and keeps its lease without them', async () => {
    const release = Promise.withResolvers<void>();
    let holding = 0;
    const { service } = await startWorker(
      ledger,
      {
        hold: () =>
          inTransaction('default', async () => {
            await getConnection().fetchValue('SELECT 1');
            holding++;
            await release.promise;
          }),
        quick: (_: unknown, { log }) => {
          log.info('quick');
          return 'done';
        },
      },
      { leaseSeconds: 2 },
    );
    const held = await enqueue(
      ledger,
      Array.from({ length: POOL_SIZE }, () => ({ handlerName: 'hold' })),
    );
    await waitFor(() => holding === POOL_SIZE, { what: 'every connection to be held' });
    // The test itself needs the pool to look, so it looks through the connections of the worker.
    const own = { ...ledger, database: ledger.database.reserved };
    const began = performance.now();
    for (let i = 0; i < 5; i++) {
      const [id] = await enqueue(own, [{ handlerName: 'quick' }]);
      await reach(own, id!, 'SUCCESS');
    }
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(Number(await own.database.autocommit.fetchValue('SELECT COUNT(*) FROM execution_logs'))).toBe(5);
    expect(service.stats()).toMatchObject({ running: POOL_SIZE, leaseLost: 0, failures: 0 });
    release.resolve();
    for (const id of held) await reach(own, id, 'SUCCESS');
  });
});
