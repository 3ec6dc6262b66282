const TIMEOUT_MS = 300_000;

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Looks every `everyMs` until `isDone` says so. Throws after five minutes. */
export async function until(isDone: () => boolean | Promise<boolean>, everyMs = 20): Promise<void> {
  const deadline = performance.now() + TIMEOUT_MS;
  while (!(await isDone())) {
    if (performance.now() > deadline) throw new Error(`not done after ${TIMEOUT_MS / 1000} s`);
    await pause(everyMs);
  }
}
