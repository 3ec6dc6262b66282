import { describe, expect, it } from 'vitest';
import { parseCron } from '../../src/domain/cron-expression.ts';
import { isJobuError, type JobuError } from '../../src/errors.ts';

function refusal(text: string): JobuError {
  try {
    parseCron(text);
  } catch (error) {
    if (isJobuError(error, 'CRON_EXPRESSION_INVALID')) return error;
    throw error;
  }
  throw new Error(`"${text}" was accepted`);
}

const range = (from: number, to: number, step = 1) =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => from + i * step);

describe('fields of a cron expression', () => {
  it.each([
    ['*', range(0, 59)],
    ['?', range(0, 59)],
    ['5', [5]],
    ['05', [5]],
    ['0005', [5]],
    ['5-8', [5, 6, 7, 8]],
    ['8-8', [8]],
    ['*/20', [0, 20, 40]],
    ['?/20', [0, 20, 40]],
    ['*/59', [0, 59]],
    ['*/60', [0]],
    ['10/5', range(10, 59, 5)],
    ['50/20', [50]],
    ['10-20/5', [10, 15, 20]],
    ['10-20/30', [10]],
    ['1,1,1,5', [1, 5]],
    ['30,10,20-22', [10, 20, 21, 22, 30]],
    ['5,*/30', [0, 5, 30]],
  ])('reads the minute field %s', (text, values) => {
    expect(parseCron(`${text} * * * *`).minute.values).toEqual(values);
  });

  it.each([
    ['*', range(0, 6)],
    ['0', [0]],
    ['7', [0]],
    ['0,7', [0]],
    ['MON', [1]],
    ['mOn-fRi', [1, 2, 3, 4, 5]],
    ['THU-SUN', [0, 4, 5, 6]],
    ['thu-7', [0, 4, 5, 6]],
    ['5-7', [0, 5, 6]],
    ['0-7', range(0, 6)],
    ['SUN-TUE', [0, 1, 2]],
    ['SUN-SUN', [0]],
    ['7-7', [0]],
    ['*/2', [0, 2, 4, 6]],
    ['MON-SUN/2', [0, 1, 3, 5]],
    ['1/3', [0, 1, 4]],
  ])('reads the day of week field %s', (text, values) => {
    expect(parseCron(`0 0 * * ${text}`).dayOfWeek.values).toEqual(values);
  });

  it('reads names of months, hours and days to their ends', () => {
    expect(parseCron('0 0 * jan-Mar,DEC *').month.values).toEqual([1, 2, 3, 12]);
    expect(parseCron('0 0 * FEB/5 *').month.values).toEqual([2, 7, 12]);
    expect(parseCron('0 20/2 * * *').hour.values).toEqual([20, 22]);
    expect(parseCron('0 0 30/1 * *').dayOfMonth.values).toEqual([30, 31]);
  });

  it('reads L, W and # alone and in lists, in any case', () => {
    const { dayOfMonth, dayOfWeek } = parseCron('0 0 1,L,l-3,15W,lw,L-2w * FRIL,0L,5l,MON#2,7#1');
    expect(dayOfMonth.values).toEqual([1]);
    expect(dayOfMonth.fromLast).toEqual([0, 3]);
    expect(dayOfMonth.nearestWeekday).toEqual([15]);
    expect(dayOfMonth.nearestWeekdayFromLast).toEqual([0, 2]);
    expect(dayOfWeek.lastOfMonth).toEqual([5, 0, 5]);
    expect(dayOfWeek.nthOfMonth).toEqual([
      { weekday: 1, nth: 2 },
      { weekday: 0, nth: 1 },
    ]);
  });

  it('takes the second first when there are six fields, and second 0 when there are five', () => {
    expect(parseCron('*/30 1 2 3 4 5').second.values).toEqual([0, 30]);
    expect(parseCron('*/30 1 2 3 4 5').minute.values).toEqual([1]);
    expect(parseCron('1 2 3 4 5').second.values).toEqual([0]);
  });

  it('takes spaces and tabs as separators, also several and around it', () => {
    const { text, minute, dayOfWeek } = parseCron(' \t0  9\t* *   MON ');
    expect([text, minute.values, dayOfWeek.values]).toEqual(['0  9\t* *   MON', [0], [1]]);
  });

  it.each([
    ['@yearly', '0 0 1 1 *'],
    ['@annually', '0 0 1 1 *'],
    ['@monthly', '0 0 1 * *'],
    ['@WEEKLY', '0 0 * * 0'],
    ['@Daily', '0 0 * * *'],
    ['@midnight', '0 0 * * *'],
    [' @hourly\t', '0 * * * *'],
    ['@every_minute', '* * * * *'],
  ])('reads the word %s as %s', (word, spelled) => {
    const { calendar: _, ...parsed } = parseCron(word);
    const { calendar: __, ...expected } = parseCron(spelled);
    expect(parsed).toEqual({ ...expected, text: word.trim() });
  });

  it.each([
    ['0 2 * * *', false],
    ['15,45 2 * * *', false],
    ['0-59 0-23 * * *', false],
    ['* 30 2 * * *', false],
    ['0 0 2 */2 * *', false],
    ['*/30 2 * * *', true],
    ['0 */2 * * *', true],
    ['? 2 * * *', true],
    ['5,*/20 2 * * *', true],
    ['@hourly', true],
    ['@daily', false],
  ])('says whether %s follows elapsed time: %s', (text, expected) => {
    expect(parseCron(text).followsElapsedTime).toBe(expected);
  });

  it.each([
    ['0 0 1 * MON', true],
    ['0 0 1-31 * 0-6', true],
    ['0 0 L * MON#1', true],
    ['0 0 * * MON', false],
    ['0 0 */2 * MON', false],
    ['0 0 1 * */2', false],
    ['0 0 ? * MON', false],
  ])('says whether a day of %s must fit only one of the day fields: %s', (text, expected) => {
    expect(parseCron(text).eitherDayField).toBe(expected);
  });
});

