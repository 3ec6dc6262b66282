import '../executions/executions.css';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { CalendarDays, FileUp, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api, dataOf, type Resource } from '../../api/client.ts';
import { openDialog } from '../../dialogs/action-form.tsx';
import { useMay } from '../../session/me.ts';
import { useShortcuts } from '../../shell/shortcuts.ts';
import { Empty } from '../../states/empty.tsx';
import { Failure } from '../../states/failure.tsx';
import { Mark, type Tone } from '../../status/status-badge.tsx';
import { DataTable } from '../../table/data-table.tsx';
import { Time } from '../../time/time.tsx';
import { CalendarForm } from './calendar-form.tsx';
import { ImportForm } from './import-form.tsx';

type Calendar = Resource<'Calendar'>;

const TONES: Readonly<Record<Calendar['coverage']['state'], Tone>> = {
  known: 'success',
  'ends soon': 'warning',
  ended: 'danger',
};

/** How long the dates of a calendar are known. */
export function Coverage({ calendar: { coverage, lastDay } }: { calendar: Pick<Calendar, 'coverage' | 'lastDay'> }) {
  const { t } = useTranslation('calendars');
  if (lastDay === null) return <span className="dimmed">{t('coverage.always')}</span>;
  return (
    <Mark tone={TONES[coverage.state]}>
      {coverage.state === 'known'
        ? t('coverage.known', { day: lastDay })
        : t(`coverage.${coverage.state}`, { day: lastDay })}
    </Mark>
  );
}

/** All calendars. */
export default function Calendars() {
  const { t } = useTranslation('calendars');
  const navigate = useNavigate();
  const may = useMay();
  const { data, error, refetch } = useQuery({
    queryKey: ['calendars'],
    queryFn: ({ signal }) => dataOf(api.GET('/api/v1/calendars', { signal })),
    meta: { topics: ['crons'] },
  });
  const open = (name: string): void => void navigate({ to: `/calendars/${encodeURIComponent(name)}` });
  const create = (): void => openDialog(t('create'), <CalendarForm onDone={open} />);
  const bring = (): void => openDialog(t('import'), <ImportForm onDone={open} />);
  const mayCreate = may('calendar.create');
  useShortcuts(mayCreate ? [{ keys: 'n', label: 'calendars:create', run: create }] : []);
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('title')}</h1>
        {mayCreate && (
          <div className="actions">
            <Button variant="default" leftSection={<FileUp size={16} />} onClick={bring}>
              {t('import')}
            </Button>
            <Button leftSection={<Plus size={16} />} onClick={create}>
              {t('create')}
            </Button>
          </div>
        )}
      </div>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      <DataTable<Calendar>
        name="calendars"
        label={t('title')}
        rows={error && !data ? [] : data?.items}
        idOf={({ id }) => id}
        onOpen={({ name }) => open(name)}
        empty={
          error ? null : (
            <Empty icon={CalendarDays} title={t('none')} sample="jobu calendar import holidays --from kr">
              {t('noneText')}
            </Empty>
          )
        }
        columns={[
          {
            id: 'name',
            label: t('name'),
            show: 'always',
            cell: ({ name, description }) => (
              <span className="two-lines">
                <Link to={`/calendars/${encodeURIComponent(name)}`}>{name}</Link>
                <small data-own>{description}</small>
              </span>
            ),
          },
          { id: 'parent', label: t('parent'), cell: ({ parent }) => <span data-own>{parent ?? '–'}</span> },
          {
            id: 'weekdays',
            label: t('openWeekdays'),
            cell: ({ openWeekdays }) =>
              openWeekdays === null ? (
                <span className="dimmed">{t('asParent')}</span>
              ) : (
                openWeekdays.map((day) => t(`weekday.${day}`)).join(' ')
              ),
          },
          { id: 'coverage', label: t('coverage.title'), cell: (calendar) => <Coverage calendar={calendar} /> },
          { id: 'usedBy', label: t('usedBy'), align: 'end', cell: ({ usedBy }) => usedBy },
          {
            id: 'source',
            label: t('source'),
            show: 'optional',
            cell: ({ source }) => <span className="mono">{source}</span>,
          },
          { id: 'updated', label: t('updated'), cell: ({ updatedAt }) => <Time at={updatedAt} /> },
        ]}
      />
    </div>
  );
}
