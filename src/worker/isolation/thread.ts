import { Worker } from 'node:worker_threads';
import { type Child, ChildEvents, type ChildMessage, entryPoint, type ParentMessage } from './protocol.ts';

/**
 * With Node's own 48 MB, what survives it at once can overrun the reserve of the heap limit, and then the whole process
 * aborts instead of the thread: 5 of 36 tries, with 32 MB none of 24.
 */
const YOUNG_GENERATION_MB = 32;

/** Starts a worker thread for attempts. */
export function startThread(name: string, maxHeapMb: number | undefined): Child {
  const { url, execArgv } = entryPoint();
  const thread = new Worker(url, {
    name: `jobu ${name}`,
    execArgv,
    resourceLimits: {
      maxYoungGenerationSizeMb: YOUNG_GENERATION_MB,
      ...(maxHeapMb === undefined ? {} : { maxOldGenerationSizeMb: maxHeapMb }),
    },
  });
  const events = new ChildEvents();
  let failure: Error | undefined;
  thread.on('error', (error: Error) => {
    failure = error;
  });
  thread.on('message', (message: ChildMessage) => events.message(message));
  thread.once('exit', (code) => events.end(failure === undefined ? `exit code ${code}` : failure.message));
  return {
    send: (message: ParentMessage) => thread.postMessage(message),
    listen: (onMessage, onExit) => events.listen(onMessage, onExit),
    kill: () => void thread.terminate(),
    idle: (idle) => (idle ? thread.unref() : thread.ref()),
  };
}
