import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { type CronExpression, parseCron } from '../../domain/cron-expression.ts';
import { describeCron, type Language } from '../../domain/cron-sentence.ts';
import { fireTimes } from '../../domain/fire-times.ts';
import { parseLocalTime } from '../../domain/time-zone.ts';
import { isJobuError, JobuError, messageOf } from '../../errors.ts';
import { systemClock } from '../../runtime/clock.ts';
import { isoSeconds, printFireTimes } from '../fire-time-list.ts';
import { act, type Invocation, languageOf, languageOption, timeZone, wholeNumber } from '../invocation.ts';
import { note, print } from '../output.ts';

const MOST = 10_000;
const ZONE_WITHOUT_CONFIG = 'Asia/Seoul';

interface NextOptions {
  readonly tz?: string;
  readonly after?: string;
  readonly count: number;
  readonly stdin?: boolean;
  readonly language?: Language;
}

const defaultZone = (invocation: Invocation): string =>
  existsSync(invocation.options.config) ? invocation.config.dispatcher.timeZone : ZONE_WITHOUT_CONFIG;

/** One line of standard input answered: never throws for what the line says. */
function answer(line: string, zone: () => string): object {
  const refuse = (reason: string) => new JobuError('NEXT_REQUEST_INVALID', { reason });
  try {
    let request: Record<string, unknown>;
    try {
      request = JSON.parse(line);
    } catch (error) {
      throw refuse(messageOf(error));
    }
    if (typeof request !== 'object' || request === null) throw refuse('it is no JSON object');
    const { expression, timeZone: wanted, after, count = 1 } = request;
    if (typeof expression !== 'string') throw refuse('expression is not text');
    if (wanted !== undefined && wanted !== null && typeof wanted !== 'string') throw refuse('timeZone is not text');
    if (after !== undefined && after !== null && typeof after !== 'string') throw refuse('after is not text');
    if (!Number.isInteger(count) || (count as number) < 0 || (count as number) > MOST)
      throw refuse(`count is not a whole number from 0 to ${MOST}`);
    const parsed = parseCron(expression);
    const timeZone = wanted ?? zone();
    const from = after ? parseLocalTime(after, timeZone) : systemClock.now();
    return { next: fireTimes(parsed, timeZone, from, { limit: count as number }).map(isoSeconds) };
  } catch (error) {
    return { error: { code: isJobuError(error) ? error.code : 'UNEXPECTED', message: messageOf(error) } };
  }
}

/** Answers every line of standard input with one line, in order, as soon as it is there. */
async function answerLines(zone: () => string): Promise<void> {
  let rest = '';
  const reply = (lines: readonly string[]) => print(lines.map((line) => JSON.stringify(answer(line, zone))).join('\n'));
  for await (const chunk of process.stdin.setEncoding('utf8')) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop()!;
    if (lines.length > 0) reply(lines);
  }
  if (rest !== '') reply([rest]);
}

export function addNext(program: Command): void {
  program
    .command('next')
    .summary('show the next times of a cron expression')
    .description(
      'Show the next times of a cron expression. With --stdin, answer one JSON line ' +
        '{"next":[...]} or {"error":{"code","message"}} for each line {"expression","timeZone","after","count"}, in order.',
    )
    .argument('[expression]', 'in quotes, such as "0 9 * * MON-FRI" or @daily', (text: string) => parseCron(text))
    .option('--tz <zone>', 'time zone; default: time_zone of dispatcher.yaml, else Asia/Seoul', timeZone)
    .option('--after <time>', 'times strictly later than this; default: now')
    .option('--count <n>', 'how many', wholeNumber(1, MOST), 5)
    .option('--stdin', 'read requests from standard input, one a line')
    .addOption(languageOption())
    .action(
      act<NextOptions, [CronExpression | undefined]>(async (invocation, expression) => {
        const { tz, after, count, stdin, json } = invocation.options;
        let zone = tz;
        const getZone = () => {
          zone ??= defaultZone(invocation);
          return zone;
        };
        if (stdin) return await answerLines(getZone);
        if (!expression) throw new JobuError('USAGE', { problem: 'An expression is missing.', command: 'jobu next' });
        const from = after === undefined ? systemClock.now() : parseLocalTime(after, getZone());
        const times = fireTimes(expression, getZone(), from, { limit: count });
        if (!json) note(describeCron(expression, languageOf(invocation.options)));
        printFireTimes(times, getZone(), 'never', json);
      }),
    );
}
