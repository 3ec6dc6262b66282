import { AsyncLocalStorage } from 'node:async_hooks';

interface Hold {
  readonly owner: object;
  active: boolean;
  readonly outer: Hold | undefined;
}

/** On the global object: copies of the package in one process share the databases, and so who holds a writer. */
const HOLDS = Symbol.for('jobu.writer-holds');
const shared = globalThis as { [HOLDS]?: AsyncLocalStorage<Hold | undefined> };
shared[HOLDS] ??= new AsyncLocalStorage();
const holds = shared[HOLDS];

/** Whether the code that runs now stands inside a transaction that holds the only writer of `owner`. */
export function holdsWriter(owner: object): boolean {
  for (let hold = holds.getStore(); hold !== undefined; hold = hold.outer) {
    if (hold.active && hold.owner === owner) return true;
  }
  return false;
}

/** Runs `work` as the holder of the only writer of `owner`; what `work` leaves running behind is no holder any more. */
export async function holdingWriter<T>(owner: object, work: () => Promise<T>): Promise<T> {
  const hold: Hold = { owner, active: true, outer: holds.getStore() };
  try {
    return await holds.run(hold, work);
  } finally {
    hold.active = false;
  }
}

/** Runs `work` as if no transaction were open around it. */
export function withoutHolds<T>(work: () => T): T {
  return holds.run(undefined, work);
}
