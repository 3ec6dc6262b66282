import { Button, Progress, Skeleton, Switch } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Ban, CirclePlay, Cpu, LogOut } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { oneOf, useAddress } from '../../address.ts';
import { api, dataOf, type Resource } from '../../api/client.ts';
import { may } from '../../api/permissions.ts';
import { openDialog } from '../../dialogs/action-form.tsx';
import { ReasonForm } from '../../dialogs/reason-form.tsx';
import { SideSheet } from '../../dialogs/side-sheet.tsx';
import { OperationForm } from '../../operations/operation-form.tsx';
import { usePreferences } from '../../preferences.ts';
import { useMay } from '../../session/me.ts';
import { Empty } from '../../states/empty.tsx';
import { Failure } from '../../states/failure.tsx';
import { Mark, type Tone } from '../../status/status-badge.tsx';
import { type Column, DataTable } from '../../table/data-table.tsx';
import { Pager } from '../../table/pager.tsx';
import { TableOptions } from '../../table/table-options.tsx';
import { durationText, numberText } from '../../time/duration.ts';
import { Countdown, Time } from '../../time/time.tsx';

type Worker = Resource<'Worker'>;
interface Vitals {
  readonly cpuPercent: number;
  readonly memoryMb: number;
  readonly eventLoopDelayMs: number;
}

const TONES: Readonly<Record<string, Tone>> = {
  active: 'success',
  draining: 'warning',
  stopped: 'neutral',
  lost: 'danger',
  stale: 'danger',
};

/** What a process is doing; one that should beat and does not is stale. */
export function WorkerState({ worker: { state, isAlive, desiredState } }: { worker: Worker }) {
  const { t } = useTranslation('workers');
  const shown =
    (state === 'active' || state === 'draining') && !isAlive
      ? 'stale'
      : state === 'active' && desiredState === 'drain'
        ? 'draining'
        : state;
  return <Mark tone={TONES[shown] ?? 'neutral'}>{t(`state.${shown}`)}</Mark>;
}

/** Opens the dialog that drains a worker or lets it go on. */
function useSteering(): (worker: Worker, action: 'drain' | 'resume') => void {
  const { t } = useTranslation('workers');
  return (worker, action) =>
    openDialog(
      t(`act.${action}.title`),
      <ReasonForm
        effect={t(`act.${action}.effect`, { host: worker.host, running: worker.running })}
        confirm={t(`act.${action}.title`)}
        done={t(`act.${action}.done`, { host: worker.host })}
        topics={['workers']}
        call={(body) => (client) =>
          client.POST(`/api/v1/workers/{id}/${action}`, { params: { path: { id: worker.id } }, body })
        }
      />,
    );
}

function Steer({ worker }: { worker: Worker }) {
  const { t } = useTranslation('workers');
  const steer = useSteering();
  return (['drain', 'resume'] as const).map(
    (action) =>
      may(worker, action) && (
        <Button
          key={action}
          size="compact-sm"
          variant="default"
          leftSection={action === 'drain' ? <LogOut size={14} /> : <CirclePlay size={14} />}
          onClick={() => steer(worker, action)}
        >
          {t(`act.${action}.title`)}
        </Button>
      ),
  );
}

/** Cancels everything that a worker runs, as one operation on the server. */
function CancelRuns({ worker: { id, host } }: { worker: Worker }) {
  const { t } = useTranslation('workers');
  const navigate = useNavigate();
  const mayDo = useMay();
  if (!mayDo('execution.cancel')) return null;
  return (
    <Button
      size="compact-sm"
      variant="default"
      leftSection={<Ban size={14} />}
      onClick={() =>
        openDialog(
          t('cancelRuns', { host }),
          <OperationForm
            action="execution.cancel"
            target={{ filter: { workerId: [id], status: ['RUNNING'] } }}
            onStarted={(operation) => void navigate({ to: `/operations/${operation}` })}
          />,
        )
      }
    >
      {t('cancelRuns', { host })}
    </Button>
  );
}

