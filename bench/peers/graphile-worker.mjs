// graphile-worker with what its documentation gives for the highest throughput: local queue and batched completion.
// `node graphile-worker.mjs fill N` queues N jobs, `... work N` runs them until it is told to stop.
import { makeWorkerUtils, run } from 'graphile-worker';
import { countdown, inBatches, job, untilStopped } from './protocol.mjs';

const connectionString = process.env.DATABASE_URL;
const { role, count } = job();

if (role === 'fill') {
  const utils = await makeWorkerUtils({ connectionString });
  await utils.migrate();
  await inBatches(count, (size) =>
    utils.addJobs(Array.from({ length: size }, () => ({ identifier: 'noop', payload: {} }))),
  );
  await utils.release();
} else {
  const handled = countdown(count);
  const runner = await run({
    preset: {
      worker: {
        connectionString,
        concurrentJobs: 24,
        maxPoolSize: 25,
        localQueue: { size: 500 },
        completeJobBatchDelay: 0,
        failJobBatchDelay: 0,
      },
    },
    noHandleSignals: true,
    taskList: { noop: () => handled(1) },
  });
  await untilStopped();
  await runner.stop();
}
