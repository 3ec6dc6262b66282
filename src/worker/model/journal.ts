import { AsyncLocalStorage } from 'node:async_hooks';
import type { Database } from '../../database/database.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Logger } from '../../runtime/logging.ts';
import type { LogEntry } from '../handlers/context.ts';
import type { Claim } from './claim.ts';
import { isPassing, type Outage, within } from './outage.ts';
import { jsonInteger } from './row-change.ts';
import { sql } from './statements.ts';

interface Line extends LogEntry {
  readonly claim: Claim;
  readonly loggedAt: Date;
}

export interface JournalOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly outage: Outage;
  /** A write without an answer is tried again after this. Default 30 s. */
  readonly answerMs?: number;
}

const FLUSH_MS = 250;
const LINES_AT_ONCE = 1_000;
const BYTES_AT_ONCE = 2_097_152;
/** Lines waiting at most; a database that cannot keep up must not fill the memory. */
const LINES_WAITING = 50_000;

/** What handlers log and how far they say they are, written in batches and never by the handler's own transaction. */
export class Journal {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #outage: Outage;
  readonly #answerMs: number;
  /** Handlers call from inside their transactions; what is written here must not stand in them. */
  readonly #outside = AsyncLocalStorage.snapshot();
  #lines: Line[] = [];
  readonly #progress = new Map<Claim, { fraction: number; message: string | null }>();
  #dropped = 0;
  #taken = 0;
  #written = 0;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> | undefined;

  constructor(options: JournalOptions) {
    this.#database = options.database;
    this.#clock = options.clock;
    this.#logger = options.logger;
    this.#outage = options.outage;
    this.#answerMs = options.answerMs ?? 30_000;
  }

  /** Queues a line; answers its number for {@link flushed}. */
  log(claim: Claim, entry: LogEntry): number {
    if (this.#lines.length >= LINES_WAITING) {
      this.#dropped++;
      return this.#taken;
    }
    const loggedAt = this.#clock.now();
    if (this.#dropped > 0) {
      const message = `${this.#dropped} lines of this worker are missing before this one: the database did not keep up.`;
      this.#dropped = 0;
      this.#take({ level: 'warn', message, data: null, claim, loggedAt });
    }
    return this.#take({ ...entry, claim, loggedAt });
  }

  /** Notes how far an attempt is; only the latest value is stored. Answers its number for {@link flushed}. */
  progress(claim: Claim, fraction: number, message: string | null): number {
    this.#progress.set(claim, { fraction, message });
    this.#schedule();
    return ++this.#taken;
  }

  /** Resolves when what got this number, and all before it, is written. Throws while the database fails. */
  async flushed(number: number): Promise<void> {
    while (this.#written < number) await this.flush();
  }

  /** Writes what is queued. Throws when the database fails; what was not written stays queued. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing ??= this.#outside(() => this.#write()).finally(() => {
      this.#writing = undefined;
    });
    return this.#writing;
  }

  /** Writes no more by itself. */
  close(): void {
    clearTimeout(this.#timer);
  }

  #take(line: Line): number {
    this.#lines.push(line);
    this.#schedule();
    return ++this.#taken;
  }

  #schedule(): void {
    this.#timer ??= this.#outside(() =>
      setTimeout(() => {
        this.#timer = undefined;
        this.flush().catch((error: unknown) => {
          this.#outage.failed(error, 'storing log lines');
          this.#schedule();
        });
      }, FLUSH_MS).unref(),
    );
  }

  async #write(): Promise<void> {
    const taken = this.#taken;
    for (const [claim, { fraction, message }] of this.#progress) {
      this.#progress.delete(claim);
      const written = this.#database.autocommit.execute(sql('update_progress'), {
        id: claim.row.id,
        fence: claim.row.fence,
        worker_id: claim.workerId,
        progress: fraction,
        progress_message: message,
      });
      await within(written, this.#answerMs, 'Progress');
    }
    while (this.#lines.length > 0) {
      const lines = this.#batch();
      await this.#insert(lines);
      this.#lines.splice(0, lines.length);
    }
    this.#written = taken;
  }

  /** Lines of one incarnation, bounded in number and size. */
  #batch(): Line[] {
    const { workerId } = this.#lines[0]!.claim;
    let bytes = 0;
    let length = 0;
    for (const line of this.#lines) {
      bytes += line.message.length + (line.data?.length ?? 0);
      if (line.claim.workerId !== workerId || length >= LINES_AT_ONCE || (length > 0 && bytes > BYTES_AT_ONCE)) break;
      length++;
    }
    return this.#lines.slice(0, length);
  }

  async #insert(lines: readonly Line[]): Promise<void> {
    const rows = lines.map(({ claim, loggedAt, level, message, data }, number) => ({
      number,
      id: jsonInteger(claim.row.id),
      fence: jsonInteger(claim.row.fence),
      logged_at: loggedAt,
      level,
      message,
      data,
    }));
    try {
      const written = this.#database.autocommit.execute(sql('insert_logs'), {
        rows: JSON.stringify(rows),
        worker_id: lines[0]!.claim.workerId,
      });
      await within(written, this.#answerMs, 'Log lines');
    } catch (error) {
      if (isPassing(error)) throw error;
      if (lines.length === 1) {
        this.#logger.warn({ error, executionId: String(lines[0]!.claim.row.id) }, 'a log line cannot be stored');
        return;
      }
      // One of them is the culprit; the others are not to be lost with it.
      const middle = lines.length >> 1;
      await this.#insert(lines.slice(0, middle));
      await this.#insert(lines.slice(middle));
    }
  }
}
