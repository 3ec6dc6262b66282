import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { getConnection, inTransaction } from '../../src/database/transactional.ts';
import { cancelExecution } from '../../src/ledger/operations.ts';
import { freshLedger, type Ledger } from '../support/ledger.ts';
import { createNotes, namesIn } from '../support/open-databases.ts';
import { DATABASE_KINDS, SERVER_KINDS } from '../support/servers.ts';
import { type Execute, enqueue, handlerOf, reach, startWorker } from '../support/worker.ts';

const insert = (name: unknown) => getConnection().execute('INSERT INTO notes (name) VALUES (:name)', { name });

describe.each(DATABASE_KINDS)('an execution that ends with its work on %s', (kind) => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await freshLedger(kind);
    await createNotes(ledger.database);
  });
  beforeEach(async () => {
    await ledger.clear();
    await ledger.database.autocommit.execute('DELETE FROM notes');
  });
  afterAll(() => ledger?.drop());

  const notes = () => namesIn(ledger.database.autocommit);
  const start = (execute: Execute, transactional: boolean) =>
    startWorker(ledger, [handlerOf('work', execute, { transactional })]);

  it('is SUCCESS exactly when what it wrote is committed', async () => {
    const seen: unknown[] = [];
    const { lines } = await start(async ({ name }: { name: string }, { executionId, log }) => {
      await insert(name);
      log.info('written');
      const status = 'SELECT status FROM job_executions WHERE id = :id';
      seen.push(await getConnection().fetchValue(status, { id: executionId }));
      return { name };
    }, true);
    const [id] = await enqueue(ledger, [{ handlerName: 'work', params: '{"name":"a"}' }]);
    const execution = await reach(ledger, id!, 'SUCCESS');
    expect([execution.result, await notes(), seen]).toEqual(['{"name":"a"}', ['a'], ['RUNNING']]);
    expect(execution.startedAt!.getTime()).toBeLessThanOrEqual(execution.finishedAt!.getTime());
    expect(JSON.stringify(lines)).not.toContain('lease lost');
  });

  it('leaves nothing behind when it fails', async () => {
    await start(async () => {
      await insert('b');
      throw new Error('not today');
    }, true);
    const [id] = await enqueue(ledger, [{ handlerName: 'work', maxRetry: 0 }]);
    await reach(ledger, id!, 'FAILED');
    expect(await notes()).toEqual([]);
  });

  it('leaves nothing behind when its time is over, though the handler ends well', async () => {
    await start(async (_, { signal }) => {
      await insert('late');
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      return 'as if nothing had happened';
    }, true);
    const [id] = await enqueue(ledger, [{ handlerName: 'work', maxRetry: 0, timeoutSeconds: 1 }]);
    expect(await reach(ledger, id!, 'TIMEOUT')).toMatchObject({ errorCode: 'EXECUTION_TIMEOUT', result: null });
    expect(await notes()).toEqual([]);
  });

  it('leaves nothing behind when somebody else holds the execution meanwhile', async () => {
    await start(async (_, { executionId }) => {
      await insert('c');
      // As an operator's forced cancel would, in the same transaction so that SQLite's one writer is no obstacle.
      await getConnection().execute('UPDATE job_executions SET fence = fence + 1 WHERE id = :id', { id: executionId });
    }, true);
    const [id] = await enqueue(ledger, [{ handlerName: 'work', maxRetry: 0 }]);
    expect(await reach(ledger, id!, 'FAILED')).toMatchObject({ errorCode: 'LEASE_LOST' });
    expect(await notes()).toEqual([]);
  });

  it('can be marked by the handler itself, only inside a transaction', async () => {
    const errors: unknown[] = [];
    await start(async (_, context) => {
      await context.succeedIn(getConnection()).catch((error) => errors.push(error));
      await inTransaction('default', async () => {
        await insert('d');
        await context.succeedIn(getConnection(), { by: 'itself' });
      });
      return { by: 'itself' };
    }, false);
    const [id] = await enqueue(ledger, [{ handlerName: 'work' }]);
    expect(await reach(ledger, id!, 'SUCCESS')).toMatchObject({ result: '{"by":"itself"}' });
    expect(errors).toMatchObject([{ code: 'SUCCEED_OUTSIDE_TRANSACTION' }]);
    expect(await notes()).toEqual(['d']);
  });
});

// On SQLite a cancel is a write, which waits for the one writer until such a handler ends.
describe.each(SERVER_KINDS)('an execution that ends with its work on %s', (kind) => {
  it('leaves nothing behind when it is canceled', async () => {
    const began = Promise.withResolvers<void>();
    const ledger = await freshLedger(kind);
    onTestFinished(() => ledger.drop());
    await createNotes(ledger.database);
    const execute: Execute = async (_, { signal }) => {
      await insert('canceled');
      began.resolve();
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    };
    await startWorker(ledger, [handlerOf('work', execute, { transactional: true })]);
    const [id] = await enqueue(ledger, [{ handlerName: 'work', maxRetry: 3 }]);
    await began.promise;
    await ledger.database.transaction((connection) =>
      cancelExecution(connection, id!, { actor: 'kim', reason: 'wrong day' }, new Date()),
    );
    await reach(ledger, id!, 'CANCELED');
    expect(await namesIn(ledger.database.autocommit)).toEqual([]);
  });
});
