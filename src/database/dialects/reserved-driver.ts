import type { Access, Driver, Session } from './dialect.ts';

/** A database through the connections that are kept for jobu's own statements, which nobody else can hold. */
export class ReservedDriver implements Driver {
  readonly dialect: Driver['dialect'];
  readonly waitsForLocks: boolean;
  readonly listen: Driver['listen'];
  readonly notify: Driver['notify'];
  readonly twoPhase: Driver['twoPhase'];
  readonly #driver: Driver;

  constructor(driver: Driver) {
    this.#driver = driver;
    this.dialect = driver.dialect;
    this.waitsForLocks = driver.waitsForLocks;
    this.listen = driver.listen;
    this.notify = driver.notify;
    this.twoPhase = driver.twoPhase;
    driver.reserve?.();
  }

  get version(): string {
    return this.#driver.version;
  }

  get usage(): Driver['usage'] {
    return this.#driver.usage;
  }

  get migration(): Driver['migration'] {
    return this.#driver.migration;
  }

  connect(): Promise<void> {
    return this.#driver.connect();
  }

  acquire(access: Access, lone: boolean): Promise<Session> {
    return this.#driver.acquire(access, lone, true);
  }

  release(session: Session): void {
    this.#driver.release(session);
  }

  serverTimeMs(): Promise<number | undefined> {
    return this.#driver.serverTimeMs();
  }

  close(): Promise<void> {
    return this.#driver.close();
  }
}
