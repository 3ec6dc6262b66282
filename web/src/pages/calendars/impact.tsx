import { useTranslation } from 'react-i18next';
import type { Resource } from '../../api/client.ts';
import { Time } from '../../time/time.tsx';

const SHOWN = 30;

/** What a change of a calendar does to the runs of the coming year. */
export function Impact({ impact }: { impact: Resource<'CalendarImpact'> }) {
  const { t } = useTranslation('calendars');
  const { moves, vanishes, appears, changes, days, users } = impact;
  return (
    <section className="calendar-impact" aria-label={t('impact.title')}>
      <p>
        <strong>{t('impact.days', { count: days.length })}</strong>{' '}
        {users.length === 0 ? t('impact.unused') : t('impact.runs', { moves, vanishes, appears })}
      </p>
      {days.length > 0 && (
        <ul className="plain-list impact-days">
          {days.slice(0, SHOWN).map(({ day, from, to, label }) => (
            <li key={day}>
              <span className="mono">{day}</span> {t(`impact.kind.${from}`)} → {t(`impact.kind.${to}`)}{' '}
              <span data-own className="dimmed">
                {label}
              </span>
            </li>
          ))}
          {days.length > SHOWN && <li className="dimmed">{t('impact.more', { count: days.length - SHOWN })}</li>}
        </ul>
      )}
      {changes.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        <section className="data-table impact-runs" aria-label={t('impact.title')} tabIndex={0}>
          <table data-density="compact">
            <thead>
              <tr>
                <th scope="col">{t('impact.schedule')}</th>
                <th scope="col">{t('impact.before')}</th>
                <th scope="col">{t('impact.after')}</th>
              </tr>
            </thead>
            <tbody>
              {changes.slice(0, SHOWN).map(({ cronId, cronName, from, to, kind }) => (
                <tr key={`${cronId} ${from} ${to}`}>
                  <td>
                    <span data-own>{cronName}</span>
                  </td>
                  <td>
                    <Time at={from} />
                  </td>
                  <td>{kind === 'vanishes' ? t('impact.vanishes') : <Time at={to} />}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {changes.length > SHOWN && <p className="dimmed small">{t('impact.more', { count: changes.length - SHOWN })}</p>}
    </section>
  );
}
