import './density.css';
import { Link } from '@tanstack/react-router';
import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { timeText, wallTime } from '../../time/zone.ts';

interface DensityProps {
  readonly groups: readonly { readonly key: string; readonly runs: number }[];
  /** `minute`: a row per hour of the next day; `hour`: a row per day. */
  readonly unit: 'minute' | 'hour';
  readonly zone: string;
  readonly isCut: boolean;
  /** Leads from a row of a day to that day. */
  readonly searchOf?: ((date: string) => object) | undefined;
}

/** How much is due when: rows of hours (or days), columns of minutes (or hours). Crowded cells are dark. */
export function Density({ groups, unit, zone, isCut, searchOf }: DensityProps) {
  const { t } = useTranslation('upcoming');
  const rows = new Map<string, { name: string; date: string; cells: Map<number, { runs: number; at: string }> }>();
  for (const { key, runs } of groups) {
    const instant = new Date(key);
    const { date, time } = wallTime(instant, zone);
    const name = unit === 'minute' ? `${date.slice(5)} ${time.slice(0, 2)}` : date.slice(5);
    const row = rows.get(date + name) ?? { name, date, cells: new Map() };
    const column = Number(unit === 'minute' ? time.slice(3, 5) : time.slice(0, 2));
    row.cells.set(column, { runs, at: timeText(instant, zone) });
    rows.set(date + name, row);
  }
  const most = Math.max(...groups.map(({ runs }) => runs));
  const columns = unit === 'minute' ? 60 : 24;
  const [busiest] = groups.toSorted((one, other) => other.runs - one.runs);
  return (
    <section className="panel">
      <header>
        <h2>{t(`density.${unit}`)}</h2>
        {busiest && busiest.runs > 1 && (
          <span className="dimmed">
            {t('density.busiest', { at: timeText(new Date(busiest.key), zone), count: busiest.runs })}
          </span>
        )}
        {isCut && <span className="dimmed">{t('density.cut')}</span>}
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className="body density" tabIndex={0} aria-label={t(`density.${unit}`)}>
        <table>
          <thead>
            <tr>
              <td />
              {Array.from({ length: columns }, (_, column) =>
                column % (unit === 'minute' ? 5 : 3) === 0 ? (
                  // biome-ignore lint/suspicious/noArrayIndexKey: the columns never change
                  <th key={column} scope="col">
                    {String(column).padStart(2, '0')}
                  </th>
                ) : (
                  // biome-ignore lint/suspicious/noArrayIndexKey: the columns never change
                  <td key={column} />
                ),
              )}
            </tr>
          </thead>
          <tbody>
            {[...rows].map(([key, { name, date, cells }]) => (
              <tr key={key}>
                <th scope="row">
                  {searchOf ? (
                    <Link to="/upcoming" search={searchOf(date) as never}>
                      {name}
                    </Link>
                  ) : (
                    name
                  )}
                </th>
                {Array.from({ length: columns }, (_, column) => {
                  const cell = cells.get(column);
                  return (
                    <td
                      // biome-ignore lint/suspicious/noArrayIndexKey: the columns never change
                      key={column}
                      title={cell && `${cell.at}: ${t('density.count', { count: cell.runs })}`}
                      style={cell && ({ '--share': cell.runs / most } as CSSProperties)}
                      data-filled={cell && cell.runs > 0 ? true : undefined}
                    >
                      {cell && cell.runs > 0 && <span className="hidden-text">{cell.runs}</span>}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}
