import { ActionIcon, Button, CloseButton, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Maximize2, ScrollText } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.ts';
import { SideSheet } from '../../dialogs/side-sheet.tsx';
import { Failure } from '../../states/failure.tsx';
import { Overview } from '../execution/overview.tsx';
import { ACTION_NAMES, ACTIONS, useExecutionActions } from './actions.tsx';
import { StatusCell } from './columns.tsx';

function Content({ id, onClose }: { id: string; onClose: (() => void) | undefined }) {
  const { t } = useTranslation('executions');
  const navigate = useNavigate();
  const act = useExecutionActions();
  const { data, error, refetch } = useQuery({
    queryKey: ['executions', 'one', id],
    queryFn: ({ signal }) => dataOf(api.GET('/api/v1/executions/{id}', { params: { path: { id } }, signal })),
    meta: { topics: ['executions'] },
  });
  return (
    <>
      <div className="panel-head">
        <h2>
          <Link to={`/executions/${id}`}>{data ? (data.cronName ?? data.handlerName) : `#${id}`}</Link>{' '}
          <span className="mono dimmed">#{id}</span>
        </h2>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('openPage')}
          title={t('openPage')}
          onClick={() => void navigate({ to: `/executions/${id}` })}
        >
          <Maximize2 size={16} />
        </ActionIcon>
        {onClose && <CloseButton aria-label={t('closePanel')} title={t('closePanel')} onClick={onClose} />}
      </div>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton height={240} />}
      {data && (
        <>
          <div className="marks">
            <StatusCell item={data} />
          </div>
          <div className="marks">
            {ACTION_NAMES.filter((name) => ACTIONS[name].isOpen(data)).map((name) => {
              const Icon = ACTIONS[name].icon;
              return (
                <Button
                  key={name}
                  size="compact-sm"
                  variant="default"
                  leftSection={<Icon size={14} />}
                  onClick={() => act(data, name)}
                >
                  {t(`act.${name}.title`)}
                </Button>
              );
            })}
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<ScrollText size={14} />}
              onClick={() => void navigate({ to: `/executions/${id}`, search: { tab: 'logs' } as never })}
            >
              {t('tabs.logs')}
            </Button>
          </div>
          <Overview execution={data} />
        </>
      )}
    </>
  );
}

/** One execution beside the list; on small screens over it. */
export function ExecutionPanel({ id, isWide, onClose }: { id: string; isWide: boolean; onClose: () => void }) {
  const { t } = useTranslation('executions');
  if (!isWide)
    return (
      <SideSheet title={t('panel')} onClose={onClose}>
        <div className="execution-panel" data-inside>
          <Content id={id} onClose={undefined} />
        </div>
      </SideSheet>
    );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="panel execution-panel" aria-label={t('panel')} tabIndex={0}>
      <Content id={id} onClose={onClose} />
    </section>
  );
}
