import { describe, expect, it } from 'vitest';
import { parseCron } from '../../src/domain/cron-expression.ts';
import { describeCron } from '../../src/domain/cron-sentence.ts';
import { type DescribedSchedule, describeSchedule } from '../../src/domain/sentence.ts';
import { parseTiming } from '../../src/domain/timing.ts';

describe('a cron expression in words', () => {
  it.each([
    ['* * * * *', '1분마다', 'every minute'],
    ['*/5 * * * *', '5분마다', 'every 5 minutes'],
    ['0,30 * * * *', '30분마다', 'every 30 minutes'],
    ['0/20 * * * *', '20분마다', 'every 20 minutes'],
    ['*/10 * * * * *', '10초마다', 'every 10 seconds'],
    ['@hourly', '매시 정각', 'every hour on the hour'],
    ['15 * * * *', '매시 15분', 'at minute 15 of every hour'],
    ['0 */2 * * *', '00:00부터 2시간마다', 'every 2 hours from 00:00'],
    ['30 */8 * * *', '매일 00:30, 08:30, 16:30', 'every day at 00:30, 08:30 and 16:30'],
    ['0 9-18 * * 1-5', '평일 09:00부터 18:00까지 1시간마다', 'weekdays, every hour from 09:00 to 18:00'],
    ['*/10 9-18 * * MON-FRI', '평일 09:00부터 18:50까지 10분마다', 'weekdays, every 10 minutes from 09:00 to 18:50'],
    // A step that starts anew every hour is no rate.
    ['*/25 * * * *', '매시 0, 25, 50분', 'at minutes 0, 25 and 50 of every hour'],
    ['0 */5 * * *', '매일 00:00, 05:00, 10:00, 15:00, 20:00', 'every day at 00:00, 05:00, 10:00, 15:00 and 20:00'],
    ['1-3,40 8,20 * * *', '8, 20시의 1~3, 40분', 'at minutes 1 to 3 and 40 of hours 8 and 20'],
    ['30 5 9 * * *', '매일 09:05:30', 'every day at 09:05:30'],
    ['0 9 * * *', '매일 09:00', 'every day at 09:00'],
    ['0 9 * * 1-5', '평일 09:00', 'weekdays at 09:00'],
    ['0 9 * * SAT,SUN', '주말 09:00', 'weekends at 09:00'],
    ['0 9,18 * * 0,3,1', '매주 월, 수, 일요일 09:00, 18:00', 'every Monday, Wednesday and Sunday at 09:00 and 18:00'],
    ['0 9 * * THU-SUN', '매주 목~일요일 09:00', 'every Thursday to Sunday at 09:00'],
    ['0 9 * * MON#2', '매월 둘째 월요일 09:00', 'on the second Monday of every month at 09:00'],
    ['0 9 * * FRIL', '매월 마지막 금요일 09:00', 'on the last Friday of every month at 09:00'],
    ['0 9 1,15 * *', '매월 1, 15일 09:00', 'on days 1 and 15 of every month at 09:00'],
    ['0 9 L * *', '매월 말일 09:00', 'on the last day of every month at 09:00'],
    ['0 9 L-3 * *', '매월 말일 3일 전 09:00', 'on the day 3 before the last of every month at 09:00'],
    ['0 9 LW * *', '매월 마지막 평일 09:00', 'on the last weekday of every month at 09:00'],
    ['0 9 15W * *', '매월 15일에 가장 가까운 평일 09:00', 'on the weekday nearest to day 15 of every month at 09:00'],
    ['@yearly', '매년 1월 1일 00:00', 'on day 1 of January at 00:00'],
    ['0 9 * 1,7 *', '매년 1, 7월 매일 09:00', 'every day in January and July at 09:00'],
    // The stepped star begins anew every month and restricts nothing by itself.
    ['0 9 */2 * *', '매월 홀수일 09:00', 'on odd-numbered days of every month at 09:00'],
    ['0 9 */7 * *', '매월 1, 8, 15, 22, 29일 09:00', 'on days 1, 8, 15, 22 and 29 of every month at 09:00'],
    ['0 9 */2 * MON', '매월 홀수일인 월요일 09:00', 'on odd-numbered days of every month that are a Monday, at 09:00'],
    [
      '0 9 1-7 * */3',
      '매월 1~7일인 수, 토, 일요일 09:00',
      'on days 1 to 7 of every month that are a Wednesday, Saturday or Sunday, at 09:00',
    ],
    // Either of them, as every cron has it.
    ['0 9 13 * FRI', '매월 13일 또는 금요일 09:00', 'on day 13 of every month or on any Friday, at 09:00'],
    ['0 9 1 6 1-5', '매년 6월 중 1일 또는 평일 09:00', 'on day 1 of June or on any weekday in June, at 09:00'],
    ['0 9 1-31 * FRI', '매일 09:00', 'every day at 09:00'],
    ['0,30 0 9 * * ?', '매일 09:00, 09:00:30', 'every day at 09:00 and 09:00:30'],
    [
      '*/3 */7 * * * *',
      '3초마다, 0, 7, 14, 21, 28, 35, 42, 49, 56분',
      'every 3 seconds, at 0, 7, 14, 21, 28, 35, 42, 49, and 56 minutes past the hour',
    ],
  ])('%s', (expression, korean, english) => {
    expect([describeCron(parseCron(expression), 'ko'), describeCron(parseCron(expression), 'en')]).toEqual([
      korean,
      english,
    ]);
  });
});

