import { type Command, InvalidArgumentError, Option } from 'commander';
import { type CronInput, cronFields } from '../ledger/model/cron.ts';
import { timeZone, wholeNumber } from './invocation.ts';

type Field = keyof CronInput & keyof typeof cronFields.shape;

interface CronOption {
  readonly flags: string;
  readonly field: Field;
  readonly about: string;
  readonly parse?: (text: string) => unknown;
  readonly choices?: readonly string[];
  readonly isNullable?: boolean;
}

const LONGEST_SECONDS = 31_622_400;
const seconds = wholeNumber(0, LONGEST_SECONDS);
/** Lets an empty value through: it clears a field that may be empty. */
const orEmpty = (parse: (text: string) => unknown) => (text: string) => (text === '' ? '' : parse(text));

function jsonText(text: string): string {
  try {
    JSON.parse(text);
    return text;
  } catch (error) {
    throw new InvalidArgumentError(`It must be JSON: ${(error as Error).message}.`);
  }
}

const OPTIONS: readonly CronOption[] = [
  {
    flags: '--cron <expression>',
    field: 'cronExpression',
    about: 'when to run; empty: only when triggered',
    isNullable: true,
  },
  { flags: '--tz <zone>', field: 'timeZone', about: 'time zone of the expression', parse: timeZone },
  { flags: '--handler <name>', field: 'handlerName', about: 'handler to run' },
  { flags: '--params <json>', field: 'handlerParams', about: 'its params, a JSON object', parse: jsonText },
  { flags: '--description <text>', field: 'description', about: 'what it is for', isNullable: true },
  { flags: '--allow-overlap', field: 'allowOverlap', about: 'run although the one before is unfinished' },
  { flags: '--no-allow-overlap', field: 'allowOverlap', about: 'skip while the one before is unfinished' },
  {
    flags: '--catch-up <policy>',
    field: 'catchUp',
    about: 'missed occurrences',
    choices: cronFields.shape.catchUp.unwrap().options,
  },
  {
    flags: '--misfire-grace-seconds <n>',
    field: 'misfireGraceSeconds',
    about: 'up to this late is on time',
    parse: seconds,
  },
  {
    flags: '--catch-up-window-seconds <n>',
    field: 'catchUpWindowSeconds',
    about: 'older ones expire; empty: never',
    isNullable: true,
    parse: orEmpty(seconds),
  },
  {
    flags: '--max-retry <n>',
    field: 'maxRetry',
    about: 'retries after the first attempt',
    parse: wholeNumber(0, 1000),
  },
  {
    flags: '--retry-backoff <json>',
    field: 'retryBackoff',
    about: 'base, factor, max, jitter; empty: the default',
    isNullable: true,
    parse: orEmpty(jsonText),
  },
  { flags: '--timeout-seconds <n>', field: 'timeoutSeconds', about: 'of one attempt; 0: none', parse: seconds },
  { flags: '--priority <n>', field: 'priority', about: 'higher first', parse: wholeNumber(-100, 100) },
  { flags: '--queue <name>', field: 'queue', about: 'queue of its executions' },
  {
    flags: '--on-worker-lost <policy>',
    field: 'onWorkerLost',
    about: 'when its worker dies',
    choices: cronFields.shape.onWorkerLost.unwrap().options,
  },
  {
    flags: '--max-rescue <n>',
    field: 'maxRescue',
    about: 'times a worker may die over it',
    parse: wholeNumber(0, 1000),
  },
  {
    flags: '--isolation <kind>',
    field: 'isolation',
    about: 'loop, thread, process; empty: as the handler says',
    isNullable: true,
  },
  { flags: '--group <name>', field: 'groupName', about: 'group it belongs to', isNullable: true },
  { flags: '--owner <name>', field: 'owner', about: 'who answers for it', isNullable: true },
  {
    flags: '--tags <list>',
    field: 'tags',
    about: 'separated by commas',
    parse: (text) =>
      text
        .split(',')
        .map((tag) => tag.trim())
        .filter(Boolean),
  },
  {
    flags: '--timing <json>',
    field: 'timing',
    isNullable: true,
    about: 'timing object, for what no expression can say',
    parse: orEmpty(jsonText),
  },
  { flags: '--calendar <name>', field: 'calendar', about: 'calendar that says which days are open', isNullable: true },
  {
    flags: '--on-closed <rule>',
    field: 'onClosed',
    about: 'what falls on a closed day',
    choices: cronFields.shape.onClosed.unwrap().options,
  },
  { flags: '--max-shift-days <n>', field: 'maxShiftDays', about: 'farthest open day', parse: wholeNumber(0, 60) },
  { flags: '--allow-leave-month', field: 'allowLeaveMonth', about: 'also to an open day of another month' },
  { flags: '--no-allow-leave-month', field: 'allowLeaveMonth', about: 'never to an open day of another month' },
  { flags: '--starts-at <time>', field: 'startsAt', about: 'nothing is due before; empty: no limit', isNullable: true },
  { flags: '--ends-at <time>', field: 'endsAt', about: 'nothing is due after; empty: no limit', isNullable: true },
  {
    flags: '--jitter-seconds <n>',
    field: 'jitterSeconds',
    about: 'up to so much later, the same for one occurrence',
    parse: wholeNumber(0, 86_400),
  },
  {
    flags: '--blackouts <json>',
    field: 'blackouts',
    isNullable: true,
    about: 'list of windows in which nothing begins; empty: none',
    parse: orEmpty(jsonText),
  },
  {
    flags: '--on-blackout <rule>',
    field: 'onBlackout',
    about: 'what falls into one',
    choices: cronFields.shape.onBlackout.unwrap().options,
  },
  {
    flags: '--overlap <policy>',
    field: 'overlapPolicy',
    about: 'while the one before is unfinished',
    choices: cronFields.shape.overlapPolicy.unwrap().unwrap().options,
  },
  {
    flags: '--pause-after-failures <n>',
    field: 'pauseAfterFailures',
    isNullable: true,
    about: 'so many in a row pause it; empty: never',
    parse: orEmpty(wholeNumber(1, 100)),
  },
  { flags: '--notes <text>', field: 'notes', about: 'what operators should know', isNullable: true },
];

/** Adds an option for every field of a cron. */
export function addCronOptions(command: Command): Command {
  for (const { flags, about, parse, choices } of OPTIONS) {
    const option = new Option(flags, about);
    if (choices) option.choices(choices);
    if (parse) option.argParser(parse);
    command.addOption(option);
  }
  return command;
}

/** The fields of a cron that were named on the command line. */
export function cronPatch(options: Readonly<Record<string, unknown>>): Partial<CronInput> {
  const patch: Record<string, unknown> = {};
  for (const { flags, field, isNullable } of OPTIONS) {
    const value = options[new Option(flags).attributeName()];
    if (value !== undefined) patch[field] = isNullable && value === '' ? null : value;
  }
  return patch as Partial<CronInput>;
}
