import { Worker } from 'node:worker_threads';
import { type Child, ChildEvents, type ChildMessage, entryPoint, type ParentMessage } from './protocol.ts';

/** Starts a worker thread for attempts. */
export function startThread(name: string, maxHeapMb: number | undefined): Child {
  const { url, execArgv } = entryPoint();
  const thread = new Worker(url, {
    name: `jobu ${name}`,
    execArgv,
    ...(maxHeapMb === undefined ? {} : { resourceLimits: { maxOldGenerationSizeMb: maxHeapMb } }),
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
