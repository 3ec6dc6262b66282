const groups = new Set<number>();
let hooked = false;

/** Ends a process and all that it started; it must have been spawned with `detached: true`. Silent when it is gone. */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // No such group any more.
  }
}

/** Kills the group when this process exits in any way that still runs code. */
export function trackGroup(pid: number): void {
  groups.add(pid);
  if (hooked) return;
  hooked = true;
  process.on('exit', () => {
    for (const group of groups) signalGroup(group, 'SIGKILL');
  });
}

export function forgetGroup(pid: number): void {
  groups.delete(pid);
}
