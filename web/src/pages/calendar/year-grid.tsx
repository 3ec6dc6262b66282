import { useTranslation } from 'react-i18next';
import type { Resource } from '../../api/client.ts';
import { usePreferences } from '../../preferences.ts';
import { WEEKDAYS } from '../calendars/weekdays.ts';

type YearDay = Resource<'CalendarYearDay'>;

interface YearGridProps {
  readonly year: number;
  readonly days: readonly YearDay[];
  readonly name: string;
  /** Days that are changed and not saved, with what they become; null: as the weekly pattern says. */
  readonly edits: ReadonlyMap<string, { isOpen: boolean; label: string | null } | null>;
  readonly today: string;
  /** Undefined: the viewer may not change it. */
  readonly onDay: ((day: YearDay) => void) | undefined;
}

/** A year in twelve months; closed days are shaded, dates of the calendar itself are marked. */
export function YearGrid({ year, days, name, edits, today, onDay }: YearGridProps) {
  const { t } = useTranslation('calendars');
  const { language } = usePreferences();
  const monthName = new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' });
  const months = Map.groupBy(days, ({ day }) => day.slice(0, 7));
  return (
    <div className="year-grid">
      {[...months].map(([month, own]) => {
        const first = new Date(`${month}-01T00:00:00Z`);
        const lead = (first.getUTCDay() + 6) % 7;
        const cells: (YearDay | undefined)[] = [...Array.from({ length: lead }, () => undefined), ...own];
        const weeks = Array.from({ length: Math.ceil(cells.length / 7) }, (_, week) =>
          Array.from({ length: 7 }, (_day, index) => cells[week * 7 + index]),
        );
        return (
          <table key={month} className="month">
            <caption>
              {monthName.format(first)} {month === today.slice(0, 7) && <span className="hidden-text">{year}</span>}
            </caption>
            <thead>
              <tr>
                {WEEKDAYS.map((day) => (
                  <th key={day} scope="col">
                    {t(`weekdayShort.${day}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {weeks.map((week, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the weeks of a month never change places
                <tr key={index}>
                  {week.map((day, place) => {
                    // biome-ignore lint/suspicious/noArrayIndexKey: nor do the blanks before its first day
                    if (!day) return <td key={place} />;
                    const edit = edits.get(day.day);
                    const isEdited = edits.has(day.day);
                    const isOpen = edit ? edit.isOpen : day.isOpen;
                    const label = isEdited ? (edit?.label ?? null) : day.label;
                    const says = [
                      day.day,
                      t(isEdited && edit === null ? 'asPattern' : isOpen ? 'open' : 'closed'),
                      label,
                      isEdited ? t('unsaved') : null,
                    ]
                      .filter(Boolean)
                      .join(', ');
                    const facts = {
                      'data-open': isOpen,
                      'data-listed': isEdited ? edit !== null : day.origin === name,
                      'data-inherited': !isEdited && day.origin !== null && day.origin !== name,
                      'data-edited': isEdited,
                      'data-today': day.day === today,
                      'data-unknown': !day.isCovered,
                    };
                    const data = Object.fromEntries(
                      Object.entries(facts).map(([key, value]) => [key, value || undefined]),
                    );
                    return (
                      <td key={day.day}>
                        {onDay ? (
                          <button type="button" className="day" title={says} {...data} onClick={() => onDay(day)}>
                            {Number(day.day.slice(8))} <span className="hidden-text">{says}</span>
                          </button>
                        ) : (
                          <span className="day" title={says} {...data}>
                            {Number(day.day.slice(8))}
                            <span className="hidden-text">{says}</span>
                          </span>
                        )}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        );
      })}
    </div>
  );
}
