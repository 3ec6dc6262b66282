import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { forgetGroup, signalGroup, trackGroup } from './process-group.ts';
import { type Child, ChildEvents, type ChildMessage, entryPoint, type ParentMessage } from './protocol.ts';

/** Starts a child process for attempts, in a process group of its own so that its children end with it. */
export function startProcess(name: string, maxHeapMb: number | undefined): Child {
  const { url, execArgv } = entryPoint();
  const child = fork(fileURLToPath(url), [name, String(process.pid)], {
    detached: true,
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    execArgv: maxHeapMb === undefined ? execArgv : [...execArgv, `--max-old-space-size=${maxHeapMb}`],
  });
  const pid = child.pid;
  if (pid !== undefined) trackGroup(pid);
  const events = new ChildEvents();
  child.on('message', (message: ChildMessage) => events.message(message));
  child.on('error', (error) => {
    if (pid === undefined) events.end(`it could not be started (${error.message})`);
  });
  child.once('exit', (code, signal) => {
    if (pid !== undefined) {
      signalGroup(pid, 'SIGKILL');
      forgetGroup(pid);
    }
    events.end(signal === null ? `exit code ${code}` : `signal ${signal}`);
  });
  return {
    // To a child that is gone nothing can be said; its exit is reported.
    send: (message: ParentMessage) => void child.send(message, () => {}),
    listen: (onMessage, onExit) => events.listen(onMessage, onExit),
    kill: () => {
      if (pid !== undefined) signalGroup(pid, 'SIGKILL');
    },
    idle: (idle) => {
      if (idle) child.unref();
      else child.ref();
      const channel = child.channel;
      if (idle) channel?.unref();
      else channel?.ref();
    },
  };
}
