// What the processes of all rivals share: how they are told what to do and how they say how far they are.

export const job = () => ({ role: process.argv[2], count: Number(process.argv[3]) });

export async function inBatches(count, insert) {
  for (let done = 0; done < count; done += 5000) await insert(Math.min(5000, count - done));
}

/** Call it in the handler: it says when the first job started and when the last one was handled. */
export function countdown(count) {
  let handled = 0;
  return (jobs) => {
    if (handled === 0) console.log(`first ${Date.now()}`);
    handled += jobs;
    if (handled === count) console.log(`last ${Date.now()}`);
  };
}

export const untilStopped = () =>
  new Promise((resolve) => {
    const alive = setInterval(() => {}, 1000);
    process.once('SIGTERM', () => {
      clearInterval(alive);
      resolve();
    });
  });
