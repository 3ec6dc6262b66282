import '../executions/executions.css';
import { Button, Skeleton, Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { ChevronLeft, ChevronRight, Link2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { oneOf, useAddress } from '../../address.ts';
import { api, dataOf } from '../../api/client.ts';
import { copyText } from '../../shell/clipboard.ts';
import { useShortcuts } from '../../shell/shortcuts.ts';
import { Failure } from '../../states/failure.tsx';
import { AuditSlice } from '../audit/slice.tsx';
import { ACTION_NAMES, ACTIONS, type ActionName, useExecutionActions } from '../executions/actions.tsx';
import { StatusCell } from '../executions/columns.tsx';
import { Params, Result } from './contents.tsx';
import { Logs } from './logs.tsx';
import { type Detail, Overview } from './overview.tsx';

const Audit = ({ execution: { id } }: { execution: Detail }) => <AuditSlice type="execution" id={id} />;
const TABS = { overview: Overview, logs: Logs, params: Params, result: Result, audit: Audit } as const;
type Tab = keyof typeof TABS;
const NAMES = Object.keys(TABS) as Tab[];
const KEYS: Partial<Record<ActionName, string>> = { retry: 'r', retryWith: 'Shift+r', cancel: 'c', force: 'c' };

function Head({ execution }: { execution: Detail }) {
  const { t } = useTranslation('executions');
  const navigate = useNavigate();
  const act = useExecutionActions();
  const { id, cronId, cronName, handlerName, previousExecution, nextExecution } = execution;
  const open = ACTION_NAMES.filter((name) => ACTIONS[name].isOpen(execution));
  const go = (to: { id: string } | null) => () => to && void navigate({ to: `/executions/${to.id}` });
  useShortcuts([
    ...open.flatMap((name) =>
      KEYS[name] ? [{ keys: KEYS[name], label: `executions:act.${name}.title`, run: () => act(execution, name) }] : [],
    ),
    { keys: '[', label: 'executions:previous', run: go(previousExecution) },
    { keys: ']', label: 'executions:next', run: go(nextExecution) },
  ]);
  return (
    <div className="page-head">
      <div className="two-lines">
        <small>
          <Link to="/executions">{t('title')}</Link>
          {cronId !== null && (
            <>
              {' / '}
              <Link to={`/crons/${cronId}`}>{cronName ?? cronId}</Link>
            </>
          )}
        </small>
        <h1>
          {cronName ?? handlerName} <span className="mono dimmed">#{id}</span>
        </h1>
      </div>
      <StatusCell item={execution} />
      <div className="actions">
        {open.map((name) => {
          const { icon: Icon, danger } = ACTIONS[name];
          return (
            <Button
              key={name}
              size="sm"
              variant={name === 'retry' ? 'filled' : 'default'}
              color={danger && name === 'force' ? 'red' : undefined}
              leftSection={<Icon size={16} />}
              onClick={() => act(execution, name)}
            >
              {t(`act.${name}.title`)}
            </Button>
          );
        })}
        <Button
          size="sm"
          px="xs"
          variant="default"
          aria-label={t('copyLink')}
          title={t('copyLink')}
          onClick={() => void copyText(location.href)}
        >
          <Link2 size={16} />
        </Button>
        <Button.Group>
          <Button
            size="sm"
            px="xs"
            variant="default"
            disabled={!previousExecution}
            aria-label={t('previous')}
            title={`${t('previous')} [`}
            onClick={go(previousExecution)}
          >
            <ChevronLeft size={16} />
          </Button>
          <Button
            size="sm"
            px="xs"
            variant="default"
            disabled={!nextExecution}
            aria-label={t('next')}
            title={`${t('next')} ]`}
            onClick={go(nextExecution)}
          >
            <ChevronRight size={16} />
          </Button>
        </Button.Group>
      </div>
    </div>
  );
}

/** One execution. */
export default function ExecutionPage() {
  const { t } = useTranslation('executions');
  const { id } = useParams({ strict: false }) as { id: string };
  const [address, change] = useAddress();
  const isLine = /^#L\d+$/.test(location.hash);
  const tab = NAMES.find((name) => name === oneOf(address, 'tab')) ?? (isLine ? 'logs' : 'overview');
  const { data, error, refetch } = useQuery({
    queryKey: ['executions', 'one', id],
    queryFn: ({ signal }) => dataOf(api.GET('/api/v1/executions/{id}', { params: { path: { id } }, signal })),
    meta: { topics: ['executions'] },
  });
  useShortcuts(
    NAMES.map((name, index) => ({
      keys: String(index + 1),
      label: `executions:tabs.${name}`,
      run: () => change({ tab: name }),
    })),
  );
  if (!data)
    return (
      <div className="page">
        <h1 className="hidden-text">{t('titleOf', { id })}</h1>
        {error ? <Failure error={error} onRetry={() => void refetch()} /> : <Skeleton height={320} />}
      </div>
    );
  const Content = TABS[tab];
  return (
    <div className="page">
      <Head execution={data} />
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
          <Content key={id} execution={data} />
        </Tabs.Panel>
      </Tabs>
    </div>
  );
}
