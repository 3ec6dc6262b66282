/** What one field of a cron expression may hold. */
export interface CronFieldRange {
  readonly name: 'second' | 'minute' | 'hour' | 'day of month' | 'month' | 'day of week';
  readonly min: number;
  readonly max: number;
  /** How many different values there are: the greatest step that makes sense. */
  readonly values: number;
  /** Three-letter names of the values from `min` on. */
  readonly names: readonly string[];
}

const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

export const SECOND: CronFieldRange = { name: 'second', min: 0, max: 59, values: 60, names: [] };
export const MINUTE: CronFieldRange = { name: 'minute', min: 0, max: 59, values: 60, names: [] };
export const HOUR: CronFieldRange = { name: 'hour', min: 0, max: 23, values: 24, names: [] };
export const DAY_OF_MONTH: CronFieldRange = { name: 'day of month', min: 1, max: 31, values: 31, names: [] };
export const MONTH: CronFieldRange = { name: 'month', min: 1, max: 12, values: 12, names: MONTHS };
export const DAY_OF_WEEK: CronFieldRange = { name: 'day of week', min: 0, max: 7, values: 7, names: WEEKDAYS };

/** The parsed content of one field. Days of the week are 0 (Sunday) to 6. */
export interface CronField {
  /** Plain values, ascending, each once. */
  readonly values: readonly number[];
  /** A list item of it is `*` or `?`, also with a step. */
  readonly hasWildcard: boolean;
  /** It begins with `*` or `?`: as a day field it restricts nothing by itself. */
  readonly startsWithWildcard: boolean;
  /** Days before the last of the month: `L` is 0, `L-3` is 3. */
  readonly fromLast: readonly number[];
  /** `15W`: the weekday (Monday to Friday) nearest to this day, within the month. */
  readonly nearestWeekday: readonly number[];
  /** `LW` is 0, `L-3W` is 3: the weekday nearest to that many days before the last, within the month. */
  readonly nearestWeekdayFromLast: readonly number[];
  /** `5L`: the last such day of the week in the month. */
  readonly lastOfMonth: readonly number[];
  /** `MON#2`: the second Monday of the month. */
  readonly nthOfMonth: readonly { readonly weekday: number; readonly nth: number }[];
}

/** The fields of an expression and how the two day fields combine. */
export interface CronFields {
  readonly second: CronField;
  readonly minute: CronField;
  readonly hour: CronField;
  readonly dayOfMonth: CronField;
  readonly month: CronField;
  readonly dayOfWeek: CronField;
  /** Both day fields are restricted: a day that fits either of them fits. Otherwise it must fit both. */
  readonly eitherDayField: boolean;
}

/** Thrown inside the parser; {@link parseField} callers turn it into CRON_EXPRESSION_INVALID. */
export class FieldProblem extends Error {}

const MAX_FROM_LAST = 30;
const MAX_NTH = 5;

function parseNumber(digits: string, what: string, min: number, max: number): number {
  if (!/^[0-9]+$/.test(digits)) {
    throw new FieldProblem(`${what} ${digits === '' ? 'is missing' : `"${digits}" is not a whole number`}`);
  }
  const value = Number(digits);
  if (value < min || value > max) throw new FieldProblem(`${what} ${digits} is outside ${min} to ${max}`);
  return value;
}

function parseValue(range: CronFieldRange, text: string): number {
  if (/^[0-9]+$/.test(text)) return parseNumber(text, 'the value', range.min, range.max);
  const named = range.names.indexOf(text.toUpperCase());
  if (named >= 0) return range.min + named;
  const names = range.names.length > 0 ? ` or a name ${range.names[0]} to ${range.names.at(-1)}` : '';
  throw new FieldProblem(`"${text}" is not a number ${range.min} to ${range.max}${names}`);
}

function parseRange(range: CronFieldRange, text: string, hasStep: boolean): [from: number, to: number] {
  if (text === '*' || text === '?') return [range.min, range.max];
  if (text === '') throw new FieldProblem('there is nothing before the "/"');
  const dash = text.indexOf('-');
  if (dash < 0) {
    const value = parseValue(range, text);
    return [value, hasStep ? range.max : value];
  }
  const start = text.slice(0, dash);
  const end = text.slice(dash + 1);
  if (start === '' || end === '')
    throw new FieldProblem(`the range "${text}" lacks its ${start === '' ? 'start' : 'end'}`);
  const from = parseValue(range, start);
  let to = parseValue(range, end);
  // A week may be written from Monday to Sunday: THU-SUN.
  if (range === DAY_OF_WEEK && from > 0 && end.toUpperCase() === 'SUN') to = 7;
  if (from > to) throw new FieldProblem(`the range "${text}" runs backwards; write it as two ranges`);
  return [from, to];
}

/** Parses one field; throws {@link FieldProblem} with the reason. */
export function parseField(range: CronFieldRange, text: string): CronField {
  const chosen: boolean[] = [];
  const field = {
    hasWildcard: false,
    startsWithWildcard: /^[*?]/.test(text),
    fromLast: [] as number[],
    nearestWeekday: [] as number[],
    nearestWeekdayFromLast: [] as number[],
    lastOfMonth: [] as number[],
    nthOfMonth: [] as { weekday: number; nth: number }[],
  };

  const parseDayOfMonth = (item: string): boolean => {
    const last = /^L(-[^W]*)?(W?)$/i.exec(item);
    if (last) {
      const before =
        last[1] === undefined ? 0 : parseNumber(last[1].slice(1), 'the offset after "L-"', 1, MAX_FROM_LAST);
      (last[2] ? field.nearestWeekdayFromLast : field.fromLast).push(before);
      return true;
    }
    const nearest = /^([0-9]+)W$/i.exec(item);
    if (nearest) field.nearestWeekday.push(parseValue(range, nearest[1]!));
    return nearest !== null;
  };

  const parseDayOfWeek = (item: string): boolean => {
    const hash = item.indexOf('#');
    if (hash >= 0) {
      const weekday = parseValue(range, item.slice(0, hash)) % 7;
      const nth = parseNumber(item.slice(hash + 1), 'the number after "#"', 1, MAX_NTH);
      field.nthOfMonth.push({ weekday, nth });
      return true;
    }
    const last = /^([a-z]+|[0-9]+)L$/i.exec(item);
    if (last) field.lastOfMonth.push(parseValue(range, last[1]!) % 7);
    return last !== null;
  };

  for (const item of text.split(',')) {
    if (item === '') throw new FieldProblem('a list item is empty');
    if (range === DAY_OF_MONTH && parseDayOfMonth(item)) continue;
    if (range === DAY_OF_WEEK && parseDayOfWeek(item)) continue;
    const slash = item.indexOf('/');
    const body = slash < 0 ? item : item.slice(0, slash);
    const [from, to] = parseRange(range, body, slash >= 0);
    const step = slash < 0 ? 1 : parseNumber(item.slice(slash + 1), 'the step', 1, range.values);
    for (let value = from; value <= to; value += step) {
      chosen[range === DAY_OF_WEEK ? value % 7 : value] = true;
    }
    if (body === '*' || body === '?') field.hasWildcard = true;
  }
  const values: number[] = [];
  for (let value = 0; value < chosen.length; value++) if (chosen[value]) values.push(value);
  return { ...field, values };
}
