import { JobuError } from '../errors.ts';
import type { PoolConfig } from './config.ts';
import { ConnectionPoolExhaustedError } from './errors.ts';

/** How a pool opens and closes what it holds. */
export interface PoolResource<T> {
  open(): Promise<T>;
  close(resource: T): Promise<void> | void;
  /** False for a connection that has died while it was idle. */
  isUsable(resource: T): boolean;
}

/** How the connections of a pool are used at one moment. */
export interface PoolUsage {
  readonly open: number;
  readonly inUse: number;
  /** Those that wait for one. */
  readonly waiting: number;
  /** So many are open at most. */
  readonly maximum: number;
}

interface Idle<T> {
  readonly resource: T;
  readonly since: number;
}

interface Waiter<T> {
  readonly isReserved: boolean;
  give(resource: T): void;
  fail(error: unknown): void;
}

/** Spread of the lifetime, so that connections opened together are not replaced together. */
const LIFETIME_JITTER = 0.1;

/**
 * Connections of one database: opened on demand, the one used last is given out first, waiters are served in order. Some
 * may be reserved: they come on top of `maxSize`, and whoever asks for them waits only for others of its kind.
 */
export class Pool<T> {
  readonly #database: string;
  readonly #resource: PoolResource<T>;
  readonly #limits: Required<PoolConfig>;
  readonly #idle: Idle<T>[] = [];
  readonly #waiting = { reserved: new Set<Waiter<T>>(), ordinary: new Set<Waiter<T>>() };
  /** What is lent to ordinary borrowers, or being opened for them: at most `maxSize`. */
  readonly #ordinary = new Set<unknown>();
  #reserved = 0;
  readonly #expiry = new Map<T, number>();
  /** Connections that are open or being opened. */
  #size = 0;
  #isClosed = false;
  #sweeper: NodeJS.Timeout | undefined;
  #drained: (() => void) | undefined;

