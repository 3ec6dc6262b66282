import '../execution/execution.css';
import '../executions/executions.css';
import './calendar.css';
import { ActionIcon, Button, Skeleton } from '@mantine/core';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { ChevronLeft, ChevronRight, FileUp, Pencil, Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { oneOf, useAddress } from '../../address.ts';
import { api, dataOf, type Resource } from '../../api/client.ts';
import { refresh } from '../../api/queries.ts';
import { ActionForm, askAction, openDialog } from '../../dialogs/action-form.tsx';
import { holdLive } from '../../live/live.ts';
import { useMay } from '../../session/me.ts';
import { Failure } from '../../states/failure.tsx';
import { useDisplayZone, wallTime } from '../../time/zone.ts';
import { AuditSlice } from '../audit/slice.tsx';
import { CalendarForm } from '../calendars/calendar-form.tsx';
import { Impact } from '../calendars/impact.tsx';
import { ImportForm } from '../calendars/import-form.tsx';
import { Coverage } from '../calendars/page.tsx';
import { type DayEdit, DayForm } from './day-form.tsx';
import { YearGrid } from './year-grid.tsx';

type Detail = Resource<'CalendarDetail'>;

/** The dates of the calendar with the edits put in. */
function editedDays({ days }: Detail, edits: ReadonlyMap<string, DayEdit>) {
  const changed = new Map(days.map((day) => [day.day, day]));
  for (const [day, edit] of edits) {
    if (edit === null) changed.delete(day);
    else changed.set(day, { day, ...edit });
  }
  return [...changed.values()].sort((one, other) => (one.day < other.day ? -1 : 1));
}

/** Saves edited days, after showing what that does to the runs of the coming year. */
function SaveForm({
  calendar,
  edits,
  onDone,
}: {
  calendar: Detail;
  edits: ReadonlyMap<string, DayEdit>;
  onDone: () => void;
}) {
  const { t } = useTranslation('calendars');
  const { name, description, parent, openWeekdays, baseTime, firstDay, lastDay, note, version } = calendar;
  const days = editedDays(calendar, edits);
  const { mutate, data, error } = useMutation({
    mutationFn: () =>
      dataOf(api.POST('/api/v1/calendars/{name}/impact', { params: { path: { name } }, body: { days } })),
  });
  useEffect(mutate, [mutate]);
  return (
    <ActionForm
      effect={t('saveEffect', { count: edits.size })}
      confirm={t('save')}
      done={t('saved', { name })}
      topics={['crons']}
      ready={data !== undefined}
      onDone={onDone}
      call={(client) =>
        client.PUT('/api/v1/calendars/{name}', {
          params: { path: { name }, header: { 'if-match': `"${version}"` } },
          body: { description, parent, openWeekdays, baseTime, firstDay, lastDay, note, days },
        })
      }
    >
      {error ? (
        <Failure error={error} onRetry={() => mutate()} />
      ) : data ? (
        <Impact impact={data} />
      ) : (
        <Skeleton height={80} />
      )}
    </ActionForm>
  );
}

/** One calendar: its year, its dates, who uses it and what was changed. */
export default function CalendarPage() {
  const { t } = useTranslation('calendars');
  const navigate = useNavigate();
  const may = useMay();
  const { name } = useParams({ strict: false }) as { name: string };
  const [address, change] = useAddress();
  const zone = useDisplayZone();
  const today = wallTime(new Date(), zone).date;
  const year = Number(oneOf(address, 'year') ?? today.slice(0, 4));
  const [edits, setEdits] = useState<ReadonlyMap<string, DayEdit>>(new Map());
  useEffect(() => (edits.size > 0 ? holdLive() : undefined), [edits.size]);
  const { data, error, refetch } = useQuery({
    queryKey: ['calendar', name],
    queryFn: ({ signal }) => dataOf(api.GET('/api/v1/calendars/{name}', { params: { path: { name } }, signal })),
    meta: { topics: ['crons'] },
  });
  const grid = useQuery({
    queryKey: ['calendar', name, 'days', year],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/api/v1/calendars/{name}/days', { params: { path: { name }, query: { year } }, signal })),
    placeholderData: keepPreviousData,
    meta: { topics: ['crons'] },
  });
  if (!data)
    return (
      <div className="page">
        <h1 className="hidden-text">{name}</h1>
        {error ? <Failure error={error} onRetry={() => void refetch()} /> : <Skeleton height={300} />}
      </div>
    );
  const mayEdit = may('calendar.update');
  const editDay = (day: Resource<'CalendarYearDay'>): void => {
    const edit = edits.get(day.day);
    const kind = edits.has(day.day)
      ? edit
        ? edit.isOpen
          ? 'open'
          : 'closed'
        : 'pattern'
      : day.origin === name
        ? day.isOpen
          ? 'open'
          : 'closed'
        : day.isOpen
          ? 'closed'
          : 'open';
    openDialog(
      day.day,
      <DayForm
        start={{ kind, label: edit?.label ?? day.label ?? '' }}
        onApply={(wanted) => setEdits(new Map(edits).set(day.day, wanted))}
      />,
    );
  };
  const { users } = data;
  return (
    <div className="page">
      <div className="page-head">
        <div className="two-lines">
          <small>
            <Link to="/calendars">{t('title')}</Link>
          </small>
          <h1>{name}</h1>
          {data.description && <small data-own>{data.description}</small>}
        </div>
        <Coverage calendar={data} />
        {mayEdit && (
          <div className="actions">
            <Button
              variant="default"
              leftSection={<FileUp size={16} />}
              onClick={() => openDialog(t('import'), <ImportForm name={name} version={data.version} />)}
            >
              {t('import')}
            </Button>
            <Button
              variant="default"
              leftSection={<Pencil size={16} />}
              onClick={() => openDialog(t('edit'), <CalendarForm calendar={data} />)}
            >
              {t('edit')}
            </Button>
            <Button
              variant="default"
              leftSection={<Trash2 size={16} />}
              onClick={() =>
                askAction(t('delete'), {
                  effect: t('deleteEffect', { name }),
                  confirm: t('delete'),
                  done: t('deleted', { name }),
                  danger: true,
                  typed: name,
                  // What is gone is not asked for again: the lists are, once this page is left.
                  topics: [],
                  call: (client) =>
                    client.DELETE('/api/v1/calendars/{name}', {
                      params: { path: { name }, header: { 'if-match': `"${data.version}"` } },
                    }),
                  onDone: () => void navigate({ to: '/calendars' }).then(() => refresh('crons')),
                })
              }
            >
              {t('delete')}
            </Button>
          </div>
        )}
      </div>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      <section className="panel">
        <header>
          <ActionIcon
            variant="default"
            aria-label={t('previousYear')}
            onClick={() => change({ year: String(year - 1) })}
          >
            <ChevronLeft size={16} />
          </ActionIcon>
          <h2>{year}</h2>
          <ActionIcon variant="default" aria-label={t('nextYear')} onClick={() => change({ year: String(year + 1) })}>
            <ChevronRight size={16} />
          </ActionIcon>
          <span className="legend">
            <span className="day" data-open>
              1
            </span>
            {t('open')}
            <span className="day">2</span>
            {t('closed')}
            <span className="day" data-listed>
              3
            </span>
            {t('listed')}
          </span>
          <span className="spring" />
          {edits.size > 0 && (
            <>
              <Button size="compact-md" variant="default" onClick={() => setEdits(new Map())}>
                {t('discard')}
              </Button>
              <Button
                size="compact-md"
                onClick={() =>
                  openDialog(t('save'), <SaveForm calendar={data} edits={edits} onDone={() => setEdits(new Map())} />)
                }
              >
                {t('saveDays', { count: edits.size })}
              </Button>
            </>
          )}
        </header>
        <div className="body">
          {grid.error && <Failure error={grid.error} onRetry={() => void grid.refetch()} />}
          {grid.data ? (
            <YearGrid
              year={year}
              days={grid.data.items}
              name={name}
              edits={edits}
              today={today}
              onDay={mayEdit ? editDay : undefined}
            />
          ) : (
            <Skeleton height={420} />
          )}
        </div>
      </section>
      <section className="panel">
        <header>
          <h2>{t('usedByTitle')}</h2>
        </header>
        <div className="body marks">
          {users.crons.length + users.calendars.length === 0 && <span className="dimmed">{t('unused')}</span>}
          {users.crons.map((cron) => (
            <Link key={cron.id} to={`/crons/${cron.id}`}>
              {cron.name}
            </Link>
          ))}
          {users.calendars.map((calendar) => (
            <span key={calendar}>
              {t('buildsOn')} <Link to={`/calendars/${encodeURIComponent(calendar)}`}>{calendar}</Link>
            </span>
          ))}
        </div>
      </section>
      <section>
        <h2 className="section-title">{t('history')}</h2>
        <AuditSlice type="calendar" id={data.id} />
      </section>
    </div>
  );
}