function Details({ id }: { id: string }) {
  const { t } = useTranslation('workers');
  const { data, error } = useQuery({
    queryKey: ['worker', id],
    queryFn: ({ signal }) => dataOf(api.GET('/api/v1/workers/{id}', { params: { path: { id } }, signal })),
    meta: { topics: ['workers', 'executions'] },
  });
  if (error) return <Failure error={error} />;
  if (!data) return <Skeleton height={200} />;
  const names = (value: unknown): string => (Array.isArray(value) ? value.join(', ') : '–');
  return (
    <div className="execution-overview">
      <div className="marks">
        <WorkerState worker={data} />
        <Steer worker={data} />
        {data.executions.length > 0 && <CancelRuns worker={data} />}
      </div>
      <dl className="facts">
        <div>
          <dt>{t('id')}</dt>
          <dd className="mono">{data.id}</dd>
        </div>
        <div>
          <dt>{t('handlers')}</dt>
          <dd className="mono">{names(data.handlers)}</dd>
        </div>
        <div>
          <dt>{t('queues')}</dt>
          <dd className="mono">{names(data.queues)}</dd>
        </div>
        <div>
          <dt>{t('started')}</dt>
          <dd>
            <Time at={data.startedAt} />
          </dd>
        </div>
        <div>
          <dt>{t('lease')}</dt>
          <dd>{t('seconds', { count: data.leaseSeconds })}</dd>
        </div>
      </dl>
      <h2 className="section-title">{t('runs')}</h2>
      {data.executions.length === 0 && <p className="dimmed">{t('runsNothing')}</p>}
      <ul className="plain-list">
        {data.executions.map((one) => (
          <li key={one.id} className="marks">
            <Link to={`/executions/${one.id}`} className="mono">
              #{one.id}
            </Link>
            {one.cronName ?? one.handlerName}
            <span className="dimmed">
              <Countdown to={one.startedAt} />
            </span>
            {one.progress !== null && (
              <Progress w={80} size="sm" value={one.progress * 100} aria-label={t('progress')} />
            )}
          </li>
        ))}
      </ul>
      <Link to="/executions" search={{ workerId: id, since: '24h' } as never}>
        {t('itsExecutions')}
      </Link>
    </div>
  );
}

/** The workers, with what they do and how they are. */
export function Workers() {
  const { t } = useTranslation('workers');
  const { language } = usePreferences();
  const [address, change] = useAddress();
  const all = oneOf(address, 'all') === 'true';
  const cursor = oneOf(address, 'cursor');
  const opened = oneOf(address, 'open');
  const { data, error, refetch } = useQuery({
    queryKey: ['workers', all, cursor],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/v1/workers', {
          params: { query: { role: ['worker'], cursor, ...(all ? {} : { state: ['active', 'draining'] }) } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    meta: { topics: ['workers'] },
  });
  const vital = (name: keyof Vitals, unit: string) => (worker: Worker) => {
    const value = (worker.vitals as Vitals | null)?.[name];
    return value === undefined ? '–' : `${numberText(value, language)}${unit}`;
  };
  const columns: Column<Worker>[] = [
    { id: 'state', label: t('stateName'), show: 'always', cell: (worker) => <WorkerState worker={worker} /> },
    {
      id: 'host',
      label: t('host'),
      show: 'always',
      cell: ({ host, pid, id }) => (
        <span className="two-lines">
          <span className="mono">
            {host} · {pid}
          </span>
          <small className="mono">{id}</small>
        </span>
      ),
    },
    {
      id: 'slots',
      label: t('slots'),
      cell: ({ running, slots, stuck }) => (
        <span className="progress-cell">
          <Progress w={72} size="md" value={slots === 0 ? 0 : (running / slots) * 100} aria-label={t('slots')} />
          {running} / {slots}
          {stuck > 0 && <Mark tone="danger">{t('stuck', { count: stuck })}</Mark>}
        </span>
      ),
    },
    { id: 'cpu', label: t('cpu'), align: 'end', cell: vital('cpuPercent', '%') },
    { id: 'memory', label: t('memory'), align: 'end', cell: vital('memoryMb', ' MB') },
    {
      id: 'loop',
      label: t('loop'),
      align: 'end',
      cell: (worker) => {
        const delay = (worker.vitals as Vitals | null)?.eventLoopDelayMs;
        return delay === undefined ? '–' : durationText(delay, language);
      },
    },
    {
      id: 'beat',
      label: t('beat'),
      cell: ({ heartbeatAt, isAlive }) => (
        <span className={isAlive ? undefined : 'late'}>
          <Countdown to={heartbeatAt} />
        </span>
      ),
    },
    { id: 'version', label: t('version'), cell: ({ version }) => <span className="mono">{version}</span> },
    {
      id: 'codeVersion',
      label: t('codeVersion'),
      cell: ({ codeVersion }) => (
        <span className="mono" data-own>
          {codeVersion ?? '–'}
        </span>
      ),
    },
    { id: 'started', label: t('started'), show: 'optional', cell: ({ startedAt }) => <Time at={startedAt} /> },
  ];
  return (
    <div className="execution-overview">
      <div className="marks">
        <Switch
          size="sm"
          label={t('showEnded')}
          checked={all}
          onChange={({ currentTarget }) => change({ all: currentTarget.checked ? 'true' : undefined })}
        />
        <span className="spring" />
        <TableOptions name="workers" columns={columns} />
      </div>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      <DataTable
        name="workers"
        label={t('tabs.workers')}
        columns={columns}
        rows={error && !data ? [] : data?.items}
        idOf={({ id }) => id}
        onOpen={({ id }) => change({ open: id, cursor })}
        actions={(worker) => <Steer worker={worker} />}
        empty={
          error ? null : (
            <Empty icon={Cpu} title={t('none')} sample="jobu worker">
              {t('noneText')}
            </Empty>
          )
        }
      />
      <Pager page={data} />
      {opened && (
        <SideSheet title={t('worker')} onClose={() => change({ open: undefined, cursor })}>
          <Details id={opened} />
        </SideSheet>
      )}
    </div>
  );
}
