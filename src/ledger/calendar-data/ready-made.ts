import { JobuError } from '../../errors.ts';
import type { StoredDay } from '../calendar-loading.ts';
import type { CalendarInput } from '../calendars.ts';

/** What a country's package knows. */
type Source = Required<Pick<CalendarInput, 'days' | 'firstDay' | 'lastDay' | 'description' | 'openWeekdays'>>;

const WORKING_WEEK = 'MON,TUE,WED,THU,FRI';
const FIRST_KOREAN_YEAR = 2018;
const FIRST_YEAR = 2004;
/** Of countries whose holidays are computed: so many years from the present one on. */
const COMPUTED_YEARS = 5;

const byDay = (a: StoredDay, b: StoredDay): number => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0);
const closed = (day: string, label: string): StoredDay => ({ day, isOpen: false, label });

/** Public holidays as the official gazette names them, with substitute and temporary ones. */
async function korea(): Promise<Source> {
  const { getHolidayPreset } = await import('@hyunbinseo/holidays-kr');
  const days: StoredDay[] = [];
  let year = FIRST_KOREAN_YEAR;
  for (; ; year++) {
    const preset = await getHolidayPreset(String(year)).catch((error: unknown) => {
      if (error instanceof RangeError) return undefined;
      throw error;
    });
    if (!preset) break;
    for (const [day, names] of Object.entries(preset)) days.push(closed(day, names.join(', ')));
  }
  return {
    description: 'Public holidays of Korea with substitute and temporary holidays',
    days: days.sort(byDay),
    firstDay: `${FIRST_KOREAN_YEAR}-01-01`,
    lastDay: `${year - 1}-12-31`,
    openWeekdays: WORKING_WEEK,
  };
}

/** National holidays with substitute and citizen's holidays; beyond the years announced they are computed. */
async function japan(): Promise<Source> {
  const { default: holidayJp } = await import('@holiday-jp/holiday_jp');
  const holidays = Object.values(holidayJp.holidays as Record<string, { date: unknown; name: string }>);
  const days = holidays
    .map(({ date, name }) => closed(date instanceof Date ? date.toISOString().slice(0, 10) : String(date), name))
    .filter(({ day }) => day >= `${FIRST_YEAR}-01-01`)
    .sort(byDay);
  return {
    description: "National holidays of Japan with substitute and citizen's holidays",
    days,
    firstDay: `${FIRST_YEAR}-01-01`,
    lastDay: `${days.at(-1)!.day.slice(0, 4)}-12-31`,
    openWeekdays: WORKING_WEEK,
  };
}

/** Holidays as the State Council announces them each autumn, with the Saturdays and Sundays that are worked instead. */
async function china(): Promise<Source> {
  const { default: data } = await import('chinese-days/dist/chinese-days.json', { with: { type: 'json' } });
  const nameOf = (text: string) => text.split(',')[1] ?? text;
  const days = [
    ...Object.entries(data.holidays).map(([day, text]) => closed(day, nameOf(text))),
    ...Object.entries(data.workdays).map(([day, text]) => ({
      day,
      isOpen: true,
      label: `${nameOf(text)} 调休上班`,
    })),
  ].sort(byDay);
  return {
    description: 'Public holidays of China with make-up working days',
    days,
    firstDay: `${FIRST_YEAR}-01-01`,
    lastDay: `${days.at(-1)!.day.slice(0, 4)}-12-31`,
    openWeekdays: WORKING_WEEK,
  };
}

/** Public holidays of a country, and of a region such as `de-by`, as `date-holidays` computes them. */
async function country(source: string, now: Date): Promise<Source | undefined> {
  const { default: Holidays } = await import('date-holidays');
  const [code = '', ...region] = source.toUpperCase().split('-');
  const known = new Holidays().getCountries();
  if (!Object.hasOwn(known, code)) return undefined;
  const holidays = new Holidays(code, ...(region as [string]));
  if (region.length > 0 && !Object.hasOwn(new Holidays().getStates(code) ?? {}, region[0]!)) return undefined;
  const first = now.getUTCFullYear() - 1;
  const years = Array.from({ length: COMPUTED_YEARS + 1 }, (_, index) => first + index);
  const days = years.flatMap((year) =>
    holidays
      .getHolidays(year)
      .filter(({ type }) => type === 'public' || type === 'bank')
      .flatMap(({ date, name, start, end }) => {
        const count = Math.max(1, Math.round((end.getTime() - start.getTime()) / 86_400_000));
        return Array.from({ length: count }, (_, index) =>
          closed(
            new Date(Date.parse(`${date.slice(0, 10)}T00:00:00Z`) + index * 86_400_000).toISOString().slice(0, 10),
            name,
          ),
        );
      }),
  );
  return {
    description: `Public holidays of ${known[code]}${region.length > 0 ? `, ${region.join(' ')}` : ''}, computed`,
    days: days.sort(byDay),
    firstDay: `${first}-01-01`,
    lastDay: `${years.at(-1)}-12-31`,
    openWeekdays: WORKING_WEEK,
  };
}

/** A country or region with a ready-made calendar. */
export interface ReadyMade {
  /** What {@link readyMadeCalendar} takes: `kr`, `de`, `de-by`. */
  readonly source: string;
  /** In English. */
  readonly name: string;
  /** False: the dates are computed from rules, not taken from what the country announces. */
  readonly isAnnounced: boolean;
}

const ANNOUNCED = { kr: korea, jp: japan, cn: china } as const;

/** Every ready-made calendar, those with announced dates first. */
export async function listReadyMade(): Promise<ReadyMade[]> {
  const { default: Holidays } = await import('date-holidays');
  const all = new Holidays();
  const countries = all.getCountries('en');
  const own = Object.keys(ANNOUNCED);
  const computed = Object.entries(countries).flatMap(([code, name]) => [
    { source: code.toLowerCase(), name, isAnnounced: false },
    ...Object.entries(all.getStates(code, 'en') ?? {}).map(([state, stateName]) => ({
      source: `${code}-${state}`.toLowerCase(),
      name: `${name}, ${stateName}`,
      isAnnounced: false,
    })),
  ]);
  return [
    ...own.map((source) => ({ source, name: countries[source.toUpperCase()] ?? source, isAnnounced: true })),
    ...computed.filter(({ source }) => !own.includes(source)),
  ];
}

/** A ready-made calendar by its source: `kr`, `jp`, `cn`, or a country such as `de` or `de-by`. Throws CALENDAR_SOURCE_UNKNOWN. */
export async function readyMadeCalendar(source: string, now: Date): Promise<CalendarInput> {
  const name = source.toLowerCase();
  const own = Object.hasOwn(ANNOUNCED, name) ? ANNOUNCED[name as keyof typeof ANNOUNCED] : undefined;
  const found = own ? await own() : await country(name, now);
  if (!found) throw new JobuError('CALENDAR_SOURCE_UNKNOWN', { source });
  return { ...found, source: `ready-made:${name}` };
}
