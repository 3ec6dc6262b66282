import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.ts';
import { usePreferences } from '../../preferences.ts';
import { baseUrl } from '../../server.ts';
import { useMay } from '../../session/me.ts';
import { Failure } from '../../states/failure.tsx';
import { durationText, numberText } from '../../time/duration.ts';
import { Time } from '../../time/time.tsx';
import { Facts, Panel } from './panel.tsx';

/** What runs here, on which database. */
export function About() {
  const { t } = useTranslation('settings');
  const { language } = usePreferences();
  const mayDo = useMay();
  const info = useQuery({
    queryKey: ['info'],
    queryFn: ({ signal }) => dataOf(api.GET('/api/v1/system/info', { signal })),
  });
  const database = useQuery({
    queryKey: ['database'],
    queryFn: ({ signal }) => dataOf(api.GET('/api/v1/system/database', { signal })),
    meta: { topics: ['banner'] },
  });
  const number = (value: number) => numberText(value, language, 1);
  const error = info.error ?? database.error;
  return (
    <>
      {error && <Failure error={error} onRetry={() => void Promise.all([info.refetch(), database.refetch()])} />}
      {info.data && (
        <Panel title={t('about.program')}>
          <Facts
            facts={[
              [t('about.version'), info.data.version],
              [t('about.node'), info.data.node],
              [t('about.signIn'), t(`about.mode.${info.data.signInMode}`)],
              [t('about.uptime'), durationText(info.data.uptimeSeconds * 1000, language)],
              [t('about.now'), <Time key="now" at={info.data.now} />],
              [t('about.problems'), info.data.problems.length > 0 ? info.data.problems.join(' ') : t('about.none')],
            ]}
          />
        </Panel>
      )}
      {mayDo('system.diagnose') && (
        <Panel title={t('about.bundle')} hint={t('about.bundleHint')}>
          <Button
            component="a"
            variant="default"
            leftSection={<Download size={16} />}
            href={new URL('api/v1/system/diagnostics', baseUrl).href}
            download
          >
            {t('about.download')}
          </Button>
        </Panel>
      )}
      {database.data && (
        <Panel title={t('about.database')}>
          <Facts
            facts={[
              [t('name'), database.data.name],
              [t('about.kind'), `${database.data.dialect} ${database.data.version}`],
              [t('about.latency'), `${number(database.data.latencyMs)} ms`],
              [t('about.skew'), `${number(database.data.clockSkewMs)} ms`],
              [t('about.pending'), database.data.pendingMigrations.join(', ') || t('about.none')],
            ]}
          />
          <table className="plain-table">
            <thead>
              <tr>
                <th scope="col">{t('about.table')}</th>
                <th scope="col">{t('about.rows')}</th>
              </tr>
            </thead>
            <tbody>
              {database.data.tables.map(({ name, rows }) => (
                <tr key={name}>
                  <td className="mono">{name}</td>
                  <td>{number(rows)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Panel>
      )}
    </>
  );
}
