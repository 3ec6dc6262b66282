import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { freshLedger, type Ledger } from '../support/ledger.ts';
import { DATABASE_KINDS } from '../support/servers.ts';
import { enqueue, outcomes, reach, startWorker } from '../support/worker.ts';

describe.each(DATABASE_KINDS)('a worker on %s', (kind) => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await freshLedger(kind);
  });
  afterAll(() => ledger?.drop());
  beforeEach(() => ledger.clear());

  it('runs a due execution and stores what its handler returns', async () => {
    const [id] = await enqueue(ledger, [{ handlerName: 'double', params: { value: 21 } }]);
    await startWorker(ledger, { double: ({ value }: { value: number }) => ({ doubled: value * 2 }) });
    const execution = await reach(ledger, id!, 'SUCCESS');
    expect(execution).toMatchObject({ attempt: 1, retryCount: 0, result: '{"doubled":42}', errorCode: null });
    expect(execution.startedAt!.getTime()).toBeLessThanOrEqual(execution.finishedAt!.getTime());
    expect(await outcomes(ledger, id!)).toEqual([]);
  });
});
