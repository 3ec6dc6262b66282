import { clockTimeText } from './clock-time.ts';
import type { DateItem, DayRule, SentenceWords, TimeRule, WeekdayItem } from './cron-sentence.ts';
import { durationParts, isOddOrEven, spans } from './sentence-list.ts';

const WEEKDAYS = [...'일월화수목금토'];
const ORDINALS = ['', '첫째', '둘째', '셋째', '넷째', '다섯째'];
const UNITS = { day: '일', hour: '시간', minute: '분', second: '초' } as const;
const DAY = 86_400;

/** `1시간 30분`. */
export const durationWords = (seconds: number): string =>
  durationParts(seconds)
    .map(([count, unit]) => `${count}${UNITS[unit]}`)
    .join(' ');

const numbers = (values: readonly number[]): string =>
  spans(values)
    .map(([from, to]) => (from === to ? String(from) : `${from}~${to}`))
    .join(', ');

export const monthsText = (months: readonly number[]): string => `${numbers(months)}월`;

function dateText(item: DateItem): string {
  if ('days' in item) {
    const parity = isOddOrEven(item.days);
    return parity ? (parity === 'odd' ? '홀수일' : '짝수일') : `${numbers(item.days)}일`;
  }
  if ('nearest' in item) return `${item.nearest}일에 가장 가까운 평일`;
  const before = 'fromLast' in item ? item.fromLast : item.nearestFromLast;
  const day = before === 0 ? '말일' : `말일 ${before}일 전`;
  if ('fromLast' in item) return day;
  return before === 0 ? '마지막 평일' : `${day}에 가장 가까운 평일`;
}

/** Plain days of the week: `평일`, `월, 수요일`, `월~목요일`. */
function plainWeekdays(weekdays: readonly number[]): string {
  const key = weekdays.join('');
  if (key === '12345') return '평일';
  if (key === '60') return '주말';
  const order = weekdays.map((weekday) => (weekday + 6) % 7);
  const name = (place: number) => WEEKDAYS[(place + 1) % 7]!;
  const names = spans(order).map(([from, to]) => (from === to ? name(from) : `${name(from)}~${name(to)}`));
  return `${names.join(', ')}요일`;
}

const nthText = (item: Exclude<WeekdayItem, { weekdays: readonly number[] }>): string =>
  'last' in item ? `마지막 ${WEEKDAYS[item.last]}요일` : `${ORDINALS[item.nth]} ${WEEKDAYS[item.weekday]}요일`;

function dayText({ months, dates, weekdays, either }: DayRule): string {
  const month = months ? `매년 ${monthsText(months)}` : '매월';
  const onDates = dates?.map(dateText).join(', ');
  if (!weekdays) return onDates ? `${month} ${onDates}` : months ? `${month} 매일` : '매일';
  const plain = weekdays.flatMap((item) => ('weekdays' in item ? [plainWeekdays(item.weekdays)] : []));
  const others = weekdays.flatMap((item) => ('weekdays' in item ? [] : [nthText(item)]));
  if (onDates) {
    const joined = [onDates, ...plain, ...others].join(' 또는 ');
    if (either) return months ? `${month} 중 ${joined}` : `${month} ${joined}`;
    return `${month} ${onDates}인 ${[...plain, ...others].join(' 또는 ')}`;
  }
  const weekly = plain.map((text) => (text.endsWith('요일') ? `매주 ${text}` : text));
  const parts = [
    ...weekly.map((text) => (months ? `${month} ${text}` : text)),
    ...(others.length > 0 ? [`${month} ${others.join(', ')}`] : []),
  ];
  return parts.join('과 ');
}

export function timeText(time: TimeRule): string {
  const clock = (seconds: number | null) => clockTimeText(seconds ?? 0);
  switch (time.kind) {
    case 'at':
      return time.times.map(clock).join(', ');
    case 'every': {
      const from = time.from === null ? '' : `${clock(time.from)}부터 `;
      const until = time.until === null ? '' : `${clock(time.until)}까지 `;
      return `${from}${until}${durationWords(time.seconds)}마다`;
    }
    case 'hourly':
      return time.minute === 0 ? '매시 정각' : `매시 ${time.minute}분`;
    case 'minutes':
      return `${time.hours ? `${numbers(time.hours)}시의` : '매시'} ${numbers(time.minutes)}분`;
    case 'words':
      return time.words;
  }
}

export const KOREAN: SentenceWords = {
  days(rule, time) {
    const days = dayText(rule);
    return days === '매일' && time.kind !== 'at' ? timeText(time) : `${days} ${timeText(time)}`;
  },
  clock: (seconds) =>
    seconds < DAY ? clockTimeText(seconds) : `${clockTimeText(seconds)}(다음 날 ${clockTimeText(seconds - DAY)})`,
};
