import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Code } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, dataOf, type Resource } from '../../api/client.ts';
import { SideSheet } from '../../dialogs/side-sheet.tsx';
import { JsonView } from '../../json/json-view.tsx';
import { Empty } from '../../states/empty.tsx';
import { Failure } from '../../states/failure.tsx';
import { Mark } from '../../status/status-badge.tsx';
import { DataTable } from '../../table/data-table.tsx';
import { Countdown } from '../../time/time.tsx';
import { Panel } from './panel.tsx';

type Handler = Resource<'Handler'>;

/** What the workers call their code; those that do not say are told by their jobu. */
const versionOf = ({ version, codeVersion }: Pick<Handler['workers'][number], 'version' | 'codeVersion'>): string =>
  codeVersion ?? `jobu ${version}`;

const versionsOf = ({ workers }: Handler): string => [...new Set(workers.map(versionOf))].join(', ');

function Details({ handler }: { handler: Handler }) {
  const { t } = useTranslation('settings');
  return (
    <div className="cron-overview">
      {handler.description && <p data-own>{handler.description}</p>}
      <Link to="/crons" search={{ handlerName: handler.name } as never}>
        {t('handlers.itsCrons', { count: handler.crons })}
      </Link>
      <h3>{t('handlers.schema')}</h3>
      {handler.paramsSchema === null ? (
        <p className="dimmed">{t('handlers.anyParams')}</p>
      ) : (
        <JsonView text={JSON.stringify(handler.paramsSchema)} label={t('handlers.schema')} />
      )}
      <h3>{t('handlers.workers')}</h3>
      {handler.workers.length === 0 && <p className="dimmed">{t('handlers.nobody')}</p>}
      <ul className="plain-list">
        {handler.workers.map(({ id, host, pid, isAlive, heartbeatAt, ...worker }) => (
          <li key={id} className="marks">
            <Mark tone={isAlive ? 'success' : 'danger'}>{t(isAlive ? 'handlers.alive' : 'handlers.gone')}</Mark>
            <Link to="/workers" search={{ open: id } as never} className="mono">
              {host} · {pid}
            </Link>
            <span className="mono" data-own>
              {versionOf(worker)}
            </span>
            <span className="dimmed">
              <Countdown to={heartbeatAt} />
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The handlers that workers offer or that crons need: their params, versions and workers. */
export function Handlers() {
  const { t } = useTranslation('settings');
  const [shown, setShown] = useState<string>();
  const { data, error, refetch } = useQuery({
    queryKey: ['handlers'],
    queryFn: ({ signal }) => dataOf(api.GET('/api/v1/handlers', { signal })),
    meta: { topics: ['workers', 'crons'] },
  });
  const handler = data?.items.find(({ name }) => name === shown);
  return (
    <Panel title={t('tabs.handlers')} hint={t('handlers.hint')}>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      <DataTable<Handler>
        name="handlers"
        label={t('tabs.handlers')}
        rows={error && !data ? [] : data?.items}
        idOf={({ name }) => name}
        onOpen={({ name }) => setShown(name)}
        empty={
          error ? null : (
            <Empty icon={Code} title={t('handlers.nothing')} sample="jobu worker">
              {t('handlers.nothingText')}
            </Empty>
          )
        }
        columns={[
          {
            id: 'name',
            label: t('name'),
            cell: ({ name, description }) => (
              <span className="two-lines">
                <span className="mono">{name}</span>
                {description && <small>{description}</small>}
              </span>
            ),
          },
          {
            id: 'state',
            label: t('users.state'),
            cell: ({ isOffered }) => (
              <Mark tone={isOffered ? 'success' : 'danger'}>
                {t(isOffered ? 'handlers.offered' : 'handlers.missing')}
              </Mark>
            ),
          },
          { id: 'workers', label: t('handlers.workers'), align: 'end', cell: ({ workers }) => workers.length },
          { id: 'crons', label: t('handlers.crons'), align: 'end', cell: ({ crons }) => crons },
          { id: 'versions', label: t('about.version'), cell: (one) => <span className="mono">{versionsOf(one)}</span> },
        ]}
      />
      {handler && (
        <SideSheet title={handler.name} onClose={() => setShown(undefined)}>
          <Details handler={handler} />
        </SideSheet>
      )}
    </Panel>
  );
}
