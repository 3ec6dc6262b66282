// pg-boss with what its documentation gives for high throughput: a table of its own for the queue, batches, several local
// workers, and fetching on without a pause while batches come back full.
// `node pg-boss.mjs fill N` queues N jobs, `... work N` runs them until it is told to stop.
import { PgBoss } from 'pg-boss';
import { countdown, inBatches, job, untilStopped } from './protocol.mjs';

const QUEUE = 'noop';
const { role, count } = job();
const boss = new PgBoss(process.env.DATABASE_URL);
boss.on('error', (error) => console.error(error));
await boss.start();

if (role === 'fill') {
  await boss.createQueue(QUEUE, { partition: true });
  await inBatches(count, (size) =>
    boss.insert(
      QUEUE,
      Array.from({ length: size }, () => ({ data: {} })),
    ),
  );
} else {
  const handled = countdown(count);
  const options = { batchSize: 1000, localConcurrency: 4, burstWhenBatchFull: true, pollingIntervalSeconds: 0.5 };
  await boss.work(QUEUE, options, async (jobs) => handled(jobs.length));
  await untilStopped();
}
await boss.stop({ graceful: false });