describe('a schedule in words', () => {
  const plain: Omit<DescribedSchedule, 'timing'> = {
    timeZone: 'Asia/Seoul',
    calendar: null,
    onClosed: 'skip',
    maxShiftDays: 10,
    allowLeaveMonth: true,
    startsAt: null,
    endsAt: null,
    jitterSeconds: 0,
    blackouts: [],
    onBlackout: 'delay',
  };
  const both = (timing: object, more: Partial<DescribedSchedule> = {}) =>
    (['ko', 'en'] as const).map((language) =>
      describeSchedule({ ...plain, timing: parseTiming(timing, 'Asia/Seoul'), ...more }, language),
    );
  const business = (rule: object) =>
    both({ type: 'business_day', at: '18:00', ...rule }).map((text) => text.replace(/ (at )?18:00$/, ''));

  it.each([
    [{}, '매 영업일', 'every business day'],
    [{ nth: -1, of: 'month' }, '매월 말 영업일', 'last business day of every month'],
    [{ nth: 1, of: 'quarter' }, '매 분기 첫 영업일', 'first business day of every quarter'],
    [{ nth: 3, of: 'week' }, '매주 3번째 영업일', '3rd business day of every week'],
    [{ nth: -1, of: 'week' }, '매주 마지막 영업일', 'last business day of every week'],
    [{ nth: -2, of: 'year' }, '매년 끝에서 2번째 영업일', '2nd last business day of every year'],
    [{ nth: -1, of: 'month', months: [3, 9] }, '매년 3, 9월 말 영업일', 'last business day of March and September'],
    [{ day: 20, plus_business_days: 5 }, '매월 20일의 5영업일 뒤', '5 business days after day 20 of every month'],
    [
      { day: 'last', plus_business_days: -1 },
      '매월 말일의 1영업일 전',
      '1 business day before the last day of every month',
    ],
    [{ day: 'last' }, '매월 말일', 'on the last day of every month'],
    [{ day: 31 }, '매월 31일(짧은 달은 말일)', 'on day 31 of every month (the last day of a shorter month)'],
  ])('%j', (rule, korean, english) => {
    expect(business(rule)).toEqual([korean, english]);
  });

  it.each([
    [{ type: 'every', every: '90s' }, '1분 30초마다', 'every 1 minute 30 seconds'],
    [
      { type: 'every', every: '1h', from: '2026-11-22 09:00' },
      '2026-11-22 09:00부터 1시간마다',
      'every hour from 2026-11-22 09:00',
    ],
    [{ type: 'after_end', after: '10m' }, '앞 실행이 끝나고 10분 뒤', '10 minutes after the end of the run before'],
    [{ type: 'once', at: '2026-12-31 23:50' }, '2026-12-31 23:50에 한 번', 'once, at 2026-12-31 23:50'],
    [{ type: 'manual' }, '직접 실행할 때만', 'only when triggered'],
    [
      { type: 'crons', expressions: ['0 9 * * MON-FRI', '0 12 * * SAT'] },
      '평일 09:00, 그리고 매주 토요일 12:00',
      'weekdays at 09:00; and every Saturday at 12:00',
    ],
    [
      { type: 'business_day', at: '25:30' },
      '매 영업일 25:30(다음 날 01:30)',
      'every business day at 25:30 (01:30 of the next day)',
    ],
  ])('%j', (timing, korean, english) => {
    expect(both(timing)).toEqual([korean, english]);
  });

  it.each<[Partial<DescribedSchedule>, string, string]>([
    [{ onClosed: 'skip' }, '"은행" 휴일에는 쉼', 'not when "은행" is closed'],
    [{ onClosed: 'run' }, '"은행" 휴일에도 실행', 'also when "은행" is closed'],
    [{ onClosed: 'next' }, '"은행" 휴일이면 다음 영업일에', 'when "은행" is closed on the next open day'],
    [
      { onClosed: 'nearest', maxShiftDays: 3, allowLeaveMonth: false },
      '"은행" 휴일이면 가장 가까운 영업일에(최대 3일, 같은 달 안에서)',
      'when "은행" is closed on the nearest open day (at most 3 days away, in the same month)',
    ],
  ])('with a calendar and %j', (rule, korean, english) => {
    expect(both({ type: 'cron', expression: '0 9 * * *' }, { calendar: { name: '은행' }, ...rule })).toEqual([
      `매일 09:00, ${korean}`,
      `every day at 09:00, ${english}`,
    ]);
  });

  it('names validity, jitter and blackouts where they are set', () => {
    const rules: Partial<DescribedSchedule> = {
      startsAt: new Date('2026-11-30T15:00:00Z'),
      endsAt: new Date('2027-11-30T14:59:59Z'),
      jitterSeconds: 900,
      blackouts: [{ from: '23:00', to: '26:00', weekdays: ['FRI'] }],
    };
    expect(both({ type: 'cron', expression: '@daily' }, rules)).toEqual([
      '매일 00:00, 2026-12-01 00:00부터, 2027-11-30 23:59:59까지, 최대 15분 늦춰 분산, 금요일 23:00~26:00에는 끝날 때까지 미룸',
      'every day at 00:00, not before 2026-12-01 00:00, not after 2027-11-30 23:59:59, up to 15 minutes later (jitter), later instead of from 23:00 to 26:00 on FRI',
    ]);
    const closing = { calendar: { name: '은행' }, blackouts: [], onBlackout: 'skip' as const };
    expect(both({ type: 'business_day', nth: -1, of: 'month', at: '18:00' }, closing)).toEqual([
      '매월 말 영업일 18:00, "은행" 달력 기준',
      'last business day of every month at 18:00, by calendar "은행"',
    ]);
  });
});
