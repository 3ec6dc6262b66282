import { Button, Menu } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import {
  Braces,
  ChevronDown,
  CirclePause,
  Copy,
  History,
  Link2,
  ListChecks,
  Pencil,
  Play,
  Power,
  Terminal,
  Trash2,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { type Cron, curlOf } from '../../api/client.ts';
import { may } from '../../api/permissions.ts';
import { baseUrl } from '../../server.ts';
import { copyText } from '../../shell/clipboard.ts';
import { cronText } from '../cron/definition.tsx';
import { useCronActions } from './actions.tsx';

interface CronMenuProps {
  readonly cron: Cron;
  /** On its own page the page has buttons for the commonest. */
  readonly isPage?: boolean;
}

/** Everything that may be done to one cron. */
export function CronMenu({ cron, isPage = false }: CronMenuProps) {
  const { t } = useTranslation(['crons', 'scheduler']);
  const navigate = useNavigate();
  const { run, runWith, toggle, pause, remove } = useCronActions();
  const { id } = cron;
  const items = [
    { may: 'trigger', icon: Play, text: t('runWith.menu'), run: () => runWith(cron) },
    {
      may: cron.pausedAt ? 'resume' : 'pause',
      icon: CirclePause,
      text: t(cron.pausedAt ? 'scheduler:resume' : 'scheduler:pause'),
      run: () => pause(cron),
    },
    {
      may: cron.isEnabled ? 'disable' : 'enable',
      icon: Power,
      text: t(cron.isEnabled ? 'disableTitle' : 'enableTitle'),
      run: () => toggle(cron),
    },
    ...(isPage
      ? []
      : [{ may: 'update', icon: Pencil, text: t('edit'), run: () => void navigate({ to: `/crons/${id}/edit` }) }]),
    {
      may: 'duplicate',
      icon: Copy,
      text: t('duplicate'),
      run: () => void navigate({ to: '/crons/new', search: { from: id } as never }),
    },
    {
      may: 'backfill',
      icon: History,
      text: t('backfill'),
      run: () => void navigate({ to: '/crons/$id', params: { id }, search: { tab: 'backfills' } as never }),
    },
  ].filter((item) => may(cron, item.may));
  const menu = (
    <Menu position="bottom-end">
      <Menu.Target>
        {isPage ? (
          <Button variant="default" rightSection={<ChevronDown size={16} />}>
            {t('more')}
          </Button>
        ) : (
          <Button size="compact-sm" variant="default" px={5} aria-label={t('more')}>
            <ChevronDown size={14} />
          </Button>
        )}
      </Menu.Target>
      <Menu.Dropdown>
        {items.map(({ icon: Icon, text, run: act }) => (
          <Menu.Item key={text} leftSection={<Icon size={16} />} onClick={act}>
            {text}
          </Menu.Item>
        ))}
        <Menu.Item
          leftSection={<ListChecks size={16} />}
          onClick={() => void navigate({ to: '/executions', search: { cronId: id, since: '30d' } as never })}
        >
          {t('history')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          leftSection={<Link2 size={16} />}
          onClick={() => void copyText(new URL(`crons/${id}`, baseUrl).href)}
        >
          {t('copyLink')}
        </Menu.Item>
        {may(cron, 'trigger') && (
          <Menu.Item
            leftSection={<Terminal size={16} />}
            onClick={() =>
              void curlOf((client) =>
                client.POST('/api/v1/crons/{id}/trigger', { params: { path: { id } }, body: {} }),
              ).then(copyText)
            }
          >
            {t('copyCurl')}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<Braces size={16} />} onClick={() => void copyText(cronText(cron))}>
          {t('copyJson')}
        </Menu.Item>
        {may(cron, 'delete') && (
          <>
            <Menu.Divider />
            <Menu.Item color="red" leftSection={<Trash2 size={16} />} onClick={() => remove(cron)}>
              {t('removeTitle')}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
  if (isPage) return menu;
  return (
    <Button.Group>
      {may(cron, 'trigger') && (
        <Button size="compact-sm" variant="default" leftSection={<Play size={14} />} onClick={() => run(cron)}>
          {t('run')}
        </Button>
      )}
      {menu}
    </Button.Group>
  );
}
