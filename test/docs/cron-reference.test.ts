import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseCron } from '../../src/domain/cron-expression.ts';
import { fireTimes, nextFireTime } from '../../src/domain/fire-times.ts';
import { type CronDefinition, cronFields } from '../../src/ledger/model/cron.ts';
import { snakeCase } from '../../src/ledger/model/row.ts';
import { tableAfter } from '../support/markdown.ts';

const page = (name: string) => readFileSync(join(import.meta.dirname, '../../docs/reference', name), 'utf8');
const plain = (cell: string) => cell.replace(/^`(.*)`$/, '$1');

describe('docs/reference/cron-fields.md', () => {
  const rows = tableAfter(page('cron-fields.md'), 'Field');
  const schema = z.toJSONSchema(cronFields, { io: 'input', unrepresentable: 'any' });

  it('lists every field a cron takes, in the order of the code, and no other', () => {
    expect(rows.map(([field]) => plain(field!))).toEqual(Object.keys(cronFields.shape).map(snakeCase));
  });

  it.each(rows.map((row) => [plain(row[0]!), row] as const))(
    'says type and default of %s',
    (field, [, type, byDefault]) => {
      const name = Object.keys(cronFields.shape).find((each) => snakeCase(each) === field)! as keyof CronDefinition;
      const required = { name: 'n', handlerName: 'h', timeZone: 'UTC' };
      const value = cronFields.parse(required)[name];
      const shown = typeof value === 'string' ? value : value === null ? 'none' : JSON.stringify(value);
      const expected = field === 'time_zone' ? 'dispatcher.time_zone' : name in required ? 'required' : shown;
      expect(plain(byDefault!)).toBe(expected);

      const property = schema.properties![name] as z.core.JSONSchema.BaseSchema;
      const branches = [property, ...((property.anyOf ?? []) as z.core.JSONSchema.BaseSchema[])];
      const choices = branches.find((one) => one.enum)?.enum;
      if (choices) expect(type).toBe(choices.map((word) => `\`${String(word)}\``).join(', '));
      const { minimum, maximum = Number.POSITIVE_INFINITY } = property;
      if (maximum < 31_622_400) expect(type).toBe(`whole number, ${minimum} to ${maximum}`);
    },
  );
});

describe('docs/reference/cron-expressions.md', () => {
  const text = page('cron-expressions.md');

  it.each(tableAfter(text, 'Word'))('%s is the same as %s', (words, same) => {
    for (const word of words!.split(', ')) {
      const { values } = parseCron(plain(same!)).hour;
      expect(parseCron(plain(word)).hour.values).toEqual(values);
      const after = new Date('2026-11-22T15:00:00Z');
      expect(nextFireTime(parseCron(plain(word).toUpperCase()), 'Asia/Seoul', after)).toEqual(
        nextFireTime(parseCron(plain(same!)), 'Asia/Seoul', after),
      );
    }
  });

  it.each(tableAfter(text, 'Expression'))('%s runs next at %s', (expression, next) => {
    const times = fireTimes(parseCron(plain(expression!)), 'Asia/Seoul', new Date('2026-11-22T15:00:00Z'), {
      limit: 3,
    });
    const shown = times.map((time) => new Date(time.getTime() + 9 * 3_600_000).toISOString().slice(0, 16));
    expect(shown.join(', ').replaceAll('T', ' ') || 'never').toBe(next);
  });

  it.each(tableAfter(text, 'Expression', 1))('at the change of the clock %s in %s', (...row) => {
    const [expression, zone, from, until, runs] = row as string[];
    const instant = (shown: string) => new Date(`${shown.replace(' ', 'T')}:00Z`);
    const times = fireTimes(parseCron(plain(expression!)), zone!, new Date(instant(from!).getTime() - 1), {
      until: instant(until!),
      limit: 20,
    });
    expect(times.map((time) => time.toISOString().slice(11, 16)).join(', ') || 'never').toBe(runs);
  });

  it('names only errors that exist, for what it says is refused', () => {
    for (const refused of [
      '0 9 * * FRI-MON',
      '10-5 * * * *',
      '1,,2 * * * *',
      '*/0 * * * *',
      '*/61 * * * *',
      '0 9 32 * *',
    ])
      expect(() => parseCron(refused)).toThrow(
        /^The cron expression .* is not valid: (minute|day of month|day of week): /,
      );
  });
});
