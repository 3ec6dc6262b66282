import './cron.css';
import { Button, Skeleton, Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { ChevronDown, CirclePause, Pencil, Play, Power } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { oneOf, useAddress } from '../../address.ts';
import { api, type Cron, dataOf } from '../../api/client.ts';
import { may } from '../../api/permissions.ts';
import { usePreferences } from '../../preferences.ts';
import { copyText } from '../../shell/clipboard.ts';
import { useShortcuts } from '../../shell/shortcuts.ts';
import { Failure } from '../../states/failure.tsx';
import { Mark } from '../../status/status-badge.tsx';
import { Time } from '../../time/time.tsx';
import { AuditSlice } from '../audit/slice.tsx';
import { useCronActions } from '../crons/actions.tsx';
import { CronMenu } from '../crons/row-menu.tsx';
import { pauseCause, scheduleText } from '../crons/schedule-text.ts';
import { Definition } from './definition.tsx';
import { Executions } from './executions.tsx';
import { Overview } from './overview.tsx';
import { Revisions } from './revisions.tsx';
import { Upcoming } from './upcoming.tsx';

// Forms of other pages come with it.
const Backfills = lazy(async () => ({ default: (await import('./backfills.tsx')).Backfills }));
const Audit = ({ cron: { id } }: { cron: Cron }) => <AuditSlice type="cron" id={id} />;

const TABS = {
  overview: Overview,
  executions: Executions,
  upcoming: Upcoming,
  definition: Definition,
  revisions: Revisions,
  backfills: Backfills,
  audit: Audit,
} as const;
type Tab = keyof typeof TABS;
const NAMES = Object.keys(TABS) as Tab[];
const NEXT = 3;

/** The next three times, with what calendars do to them. */
function NextRuns({ cron }: { cron: Cron }) {
  const { t } = useTranslation(['crons', 'shell']);
  const { data } = useQuery({
    queryKey: ['occurrences', cron.id, NEXT, cron.version],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/v1/crons/{id}/occurrences', {
          params: { path: { id: cron.id }, query: { limit: NEXT } },
          signal,
        }),
      ),
    enabled: cron.isEnabled,
    meta: { topics: ['crons'] },
  });
  if (!cron.isEnabled || !data || data.items.length === 0) return null;
  return (
    <p className="next-runs">
      <span className="dimmed">{t('next')}</span>
      {data.items.map(({ scheduledTime, runAt, willRun }) => (
        <span key={scheduledTime} className={willRun ? undefined : 'struck'}>
          <Time at={runAt} ownZone={cron.timeZone} />
        </span>
      ))}
    </p>
  );
}

function Head({ cron }: { cron: Cron }) {
  const { t } = useTranslation(['crons', 'scheduler']);
  const { language } = usePreferences();
  const { run, runWith, pause, remove } = useCronActions();
  const navigate = useNavigate();
  const edit = () => void navigate({ to: `/crons/${cron.id}/edit` });
  const mayRun = may(cron, 'trigger');
  const mayEdit = may(cron, 'update');
  const mayPause = may(cron, cron.pausedAt ? 'resume' : 'pause');
  useShortcuts([
    ...(mayRun ? [{ keys: 'Shift+r', label: 'crons:runWith.menu', run: () => runWith(cron) }] : []),
    ...(mayEdit ? [{ keys: 'e', label: 'crons:edit', run: edit }] : []),
    ...(mayPause ? [{ keys: 'p', label: 'crons:pauseOrResume', run: () => pause(cron) }] : []),
    ...(may(cron, 'delete') ? [{ keys: 'Delete', label: 'crons:removeTitle', run: () => remove(cron) }] : []),
    { keys: 'y', label: 'crons:copyLink', run: () => void copyText(location.href) },
  ]);
  return (
    <>
      <div className="page-head">
        <div className="two-lines">
          <small>
            <Link to="/crons">{t('title')}</Link>
          </small>
          <h1>{cron.name}</h1>
          <span>{cron.sentence[language]}</span>
          <small>
            <span className="mono">{scheduleText(cron, t)}</span> · {cron.timeZone}
          </small>
        </div>
        <Mark tone={cron.isEnabled ? 'success' : 'neutral'} icon={Power}>
          {t(cron.isEnabled ? 'on' : 'off')}
        </Mark>
        {cron.pausedAt && (
          <Mark tone="warning" icon={CirclePause}>
            {[t('paused'), pauseCause(cron, t)].filter(Boolean).join(': ')}
          </Mark>
        )}
        {cron.hasEnded && <Mark tone="neutral">{t('ended')}</Mark>}
        {cron.errorCode && <Mark tone="danger">{cron.errorCode}</Mark>}
        <div className="actions">
          {mayRun && (
            <Button.Group>
              <Button leftSection={<Play size={16} />} onClick={() => run(cron)}>
                {t('run')}
              </Button>
              <Button px={10} aria-label={t('runWith.menu')} title={t('runWith.menu')} onClick={() => runWith(cron)}>
                <ChevronDown size={16} />
              </Button>
            </Button.Group>
          )}
          {mayEdit && (
            <Button variant="default" leftSection={<Pencil size={16} />} onClick={edit}>
              {t('edit')}
            </Button>
          )}
          <CronMenu cron={cron} isPage />
        </div>
      </div>
      <NextRuns cron={cron} />
    </>
  );
}

/** One cron. */
export default function CronPage() {
  const { t } = useTranslation('crons');
  const { id } = useParams({ strict: false }) as { id: string };
  const [address, change] = useAddress();
  const tab = NAMES.find((name) => name === oneOf(address, 'tab')) ?? 'overview';
  const { data, error, refetch } = useQuery({
    queryKey: ['cron', id],
    queryFn: ({ signal }) => dataOf(api.GET('/api/v1/crons/{id}', { params: { path: { id } }, signal })),
    meta: { topics: ['crons'] },
  });
  useShortcuts(
    NAMES.map((name, index) => ({
      keys: String(index + 1),
      label: `crons:tabs.${name}`,
      run: () => change({ tab: name }),
    })),
  );
  if (!data) return <div className="page">{error && <Failure error={error} onRetry={() => void refetch()} />}</div>;
  const Content = TABS[tab];
  return (
    <div className="page">
      <Head cron={data} />
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      <Tabs value={tab} onChange={(name) => change({ tab: name ?? undefined })} keepMounted={false}>
        <Tabs.List>
          {NAMES.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(`tabs.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={tab} pt="md">
          <Suspense fallback={<Skeleton height={240} />}>
            <Content cron={data} />
          </Suspense>
        </Tabs.Panel>
      </Tabs>
    </div>
  );
}
