import { beforeAll, describe, expect, it } from 'vitest';
import { BusinessCalendar } from '../../src/domain/business-calendar.ts';
import { dateText, parseDate } from '../../src/domain/civil-date.ts';
import { readyMadeCalendar } from '../../src/ledger/calendar-data/ready-made.ts';
import { dataOf } from '../../src/ledger/calendar-loading.ts';

const now = new Date('2026-11-22T00:00:00Z');

async function built(source: string): Promise<BusinessCalendar> {
  const { days = [], openWeekdays = null, firstDay = null, lastDay = null } = await readyMadeCalendar(source, now);
  const row = { name: source, description: null, parent: null, baseTime: null, source, note: null, revision: source };
  return new BusinessCalendar([dataOf({ ...row, openWeekdays, firstDay, lastDay }, days)]);
}

/** `open` and `closed` days between two dates, written as one letter each. */
const pattern = (calendar: BusinessCalendar, from: string, until: string) =>
  Array.from({ length: parseDate(until) - parseDate(from) + 1 }, (_, index) =>
    calendar.isOpen(parseDate(from) + index) ? 'o' : '-',
  ).join('');

/** Monday to Friday that are closed in a year. */
const closedWeekdays = (calendar: BusinessCalendar, year: number) => {
  const days: string[] = [];
  for (let day = parseDate(`${year}-01-01`); day <= parseDate(`${year}-12-31`); day++) {
    const weekday = new Date(day * 86_400_000).getUTCDay();
    if (weekday !== 0 && weekday !== 6 && !calendar.isOpen(day)) days.push(dateText(day).slice(5));
  }
  return days.join(' ');
};

describe('the calendar of Korea', () => {
  let kr: BusinessCalendar;
  beforeAll(async () => {
    kr = await built('kr');
  });

  // The gazette (관공서의 공휴일에 관한 규정) and the announcements of temporary holidays.
  it.each([
    [2024, '01-01 02-09 02-12 03-01 04-10 05-06 05-15 06-06 08-15 09-16 09-17 09-18 10-01 10-03 10-09 12-25'],
    [2025, '01-01 01-27 01-28 01-29 01-30 03-03 05-05 05-06 06-03 06-06 08-15 10-03 10-06 10-07 10-08 10-09 12-25'],
    [2026, '01-01 02-16 02-17 02-18 03-02 05-01 05-05 05-25 06-03 07-17 08-17 09-24 09-25 10-05 10-09 12-25'],
    [2027, '01-01 02-08 02-09 03-01 05-03 05-05 05-13 07-19 08-16 09-14 09-15 09-16 10-04 10-11 12-27'],
  ])('closes these weekdays in %i', (year, expected) => {
    expect(closedWeekdays(kr, year)).toBe(expected);
  });

  it('knows no dates after its data, and says so', () => {
    expect(kr.isCovered(parseDate('2027-12-31'))).toBe(true);
    expect(kr.isCovered(parseDate('2028-01-01'))).toBe(false);
  });
});

describe('the calendar of Japan', () => {
  // The Cabinet Office's list (内閣府 国民の祝日): Golden Week, Silver Week with its citizen's holiday, substitutes.
  it.each([
    ['2024-04-29', '2024-05-06', '-ooo----'],
    ['2025-05-01', '2025-05-07', 'oo----o'],
    ['2026-04-29', '2026-05-07', '-oo-----o'],
    ['2026-09-19', '2026-09-24', '-----o'],
    ['2027-04-29', '2027-05-06', '-o-----o'],
    ['2027-03-20', '2027-03-23', '---o'],
  ])('from %s to %s', async (from, until, expected) => {
    expect(pattern(await built('jp'), from, until)).toBe(expected);
  });
});

describe('the calendar of China', () => {
  // The State Council's notices (国务院办公厅关于部分节假日安排的通知) of 2024, 2025 and 2026.
  it.each([
    ['2024-02-04', '2024-02-18', 'oooooo--------o'],
    ['2024-09-28', '2024-10-12', '-oo-------ooooo'],
    ['2025-01-25', '2025-02-08', '-oo--------oooo'],
    ['2025-09-27', '2025-10-11', '-ooo--------ooo'],
    ['2026-02-14', '2026-02-28', 'o---------ooooo'],
    ['2026-09-20', '2026-10-10', 'ooooo---ooo-------ooo'],
  ])('works and rests from %s to %s', async (from, until, expected) => {
    expect(pattern(await built('cn'), from, until)).toBe(expected);
  });

  it('has no dates of 2027 before they are announced', async () => {
    const cn = await built('cn');
    expect([cn.isCovered(parseDate('2026-12-31')), cn.isCovered(parseDate('2027-01-01'))]).toEqual([true, false]);
  });
});

describe('the calendars of other countries', () => {
  it('are computed, with their regions', async () => {
    const bavaria = await built('de-by');
    expect([bavaria.isOpen(parseDate('2027-01-06')), (await built('de')).isOpen(parseDate('2027-01-06'))]).toEqual([
      false,
      true,
    ]);
    expect(pattern(await built('us'), '2026-11-25', '2026-11-27')).toBe('o-o');
  });

  it('are refused where nobody lives', async () => {
    await expect(readyMadeCalendar('qq', now)).rejects.toMatchObject({ code: 'CALENDAR_SOURCE_UNKNOWN' });
    await expect(readyMadeCalendar('de-qq', now)).rejects.toMatchObject({ code: 'CALENDAR_SOURCE_UNKNOWN' });
  });
});
