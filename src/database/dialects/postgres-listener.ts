import type pg from 'pg';

const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 10_000;

type Heard = (payload: string) => void;

/**
 * One connection that only listens. Notifications are hints: when the connection comes back after a loss, every listener
 * is called once with an empty payload, since it may have missed some.
 */
export class PostgresListener {
  readonly #open: () => Promise<pg.Client>;
  readonly #channels = new Map<string, Set<Heard>>();
  #client: pg.Client | undefined;
  #connecting: Promise<void> | undefined;
  #retry: NodeJS.Timeout | undefined;
  #waitMs = FIRST_WAIT_MS;
  #isClosed = false;

  constructor(open: () => Promise<pg.Client>) {
    this.#open = open;
  }

  /** Calls `heard` for each notification; answers how to stop. */
  async listen(channel: string, heard: Heard): Promise<() => Promise<void>> {
    const listeners = this.#channels.get(channel) ?? new Set();
    this.#channels.set(channel, listeners.add(heard));
    await this.#connect();
    if (listeners.size === 1) await this.#client?.query(`LISTEN ${quoted(channel)}`).catch(() => this.#lost());
    return async () => {
      listeners.delete(heard);
      if (listeners.size > 0) return;
      this.#channels.delete(channel);
      await this.#client?.query(`UNLISTEN ${quoted(channel)}`).catch(() => this.#lost());
    };
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    await this.#connecting;
    await this.#client?.end().catch(() => {});
    this.#client = undefined;
  }

  async #connect(): Promise<void> {
    if (this.#client !== undefined || this.#isClosed) return;
    this.#connecting ??= this.#reconnect().finally(() => {
      this.#connecting = undefined;
    });
    await this.#connecting;
  }

  async #reconnect(): Promise<void> {
    try {
      const client = await this.#open();
      client.on('error', () => this.#lost(client));
      client.on('end', () => this.#lost(client));
      client.on('notification', ({ channel, payload = '' }) => {
        for (const heard of this.#channels.get(channel) ?? []) heard(payload);
      });
      for (const channel of this.#channels.keys()) await client.query(`LISTEN ${quoted(channel)}`);
      this.#client = client;
      this.#waitMs = FIRST_WAIT_MS;
    } catch {
      this.#lost();
    }
  }

  #lost(client = this.#client): void {
    if (this.#isClosed || (this.#client !== undefined && client !== this.#client)) return;
    this.#client = undefined;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => void this.#comeBack(), this.#waitMs);
    this.#retry.unref();
    this.#waitMs = Math.min(this.#waitMs * 2, LONGEST_WAIT_MS);
  }

  async #comeBack(): Promise<void> {
    await this.#connect();
    if (this.#client === undefined) return;
    for (const listeners of this.#channels.values()) for (const heard of listeners) heard('');
  }
}

/** LISTEN takes a name, not a parameter. */
function quoted(channel: string): string {
  return `"${channel.replaceAll('"', '""')}"`;
}
