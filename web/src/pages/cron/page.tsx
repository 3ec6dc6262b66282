import { Button, Menu, Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { ChevronDown, CirclePause, Copy, Pencil, Play, Power, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { oneOf, useAddress } from '../../address.ts';
import { api, type Cron, dataOf } from '../../api/client.ts';
import { useMay } from '../../session/me.ts';
import { useShortcuts } from '../../shell/shortcuts.ts';
import { Failure } from '../../states/failure.tsx';
import { Mark } from '../../status/status-badge.tsx';
import { useCronActions } from '../crons/actions.tsx';
import { scheduleText } from '../crons/schedule-text.ts';
import { Definition } from './definition.tsx';
import { Executions } from './executions.tsx';
import { Overview } from './overview.tsx';
import { Upcoming } from './upcoming.tsx';

const TABS = { overview: Overview, executions: Executions, upcoming: Upcoming, definition: Definition } as const;
type Tab = keyof typeof TABS;
const NAMES = Object.keys(TABS) as Tab[];

function Head({ cron }: { cron: Cron }) {
  const { t } = useTranslation(['crons', 'scheduler']);
  const { run, runWith, toggle, pause, remove } = useCronActions();
  const navigate = useNavigate();
  const may = useMay();
  const edit = () => void navigate({ to: `/crons/${cron.id}/edit` });
  const mayRun = may('cron.trigger');
  const mayEdit = may('cron.update');
  useShortcuts([
    ...(mayRun ? [{ keys: 'Shift+r', label: 'crons:runWith.menu', run: () => runWith(cron) }] : []),
    ...(mayEdit ? [{ keys: 'e', label: 'crons:edit', run: edit }] : []),
    ...(mayRun ? [{ keys: 'p', label: 'crons:toggle', run: () => toggle(cron) }] : []),
  ]);
  return (
    <div className="page-head">
      <div className="two-lines">
        <small>
          <Link to="/crons">{t('title')}</Link>
        </small>
        <h1>{cron.name}</h1>
        <small>
          {scheduleText(cron, t)} · {cron.timeZone}
        </small>
      </div>
      <Mark tone={cron.isEnabled ? 'success' : 'neutral'} icon={Power}>
        {t(cron.isEnabled ? 'on' : 'off')}
      </Mark>
      {cron.pausedAt && (
        <Mark tone="warning" icon={CirclePause}>
          {[t('paused'), cron.pauseReason].filter(Boolean).join(': ')}
        </Mark>
      )}
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
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="default" rightSection={<ChevronDown size={16} />}>
              {t('more')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {mayRun && (
              <Menu.Item leftSection={<Power size={16} />} onClick={() => toggle(cron)}>
                {t(cron.isEnabled ? 'disableTitle' : 'enableTitle')}
              </Menu.Item>
            )}
            {may('cron.pause') && (
              <Menu.Item leftSection={<CirclePause size={16} />} onClick={() => pause(cron)}>
                {t(cron.pausedAt ? 'scheduler:resume' : 'scheduler:pause')}
              </Menu.Item>
            )}
            <Menu.Item
              disabled={!may('cron.create')}
              leftSection={<Copy size={16} />}
              onClick={() => void navigate({ to: '/crons/new', search: { from: cron.id } as never })}
            >
              {t('duplicate')}
            </Menu.Item>
            {mayEdit && (
              <Menu.Item leftSection={<Trash2 size={16} />} onClick={() => remove(cron)}>
                {t('removeTitle')}
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      </div>
    </div>
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
          <Content cron={data} />
        </Tabs.Panel>
      </Tabs>
    </div>
  );
}
