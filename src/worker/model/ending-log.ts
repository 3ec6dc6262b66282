import type { Clock } from '../../runtime/clock.ts';
import type { Logger } from '../../runtime/logging.ts';
import type { Ending } from './ending.ts';

const LINES_A_SECOND = 20;
const LONGEST_REASON = 300;

const reasonOf = (message: string): string => message.split('\n')[0]!.slice(0, LONGEST_REASON);

/**
 * Says in the process's log how executions ended, so that whoever watches sees work being done and what fails: all of them
 * while they are few, else some each second and how many more there were.
 */
export class EndingLog {
  readonly #clock: Clock;
  readonly #logger: Logger;
  #sinceMs = Number.NEGATIVE_INFINITY;
  #said = 0;
  #unsaid = 0;

  constructor(clock: Clock, logger: Logger) {
    this.#clock = clock;
    this.#logger = logger;
  }

  /** Takes endings that are stored. */
  say(endings: readonly Ending[]): void {
    const nowMs = this.#clock.monotonicMs();
    if (nowMs - this.#sinceMs >= 1000) {
      if (this.#unsaid > 0) this.#logger.info({ executions: this.#unsaid }, `${this.#unsaid} more executions ended`);
      this.#sinceMs = nowMs;
      this.#said = 0;
      this.#unsaid = 0;
    }
    const lines = endings.slice(0, LINES_A_SECOND - this.#said);
    this.#said += lines.length;
    this.#unsaid += endings.length - lines.length;
    for (const ending of lines) this.#line(ending);
  }

  #line(ending: Ending): void {
    const { claim, startedAt, finishedAt, kind } = ending;
    const { id, attempt, cron_name: cron, handler_name: handler } = claim.row;
    const name = cron ?? handler ?? `execution ${id}`;
    const tookMs = startedAt === null ? undefined : finishedAt.getTime() - startedAt.getTime();
    const fields = { executionId: String(id), attempt, tookMs };
    if (kind === 'succeeded') this.#logger.info(fields, `${name} succeeded`);
    else if (kind === 'canceled') this.#logger.info(fields, `${name} was canceled`);
    else if (kind === 'released') this.#logger.info(fields, `${name} was released`);
    else {
      const verb = ending.status === 'TIMEOUT' ? 'timed out' : 'failed';
      const code = ending.failure.code ?? undefined;
      this.#logger.warn({ ...fields, code }, `${name} ${verb}: ${reasonOf(ending.failure.message)}`);
    }
  }
}
