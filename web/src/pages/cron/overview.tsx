import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, type Cron, dataOf } from '../../api/client.ts';
import { usePreferences } from '../../preferences.ts';
import { durationText } from '../../time/duration.ts';
import { Countdown, Time } from '../../time/time.tsx';
import { Attempts } from './attempts.tsx';
import { Durations } from './durations.tsx';
import { HeatMap } from './heat-map.tsx';
import { Notes } from './notes.tsx';
import { ResultBars } from './result-bars.tsx';

/** What is most worth knowing of a cron. */
export function Overview({ cron }: { cron: Cron }) {
  const { t } = useTranslation('crons');
  const { language } = usePreferences();
  const { data: recent } = useQuery({
    queryKey: ['executions', 'of', cron.id, 30],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/api/v1/executions', { params: { query: { cronId: [cron.id], limit: 30 } }, signal })),
    meta: { topics: ['executions'] },
  });
  const seconds = (value: number) => (value === 0 ? t('noLimit') : durationText(value * 1000, language));
  const facts: [string, React.ReactNode][] = [
    [
      t('next'),
      cron.isEnabled && cron.nextRunAt ? (
        <>
          <Time at={cron.nextRunAt} ownZone={cron.timeZone} />{' '}
          <span className="dimmed">
            (<Countdown to={cron.nextRunAt} />)
          </span>
        </>
      ) : (
        '–'
      ),
    ],
    [
      t('handler'),
      <span key="handler" className="mono">
        {cron.handlerName}
      </span>,
    ],
    [t('fields.queue'), cron.queue],
    [t('fields.timeout'), seconds(cron.timeoutSeconds)],
    [t('fields.maxRetry'), String(cron.maxRetry)],
    [t('fields.overlap'), t(`overlap.${cron.overlapPolicy ?? (cron.allowOverlap ? 'allow' : 'skip')}`)],
    [t('fields.catchUp'), t(`catchUp.${cron.catchUp}`)],
    [t('fields.calendar'), cron.calendar ?? '–'],
    [t('owner'), cron.owner ?? '–'],
    [t('group'), cron.groupName ?? '–'],
    [t('tags'), cron.tags.length > 0 ? cron.tags.join(', ') : '–'],
    [t('updated'), <Time key="updated" at={cron.updatedAt} />],
  ];
  return (
    <div className="cron-overview">
      {cron.errorMessage && (
        <div className="banner" data-tone="danger">
          {cron.errorMessage}
        </div>
      )}
      <section className="panel">
        <header>
          <h2>{t('lastResults')}</h2>
        </header>
        <div className="body">
          <ResultBars
            results={recent?.items.map((one) => ({ ...one, at: one.scheduledTime })).toReversed() ?? []}
            height={64}
          />
        </div>
      </section>
      {(cron.description || cron.notes) && (
        <section className="panel">
          <header>
            <h2>{t('notes')}</h2>
          </header>
          <div className="body">
            {cron.description && <p data-own>{cron.description}</p>}
            {cron.notes && <Notes text={cron.notes} />}
          </div>
        </section>
      )}
      <HeatMap cron={cron} />
      <Durations cron={cron} />
      <Attempts cron={cron} />
      <section className="panel">
        <header>
          <h2>{t('facts')}</h2>
        </header>
        <dl className="facts body">
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </section>
    </div>
  );
}
