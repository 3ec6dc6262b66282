import './month-grid.css';
import { Link } from '@tanstack/react-router';
import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '../../preferences.ts';
import { numberText } from '../../time/duration.ts';
import { wallTime } from '../../time/zone.ts';
import { addDays, weekOf } from './period.ts';

interface MonthGridProps {
  readonly first: string;
  readonly end: string;
  readonly today: string;
  readonly firstWeekday: number;
  readonly zone: string;
  readonly groups: readonly { readonly key: string; readonly runs: number; readonly skipped: number }[];
  readonly searchOf: (date: string) => object;
}

/** The days of a month: how much runs on each, and how much will not. */
export function MonthGrid({ first, end, today, firstWeekday, zone, groups, searchOf }: MonthGridProps) {
  const { t } = useTranslation('upcoming');
  const { language } = usePreferences();
  const byDay = new Map(groups.map((group) => [wallTime(new Date(group.key), zone).date, group]));
  const most = Math.max(1, ...groups.map(({ runs }) => runs));
  const begin = weekOf(first, firstWeekday);
  const weeks: string[][] = [];
  for (let day = begin; day < end; day = addDays(day, 7))
    weeks.push(Array.from({ length: 7 }, (_, index) => addDays(day, index)));
  const weekday = new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="panel month-grid" tabIndex={0} aria-label={t('monthLabel', { month: first.slice(0, 7) })}>
      <table>
        <thead>
          <tr>
            {weeks[0]!.map((day) => (
              <th key={day} scope="col">
                {weekday.format(new Date(`${day}T00:00:00Z`))}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]}>
              {week.map((day) => {
                const group = byDay.get(day);
                const isInside = day >= first && day < end;
                if (!isInside) return <td key={day} data-outside />;
                return (
                  <td
                    key={day}
                    data-today={day === today || undefined}
                    data-past={day < today || undefined}
                    style={{ '--share': (group?.runs ?? 0) / most } as CSSProperties}
                    data-filled={(group?.runs ?? 0) > 0 || undefined}
                  >
                    {day < today ? (
                      <span className="day">{Number(day.slice(8))}</span>
                    ) : (
                      <Link to="/upcoming" search={searchOf(day) as never} aria-label={t('dayLabel', { day })}>
                        <span className="day">{Number(day.slice(8))}</span>
                      </Link>
                    )}
                    {group && (
                      <span className="counts">
                        <span>
                          {t('density.count', { count: group.runs, value: numberText(group.runs, language) })}
                        </span>
                        {group.skipped > 0 && (
                          <span className="struck">{t('skipped', { value: numberText(group.skipped, language) })}</span>
                        )}
                      </span>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