describe('invalid cron expressions', () => {
  it.each([
    ['minute', ['60', '-1', '-5', '1-', '-', '--', '1--5', '1-5-7', '10-5', '59-0', '1-60', '60-61']],
    [
      'minute',
      ['*/0', '*/00', '*/61', '*/100', '*/-5', '*/+5', '*/', '/5', '5/', '1/5/2', '//', '*/5/5', '1-5/0', '0-/5'],
    ],
    ['minute', [',', ',1', '1,', '1,,2', '*,', '**', '*5', '5*', '*-5', '5-*', '*/*', '*/?', '??', '*?']],
    [
      'minute',
      ['1.5', '1e1', '+1', '0x1', '0b1', '1_0', '1;2', '1|2', '1:30', "'1'", '!', '~', 'H', 'R', '$1', '%', '1\\2'],
    ],
    [
      'minute',
      ['L', 'W', '5L', '5W', '5#1', 'LW', 'MON', 'JAN', 'x', 'NaN', 'Infinity', '99999999999999999999', '(1)', '[1]'],
    ],
    ['hour', ['24', '22-2', '23-24', '*/25', '9am', '12:00', 'L', 'SUN', '0-24', '1-', 'a-b']],
    ['day of month', ['0', '00', '32', '0-5', '1-32', '31-1', '*/32', '*/0', 'MON', 'JAN', '1#1', '#1', '5L', 'FRIL']],
    [
      'day of month',
      ['W', 'LL', 'WL', '32W', '0W', 'W15', '1-5W', '15W/2', '*W', '15WW', '-W', '1,W', '15-20W', '15W-20W'],
    ],
    [
      'day of month',
      [
        'L-',
        'L-0',
        'L-31',
        'L-31W',
        'L-W',
        'L--3',
        'L-x',
        'L3',
        'L+3',
        'L/2',
        'LW/2',
        'L-3/2',
        'L-3-5',
        '1-L',
        'LWW',
        'L-1.5',
      ],
    ],
    [
      'month',
      [
        '0',
        '13',
        '*/13',
        'DEC-JAN',
        '12-1',
        'MON',
        'JANUARY',
        'JA',
        'JAN1',
        '1JAN',
        'L',
        'W',
        '1#1',
        '1-13',
        '0-5',
        'JAN-',
        'SEPT',
      ],
    ],
    [
      'day of week',
      ['8', '*/8', '0-8', 'FRI-MON', '5-1', '7-2', 'MONDAY', 'MO', 'JAN', 'MON1', '1MON', 'SAT-MON', '-1', '5-0'],
    ],
    [
      'day of week',
      ['L', 'LW', 'W', '5W', '8L', 'XL', 'L5', 'LFRI', 'FRILL', '1-5L', 'FRIL/2', '-L', '5L-6L', 'FRI_L'],
    ],
    [
      'day of week',
      [
        '#',
        '#1',
        'MON#',
        'MON#0',
        'MON#6',
        'MON#-1',
        'MON#x',
        'MON##2',
        'MON#2#3',
        '8#1',
        'MON-FRI#2',
        'MON#1-2',
        '*#1',
        'MON#2/2',
        'MON#1.5',
        'MON#+1',
        '#L',
        'MON#L',
        'MON,,TUE',
      ],
    ],
  ] as const)('are refused with the name of the field: %s', (field, items) => {
    const place = ['minute', 'hour', 'day of month', 'month', 'day of week'].indexOf(field);
    for (const item of items) {
      const parts = ['0', '0', '*', '*', '*'];
      parts[place] = item;
      for (const text of [parts.join(' '), `0 ${parts.join(' ')}`]) {
        const { params, message, status } = refusal(text);
        expect({ text, field: params['field'], status }).toEqual({ text, field, status: 422 });
        expect(message).toContain(`"${text}" is not valid: ${field}: `);
      }
    }
  });

  it.each(['60', '*/61', '1-', 'MON', '-1', '*/0', 'L'])('are refused in the second field: %s', (item) => {
    expect(refusal(`${item} 0 0 * * *`).params['field']).toBe('second');
  });

  it.each([
    '',
    ' ',
    '\t',
    '*',
    '* * * *',
    '* * * * * * *',
    '0 0 1 1 * 2026 x',
    '@',
    '@reboot',
    '@REBOOT',
    '@every 5m',
    '@fortnightly',
    '@daily *',
    '@@daily',
    '@dailyx',
    '* @daily',
  ])('with the wrong number of fields or an unknown word are refused: "%s"', (text) => {
    expect(refusal(text).params['field']).toBe('expression');
  });

  it('say what was meant by a mistyped word', () => {
    expect(refusal('@dayly').message).toContain('did you mean @daily?');
    expect(refusal('@every 5m').message).toContain('"@every 5m" is not known');
  });

  it.each([
    ['\u00a00 9 * * *', 'minute', 'U+00A0'],
    ['0\u00a09 * * *', 'minute', 'U+00A0'],
    ['0 9\u3000* * *', 'hour', 'U+3000'],
    ['0 9 * * *\n', 'day of week', 'U+000A'],
    ['0 9 *\r\n* *', 'day of month', 'U+000D'],
    ['0 9 * *\u2003*', 'month', 'U+2003'],
    ['0 0 9 * * *\v', 'day of week', 'U+000B'],
    ['\ufeff0 9 * * *', 'minute', 'U+FEFF'],
    ['\u0660 9 * * *', 'minute', 'U+0660'],
    ['0 \uff19 * * *', 'hour', 'U+FF19'],
    ['0 9 * * MON\u2013FRI', 'day of week', 'U+2013'],
    ['0 9 * * \u6708', 'day of week', 'U+6708'],
    ['0 9 \u{1d7d9} * *', 'day of month', 'U+1D7D9'],
    ['0 9 * * *\0', 'day of week', 'U+0000'],
    ['0 9 * * MON#\u00b2', 'day of week', 'U+00B2'],
  ])('with characters that are not ASCII or separate nothing are refused: %j', (text, field, character) => {
    const { params, message } = refusal(text);
    expect(params['field']).toBe(field);
    expect(params['reason']).toContain(character);
    expect(message).toMatch(/^[\x20-\x7e]*$/);
  });

  it('are refused beyond 255 characters, quickly and without repeating them all', () => {
    const fits = `${'0,'.repeat(123)}0 * * * *`;
    expect(fits.length).toBe(255);
    expect(parseCron(fits).minute.values).toEqual([0]);
    expect(refusal(`0${fits}`).message).toContain('longer than 255 characters');
    expect(refusal('*'.repeat(100_000)).message.length).toBeLessThan(400);
  });

  it('are refused when they are no text', () => {
    expect(refusal(undefined as unknown as string).message).toContain('it is not a text');
    expect(refusal(5 as unknown as string).message).toContain('it is not a text');
  });
});
