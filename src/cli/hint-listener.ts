import type { Database } from '../database/database.ts';
import { messageOf } from '../errors.ts';
import { hearHints } from '../ledger/hints.ts';
import type { Logger } from '../runtime/logging.ts';
import type { Service } from '../runtime/service.ts';

/** Passes on what other processes announce through the database. Without it everything works by polling. */
export class HintListener implements Service {
  readonly name = 'hints';
  readonly #database: Database;
  readonly #logger: Logger;
  #unlisten: (() => Promise<void>) | undefined;

  constructor(database: Database, logger: Logger) {
    this.#database = database;
    this.#logger = logger;
  }

  async start(): Promise<void> {
    try {
      this.#unlisten ??= await hearHints(this.#database);
    } catch (error) {
      this.#logger.warn({ error }, `no notifications from "${this.#database.name}", polling: ${messageOf(error)}`);
    }
  }

  async stop(): Promise<void> {
    const unlisten = this.#unlisten;
    this.#unlisten = undefined;
    await unlisten?.().catch(() => {});
  }
}