  constructor(database: string, resource: PoolResource<T>, config: PoolConfig = {}) {
    this.#database = database;
    this.#resource = resource;
    this.#limits = {
      minSize: config.minSize ?? 0,
      maxSize: config.maxSize ?? 10,
      acquireTimeoutSeconds: config.acquireTimeoutSeconds ?? 30,
      idleTimeoutSeconds: config.idleTimeoutSeconds ?? 300,
      maxLifetimeSeconds: config.maxLifetimeSeconds ?? 3600,
    };
  }

  /** Keeps so many connections more for those that ask for reserved ones. */
  reserve(count: number): void {
    this.#reserved = count;
  }

  get usage(): PoolUsage {
    const { reserved, ordinary } = this.#waiting;
    return {
      ...{ open: this.#size, inUse: this.#size - this.#idle.length },
      ...{ waiting: reserved.size + ordinary.size, maximum: this.#capacity },
    };
  }

  /** @throws ConnectionPoolExhaustedError when none became free in time; what `open` throws. */
  async acquire(isReserved = false): Promise<T> {
    if (this.#isClosed) throw new JobuError('DATABASE_CLOSED', { database: this.#database });
    if (!isReserved && this.#ordinary.size >= this.#limits.maxSize) return this.#wait(isReserved);
    const idle = this.#takeIdle();
    if (idle !== undefined) return this.#lend(idle, isReserved);
    if (this.#size >= this.#capacity) return this.#wait(isReserved);
    const placeholder = {};
    if (!isReserved) this.#ordinary.add(placeholder);
    try {
      return this.#lend(await this.#open(), isReserved);
    } finally {
      this.#ordinary.delete(placeholder);
    }
  }

  /** Gives a connection back; a dead, spoiled or old one is closed and, if somebody waits, replaced. */
  release(resource: T, isSpoiled: boolean): void {
    this.#ordinary.delete(resource);
    if (isSpoiled || this.#isClosed || !this.#isFresh(resource)) this.#discard(resource);
    else {
      this.#idle.push({ resource, since: performance.now() });
      this.#sweepLater();
    }
    this.#serve();
  }

  /** Opens `minSize` connections. */
  async fill(): Promise<void> {
    while (!this.#isClosed && this.#size < this.#limits.minSize) this.release(await this.#open(), false);
  }

  /** Refuses new borrowers, waits up to `timeoutMs` for the present ones, and closes what is idle. */
  async close(timeoutMs = 5_000): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#sweeper);
    for (const waiting of Object.values(this.#waiting)) {
      for (const waiter of waiting) waiter.fail(new JobuError('DATABASE_CLOSED', { database: this.#database }));
      waiting.clear();
    }
    const closing = this.#idle.splice(0).map((idle) => this.#close(idle.resource));
    await Promise.all(closing);
    if (this.#size === 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, timeoutMs);
      this.#drained = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    // Whoever still holds one gets an error at the next statement.
    await Promise.all([...this.#expiry.keys()].map((resource) => this.#close(resource)));
  }

  #isFresh(resource: T): boolean {
    return this.#resource.isUsable(resource) && performance.now() < (this.#expiry.get(resource) ?? 0);
  }

  async #open(): Promise<T> {
    this.#size++;
    try {
      const resource = await this.#resource.open();
      const lifetimeMs = 1000 * this.#limits.maxLifetimeSeconds * (1 - Math.random() * LIFETIME_JITTER);
      this.#expiry.set(resource, performance.now() + lifetimeMs);
      return resource;
    } catch (error) {
      this.#size--;
      this.#drainedIfEmpty();
      throw error;
    }
  }

  get #capacity(): number {
    return this.#limits.maxSize + this.#reserved;
  }

  #lend(resource: T, isReserved: boolean): T {
    if (!isReserved) this.#ordinary.add(resource);
    return resource;
  }

  #takeIdle(): T | undefined {
    for (let idle = this.#idle.pop(); idle !== undefined; idle = this.#idle.pop()) {
      if (this.#isFresh(idle.resource)) return idle.resource;
      this.#discard(idle.resource);
    }
    return undefined;
  }

  /** Whoever is to be served next: those that ask for a reserved connection come first. */
  #next(): Waiter<T> | undefined {
    const { reserved, ordinary } = this.#waiting;
    const [first] = reserved.size > 0 || this.#ordinary.size >= this.#limits.maxSize ? reserved : ordinary;
    return first;
  }

  #serve(): void {
    for (let waiter = this.#next(); waiter !== undefined && !this.#isClosed; waiter = this.#next()) {
      const idle = this.#takeIdle();
      if (idle === undefined) {
        if (this.#size < this.#capacity) this.#openForWaiter();
        return;
      }
      this.#forget(waiter);
      waiter.give(this.#lend(idle, waiter.isReserved));
    }
  }

  #openForWaiter(): void {
    this.#open().then(
      (resource) => this.release(resource, false),
      (error) => {
        const waiter = this.#next();
        if (waiter === undefined) return;
        this.#forget(waiter);
        waiter.fail(error);
        this.#serve();
      },
    );
  }

  #forget(waiter: Waiter<T>): void {
    this.#waiting[waiter.isReserved ? 'reserved' : 'ordinary'].delete(waiter);
  }

  #wait(isReserved: boolean): Promise<T> {
    const { acquireTimeoutSeconds: seconds, maxSize } = this.#limits;
    const size = isReserved ? this.#capacity : maxSize;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#forget(waiter);
        reject(new ConnectionPoolExhaustedError('POOL_EXHAUSTED', { database: this.#database, seconds, size }));
      }, seconds * 1000);
      const waiter: Waiter<T> = {
        isReserved,
        give: (resource) => {
          clearTimeout(timer);
          resolve(resource);
        },
        fail: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      };
      this.#waiting[isReserved ? 'reserved' : 'ordinary'].add(waiter);
    });
  }

  #discard(resource: T): void {
    void this.#close(resource);
  }

  async #close(resource: T): Promise<void> {
    if (!this.#expiry.delete(resource)) return;
    this.#size--;
    this.#drainedIfEmpty();
    try {
      await this.#resource.close(resource);
    } catch {
      // It is gone either way.
    }
  }

  #drainedIfEmpty(): void {
    if (this.#size === 0) this.#drained?.();
  }

  #sweepLater(): void {
    if (this.#sweeper !== undefined) return;
    const idleMs = this.#limits.idleTimeoutSeconds * 1000;
    this.#sweeper = setTimeout(
      () => {
        this.#sweeper = undefined;
        const oldest = performance.now() - idleMs;
        while (this.#size > this.#limits.minSize && this.#idle.length > 0 && this.#idle[0]!.since <= oldest) {
          this.#discard(this.#idle.shift()!.resource);
        }
        if (this.#size > this.#limits.minSize && this.#idle.length > 0) this.#sweepLater();
      },
      Math.max(idleMs, 100),
    );
    this.#sweeper.unref();
  }
}
