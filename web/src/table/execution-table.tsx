import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Execution } from '../api/client.ts';
import { PAGES } from '../pages/list.ts';
import { usePreferences } from '../preferences.ts';
import { StatusBadge } from '../status/status-badge.tsx';
import { durationText } from '../time/duration.ts';
import { Time } from '../time/time.tsx';
import { DataTable } from './data-table.tsx';

interface ExecutionTableProps {
  readonly name: string;
  readonly label: string;
  readonly rows: readonly Execution[] | undefined;
  readonly empty: React.ReactNode;
  /** Leaves out the name: all are of one cron. */
  readonly ofOneCron?: boolean;
}

/** Executions in short, as a part of another page; the page of executions has more. */
export function ExecutionTable({ name, label, rows, empty, ofOneCron }: ExecutionTableProps) {
  const { t } = useTranslation('shell');
  const { language } = usePreferences();
  const navigate = useNavigate();
  const hasPage = PAGES.some(({ path }) => path === '/executions/$id');
  return (
    <DataTable
      name={name}
      label={label}
      rows={rows}
      idOf={({ id }) => id}
      empty={empty}
      onOpen={hasPage ? ({ id }) => void navigate({ to: `/executions/${id}` }) : undefined}
      columns={[
        { id: 'id', label: t('execution.id'), cell: ({ id }) => <span className="mono">{id}</span> },
        { id: 'status', label: t('execution.status'), cell: ({ status }) => <StatusBadge status={status} /> },
        ...(ofOneCron
          ? []
          : [
              {
                id: 'name',
                label: t('execution.name'),
                cell: ({ cronName, handlerName }: Execution) => cronName ?? handlerName,
              },
            ]),
        { id: 'scheduled', label: t('execution.scheduled'), cell: ({ scheduledTime }) => <Time at={scheduledTime} /> },
        {
          id: 'started',
          label: t('execution.started'),
          show: 'optional',
          cell: ({ startedAt }) => <Time at={startedAt} />,
        },
        {
          id: 'duration',
          label: t('execution.duration'),
          align: 'end',
          cell: ({ durationMs }) => (durationMs === null ? '–' : durationText(durationMs, language)),
        },
        {
          id: 'outcome',
          label: t('execution.outcome'),
          cell: ({ errorMessage, skipReason }) => (
            <span className="one-line">{errorMessage?.split('\n', 1)[0] ?? skipReason ?? ''}</span>
          ),
        },
      ]}
    />
  );
}
