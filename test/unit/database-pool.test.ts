import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Pool } from '../../src/database/pool.ts';

interface Fake {
  readonly id: number;
  isDead: boolean;
  isClosed: boolean;
}

function fakePool(config: ConstructorParameters<typeof Pool>[2]) {
  const made: Fake[] = [];
  let failures = 0;
  const pool = new Pool<Fake>(
    'test',
    {
      open: async () => {
        if (failures > 0) {
          failures--;
          throw new Error('refused');
        }
        const fake = { id: made.length, isDead: false, isClosed: false };
        made.push(fake);
        return fake;
      },
      close: (fake) => {
        fake.isClosed = true;
      },
      isUsable: (fake) => !fake.isDead,
    },
    config,
  );
  return {
    pool,
    made,
    failNext: (count: number) => (failures = count),
    open: () => made.filter((fake) => !fake.isClosed),
  };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a pool', () => {
  it('gives out the connection used last before it opens another', async () => {
    const { pool, made } = fakePool({ maxSize: 3 });
    const [a, b] = [await pool.acquire(), await pool.acquire()];
    pool.release(a, false);
    pool.release(b, false);
    expect(await pool.acquire()).toBe(b);
    expect(made).toHaveLength(2);
  });

  it('says how many are open, in use and waited for', async () => {
    const { pool } = fakePool({ maxSize: 2 });
    const [a] = [await pool.acquire(), await pool.acquire()];
    const third = pool.acquire();
    expect(pool.usage).toEqual({ open: 2, inUse: 2, waiting: 1, maximum: 2 });
    pool.release(a, false);
    pool.release(await third, false);
    expect(pool.usage).toEqual({ open: 2, inUse: 1, waiting: 0, maximum: 2 });
  });

  it('never opens more than max_size, also when all are asked for at once', async () => {
    const { pool, made } = fakePool({ maxSize: 2, acquireTimeoutSeconds: 1 });
    const results = Promise.allSettled([1, 2, 3, 4].map(() => pool.acquire()));
    await vi.advanceTimersByTimeAsync(1_000);
    const errors = (await results).filter(({ status }) => status === 'rejected');
    expect(made).toHaveLength(2);
    expect(errors).toHaveLength(2);
    expect(errors[0]).toMatchObject({
      reason: { code: 'POOL_EXHAUSTED', message: expect.stringContaining('within 1 s (all 2') },
    });
  });

  it('gives reserved connections beyond max_size, which nobody else can hold, and serves them first', async () => {
    const { pool, made } = fakePool({ maxSize: 2, acquireTimeoutSeconds: 1 });
    pool.reserve(1);
    const held = [await pool.acquire(), await pool.acquire()];
    const ordinary = pool.acquire();
    const own = await pool.acquire(true);
    expect(made).toHaveLength(3);
    const next = pool.acquire(true);
    pool.release(held[0]!, false);
    expect(await next).toBe(held[0]);
    // The one that waits longest has to wait while the others hold as many as it may have.
    pool.release(own, false);
    expect(await ordinary).toBe(own);
    const late = pool.acquire();
    const failure = expect(late).rejects.toMatchObject({ message: expect.stringContaining('all 2') });
    pool.release(await next, false);
    await vi.advanceTimersByTimeAsync(1_000);
    await failure;
    expect(await pool.acquire(true)).toBe(held[0]);
    expect(made).toHaveLength(3);
  });

  it('lends all of them to reserved borrowers while nobody else needs any', async () => {
    const { pool, made, failNext } = fakePool({ maxSize: 1, acquireTimeoutSeconds: 1 });
    pool.reserve(1);
    const [a, b] = [await pool.acquire(true), await pool.acquire(true)];
    const ordinary = expect(pool.acquire()).rejects.toMatchObject({ code: 'POOL_EXHAUSTED' });
    const full = expect(pool.acquire(true)).rejects.toMatchObject({ message: expect.stringContaining('all 2') });
    await vi.advanceTimersByTimeAsync(1_000);
    await ordinary;
    await full;
    pool.release(a, true);
    pool.release(b, false);
    failNext(1);
    expect(await pool.acquire()).toBe(b);
    await expect(pool.acquire(true)).rejects.toThrow('refused');
    expect(await pool.acquire(true)).toBe(made[2]);
  });

  it('replaces a dead or spoiled connection for whoever waits', async () => {
    const { pool } = fakePool({ maxSize: 1 });
    const first = await pool.acquire();
    const second = pool.acquire();
    pool.release(first, true);
    expect((await second).id).toBe(1);
    const third = pool.acquire();
    (await second).isDead = true;
    pool.release(await second, false);
    expect((await third).id).toBe(2);
  });

  it('tells whoever waits when a replacement cannot be opened, and opens one for the next', async () => {
    const { pool, failNext } = fakePool({ maxSize: 1 });
    const first = await pool.acquire();
    const second = pool.acquire();
    const third = pool.acquire();
    failNext(1);
    pool.release(first, true);
    await expect(second).rejects.toThrow('refused');
    expect((await third).id).toBe(1);
  });

  it('closes idle connections down to min_size', async () => {
    const { pool, open } = fakePool({ minSize: 1, maxSize: 3, idleTimeoutSeconds: 10 });
    const all = await Promise.all([1, 2, 3].map(() => pool.acquire()));
    for (const one of all) pool.release(one, false);
    await vi.advanceTimersByTimeAsync(9_000);
    expect(open()).toHaveLength(3);
    await vi.advanceTimersByTimeAsync(12_000);
    expect(open()).toHaveLength(1);
  });

  it('replaces a connection that is older than max_lifetime when it is given back', async () => {
    const { pool, open } = fakePool({ maxSize: 1, maxLifetimeSeconds: 60 });
    const first = await pool.acquire();
    await vi.advanceTimersByTimeAsync(61_000);
    pool.release(first, false);
    expect(open()).toEqual([]);
    expect((await pool.acquire()).id).toBe(1);
  });

  it('opens min_size connections when it is filled', async () => {
    const { pool, made } = fakePool({ minSize: 2, maxSize: 3 });
    await pool.fill();
    expect(made).toHaveLength(2);
  });

  it('waits for borrowers when it closes, refuses new ones, and closes what is left after the time is up', async () => {
    const { pool, open } = fakePool({ maxSize: 2 });
    const first = await pool.acquire();
    await pool.acquire();
    const waiting = pool.acquire();
    const closing = pool.close(1_000);
    await expect(waiting).rejects.toMatchObject({ code: 'DATABASE_CLOSED' });
    await expect(pool.acquire()).rejects.toMatchObject({ code: 'DATABASE_CLOSED' });
    pool.release(first, false);
    expect(open()).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1_000);
    await closing;
    expect(open()).toEqual([]);
  });
});
