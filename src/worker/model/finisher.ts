import type { Database } from '../../database/database.ts';
import { isJobuError, JobuError, messageOf } from '../../errors.ts';
import { announce } from '../../ledger/hints.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Logger } from '../../runtime/logging.ts';
import { failureOf } from '../handlers/failure.ts';
import type { Ending } from './ending.ts';
import { EndingLog } from './ending-log.ts';
import { type Refused, writeEndings } from './finish.ts';
import type { Journal } from './journal.ts';
import { isPassing, type Outage, pauseAfterFailure, within } from './outage.ts';

const BATCH = 500;
const BATCH_CHARACTERS = 4_194_304;
/** A further batch is written beside the one under way only when it is full. */
const PARALLEL = 3;

export interface FinisherOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly outage: Outage;
  readonly journal: Journal;
  /** A write without an answer is tried again after this. */
  readonly answerMs: number;
}

const sizeOf = (ending: Ending): number =>
  ending.kind === 'succeeded' ? ending.result.length : (ending.failure?.text.length ?? 0);

/** Writes the ends of attempts: at once when there are few, in batches of up to 500 under load. Keeps them over an outage. */
export class Finisher {
  /** Written, and refused because the lease was lost, since the start. */
  readonly counters = { written: 0, leaseLost: 0 };
  readonly #options: FinisherOptions;
  readonly #log: EndingLog;
  #queue: Ending[] = [];
  readonly #inFlight = new Set<readonly Ending[]>();
  #isScheduled = false;
  #failures = 0;
  #waiters: (() => void)[] = [];

  constructor(options: FinisherOptions) {
    this.#options = options;
    this.#log = new EndingLog(options.clock, options.logger);
  }

  add(ending: Ending): void {
    this.#queue.push(ending);
    this.#schedule();
  }

  /** Everything that is not written yet. */
  *pending(): Iterable<Ending> {
    for (const batch of this.#inFlight) yield* batch;
    yield* this.#queue;
  }

  /** Resolves when all is written, or after `timeoutMs`; answers how many are left. */
  async idle(timeoutMs: number): Promise<number> {
    if (this.#queue.length > 0 || this.#inFlight.size > 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, timeoutMs);
        this.#waiters.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
    return [...this.pending()].length;
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      this.#pump();
    });
  }

  #pump(): void {
    const mayStart = () =>
      this.#inFlight.size === 0 ||
      (this.#queue.length >= BATCH && this.#inFlight.size < PARALLEL && this.#failures === 0);
    while (this.#queue.length > 0 && mayStart()) void this.#write(this.#take());
    if (this.#queue.length === 0 && this.#inFlight.size === 0) {
      for (const done of this.#waiters.splice(0)) done();
    }
  }

  /** The first endings of one incarnation, bounded in number and size. */
  #take(): Ending[] {
    const { workerId } = this.#queue[0]!.claim;
    let length = 0;
    let characters = 0;
    while (length < this.#queue.length && length < BATCH) {
      const ending = this.#queue[length]!;
      characters += sizeOf(ending);
      if (ending.claim.workerId !== workerId || (length > 0 && characters > BATCH_CHARACTERS)) break;
      length++;
    }
    return this.#queue.splice(0, length);
  }

  async #write(batch: Ending[]): Promise<void> {
    const { outage, clock } = this.#options;
    this.#inFlight.add(batch);
    try {
      await this.#try(batch);
      this.#failures = 0;
      outage.worked();
    } catch (error) {
      outage.failed(error, 'storing results');
      if (isJobuError(error, 'COMMIT_UNKNOWN', 'CONNECTION_LOST', 'STATEMENT_TIMEOUT'))
        for (const ending of batch) ending.isUncertain = true;
      await clock.sleep(pauseAfterFailure(++this.#failures));
      this.#queue.unshift(...batch);
    }
    this.#inFlight.delete(batch);
    this.#pump();
  }

  async #try(batch: Ending[]): Promise<void> {
    const { database, clock, logger, journal, answerMs } = this.#options;
    const lastLine = Math.max(0, ...batch.map(({ lastLine = 0 }) => lastLine));
    if (lastLine > 0) await journal.flushed(lastLine);
    const { workerId } = batch[0]!.claim;
    let refused: Refused[];
    try {
      refused = await within(writeEndings(database, workerId, batch, clock.now()), answerMs, 'The end of executions');
    } catch (error) {
      if (isPassing(error)) throw error;
      if (batch.length > 1) {
        // One of them is the culprit; the others are not to be lost with it.
        const middle = batch.length >> 1;
        await this.#try(batch.slice(0, middle));
        await this.#try(batch.slice(middle));
      } else await this.#giveUp(batch[0]!, error);
      return;
    }
    this.counters.written += batch.length - refused.length;
    for (const each of refused) this.#report(each);
    const lost = refused.map(({ ending }) => ending);
    this.#log.say(batch.filter((ending) => !lost.includes(ending)));
    // What belongs to no cron has no successor that waits for it.
    if (batch.some(({ claim }) => claim.row.cron_name != null)) void announce(database, 'executionsFinished');
    logger.trace({ written: batch.length - refused.length }, 'results stored');
  }

  /** An ending that the database does not take: the execution fails and says why. */
  async #giveUp(ending: Ending, cause: unknown): Promise<void> {
    const { logger } = this.#options;
    const executionId = String(ending.claim.row.id);
    logger.error({ error: cause, executionId }, 'the end of an execution cannot be stored');
    if (ending.kind === 'failed' && ending.failure.code === 'RESULT_NOT_STORED') return;
    const error = new JobuError('RESULT_NOT_STORED', { reason: messageOf(cause).slice(0, 500) });
    const { claim, startedAt, finishedAt } = ending;
    const failure = { ...failureOf(error), retryable: false };
    await this.#try([{ claim, startedAt, finishedAt, kind: 'failed', status: 'FAILED', failure, maxRetry: 0 }]);
  }

  #report({ ending, found }: Refused): void {
    this.counters.leaseLost++;
    const { row, workerId } = ending.claim;
    this.#options.logger.warn(
      {
        executionId: String(row.id),
        attempt: row.attempt,
        fence: String(row.fence),
        workerId,
        ending: ending.kind,
        foundStatus: found?.status ?? 'gone',
        foundFence: found ? String(found.fence) : undefined,
      },
      `lease lost: the end of execution ${row.id} was refused, it is not held by this worker any more`,
    );
  }
}
