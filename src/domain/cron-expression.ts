import { JobuError } from '../errors.ts';
import { CronCalendar } from './cron-calendar.ts';
import {
  type CronField,
  type CronFieldRange,
  type CronFields,
  DAY_OF_MONTH,
  DAY_OF_WEEK,
  FieldProblem,
  HOUR,
  MINUTE,
  MONTH,
  parseField,
  SECOND,
} from './cron-field.ts';
import { closest } from './suggestion.ts';

/** A parsed cron expression. Never changed after parsing. */
export interface CronExpression extends CronFields {
  /** As written, without the blanks around it. */
  readonly text: string;
  /**
   * Minute or hour hold a `*`: at a change of the clock it follows elapsed time. Otherwise it runs once per local
   * day-time, whatever the clock does.
   */
  readonly followsElapsedTime: boolean;
  /** The local days and times it names. */
  readonly calendar: CronCalendar;
}

const MAX_LENGTH = 255;
const FIVE_FIELDS = [MINUTE, HOUR, DAY_OF_MONTH, MONTH, DAY_OF_WEEK];
const SIX_FIELDS = [SECOND, ...FIVE_FIELDS];

/** The words that stand for a whole expression. */
const CRON_WORDS: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
  '@every_minute': '* * * * *',
};

/** Makes invisible and foreign characters readable, and a novel short. */
function printable(text: string): string {
  const shown = text.length > 80 ? `${text.slice(0, 77)}...` : text;
  return shown.replace(/[^\x20-\x7e]/gu, codePoint);
}

function codePoint(character: string): string {
  return `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
}

function invalid(text: string, field: string, reason: string): JobuError {
  return new JobuError('CRON_EXPRESSION_INVALID', { expression: printable(text), field, reason: printable(reason) });
}

/** Looks for characters no expression has, and names the field they stand in as if they did separate fields. */
function refuseForeignCharacters(text: string): void {
  const foreign = /[^\x21-\x7e \t]/u.exec(text);
  if (!foreign) return;
  const words = (part: string) => part.split(/\s+/u).filter((word) => word !== '').length;
  const ranges = words(text) > 5 ? SIX_FIELDS : FIVE_FIELDS;
  const separates = /\s/u.test(foreign[0]);
  const place = Math.max(0, words(`${text.slice(0, foreign.index)}${separates ? '' : 'x'}`) - 1);
  const reason = separates
    ? `${codePoint(foreign[0])} does not separate fields, only spaces and tabs do`
    : `${codePoint(foreign[0])} is not an ASCII character`;
  throw invalid(text, ranges[Math.min(place, ranges.length - 1)]!.name, reason);
}

function expandWord(text: string, word: string): string {
  const expanded = CRON_WORDS[word.toLowerCase()];
  if (expanded) return expanded;
  if (word.toLowerCase() === '@reboot') {
    throw invalid(text, 'expression', '@reboot names no time, and several machines have no common start');
  }
  const meant = closest(word, Object.keys(CRON_WORDS));
  throw invalid(text, 'expression', `the word "${word}" is not known${meant ? `, did you mean ${meant}?` : ''}`);
}

/**
 * Parses a cron expression of 5 fields, 6 with the second first, or a word such as `@daily`.
 *
 * `?` equals `*`; 0 and 7 are Sunday; names in any case; `10/5` runs from 10 to the end by 5; a step is at most the
 * number of values of its field; `L`, `L-3`, `15W`, `LW`, `L-3W` for days of the month, `5L` and `MON#2` for days of the
 * week, also in lists. Throws CRON_EXPRESSION_INVALID with the field and the reason.
 */
export function parseCron(text: string): CronExpression {
  if (typeof text !== 'string') throw invalid(String(text), 'expression', 'it is not a text');
  if (text.length > MAX_LENGTH) throw invalid(text, 'expression', `it is longer than ${MAX_LENGTH} characters`);
  refuseForeignCharacters(text);
  const written = text.replace(/^[ \t]+|[ \t]+$/g, '');
  if (written === '') throw invalid(text, 'expression', 'it is empty');
  const spelled = written.startsWith('@') ? expandWord(text, written) : written;
  const parts = spelled.split(/[ \t]+/);
  if (parts.length !== 5 && parts.length !== 6) {
    throw invalid(text, 'expression', `it has ${parts.length} ${parts.length === 1 ? 'field' : 'fields'}, not 5 or 6`);
  }
  const take = (range: CronFieldRange, part: string): CronField => {
    try {
      return parseField(range, part);
    } catch (error) {
      if (error instanceof FieldProblem) throw invalid(text, range.name, error.message);
      throw error;
    }
  };
  const [second, minute, hour, dayOfMonth, month, dayOfWeek] = (parts.length === 5 ? ['0', ...parts] : parts).map(
    (part, index) => take(SIX_FIELDS[index]!, part),
  ) as [CronField, CronField, CronField, CronField, CronField, CronField];
  const eitherDayField = !dayOfMonth.startsWithWildcard && !dayOfWeek.startsWithWildcard;
  const fields: CronFields = { second, minute, hour, dayOfMonth, month, dayOfWeek, eitherDayField };
  const followsElapsedTime = minute.hasWildcard || hour.hasWildcard;
  return { text: written, ...fields, followsElapsedTime, calendar: new CronCalendar(fields) };
}
