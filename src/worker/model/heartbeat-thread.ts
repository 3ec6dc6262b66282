import { parentPort, workerData } from 'node:worker_threads';
import type { DatabaseConfig } from '../../database/config.ts';
import { DatabaseRegistry } from '../../database/registry.ts';
import { messageOf } from '../../errors.ts';
import { DatabaseClock, systemClock } from '../../runtime/clock.ts';
import { type BeatSettings, beatOnce, type FromHeartbeat, type ToHeartbeat } from './beat.ts';

/** The entry of the heartbeat's thread: it beats on a connection of its own, whatever the main thread is doing. */
const { config, settings } = workerData as { config: DatabaseConfig; settings: BeatSettings };
const port = parentPort!;
const FIRST_PAUSE_MS = 100;

let workerId: string | undefined;
let stop = new AbortController();
let isStopping = false;
const say = (message: FromHeartbeat): void => port.postMessage(message);

port.on('message', (message: ToHeartbeat) => {
  if (message.type === 'beat') workerId = message.workerId;
  else isStopping = true;
  stop.abort();
});

/** Half-open connections must show within the lease. */
const timeoutSeconds = Math.max(1, Math.ceil(settings.leaseMs / 3000));
const pool = { minSize: 0, maxSize: 2, acquireTimeoutSeconds: timeoutSeconds };
const registry = () =>
  DatabaseRegistry.initFromConfig({
    heartbeat:
      config.type === 'sqlite' ? { ...config, pool } : { ...config, pool, statementTimeoutSeconds: timeoutSeconds },
  });

let databases: DatabaseRegistry | undefined;
let clock: DatabaseClock | undefined;
let failures = 0;
while (!isStopping) {
  let pauseMs = settings.intervalMs;
  try {
    databases ??= await registry();
    const database = databases.get('heartbeat');
    if (!clock) {
      const measured = new DatabaseClock(database);
      await measured.start();
      clock = measured;
    }
    if (workerId !== undefined) {
      const id = workerId;
      const desired = await beatOnce(database.autocommit, id, clock, settings.shared);
      if (desired === undefined) {
        if (workerId === id) workerId = undefined;
        say({ type: 'lost', workerId: id });
      } else say({ type: 'beat', desired });
    }
    failures = 0;
  } catch (error) {
    if (failures === 0) say({ type: 'failed', reason: messageOf(error) });
    pauseMs = Math.min(settings.intervalMs, FIRST_PAUSE_MS * 2 ** Math.min(failures++, 6)) * (0.5 + Math.random() / 2);
  }
  if (stop.signal.aborted) stop = new AbortController();
  else await systemClock.sleep(pauseMs, stop.signal);
}
await clock?.stop();
await databases?.closeAll();
port.close();
