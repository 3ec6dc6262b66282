import { Link, useNavigate } from '@tanstack/react-router';
import { CalendarOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '../../preferences.ts';
import { Empty } from '../../states/empty.tsx';
import { Mark, StatusBadge } from '../../status/status-badge.tsx';
import { DataTable } from '../../table/data-table.tsx';
import { durationText } from '../../time/duration.ts';
import { Time } from '../../time/time.tsx';
import type { Found } from './gantt.tsx';
import type { Lane, LaneKind } from './lanes.ts';

interface Row {
  readonly key: string;
  readonly lane: string;
  readonly found: Found;
  readonly from: number;
  readonly to: number | null;
}

/** What the chart shows, to be read. */
export function TimelineTable({ lanes, by }: { lanes: readonly Lane[]; by: LaneKind }) {
  const { t } = useTranslation('timeline');
  const { language } = usePreferences();
  const navigate = useNavigate();
  const rows = lanes.flatMap(({ key, name, bars, ghosts }): Row[] => {
    const lane = key === '' ? t(`without.${by}`) : name;
    return [
      ...bars.map((bar) => ({
        ...{ key: bar.id, lane, found: { bar }, from: bar.from },
        to: bar.status === 'RUNNING' ? null : bar.to,
      })),
      ...ghosts.map((ghost) => ({
        ...{ key: `${ghost.cronId} ${ghost.from}`, lane, found: { ghost }, from: ghost.from },
        to: ghost.usualMs === null ? null : ghost.to,
      })),
    ];
  });
  const pageOf = (found: Found): string =>
    'bar' in found ? `/executions/${found.bar.id}` : `/crons/${found.ghost.cronId}`;
  return (
    <DataTable<Row>
      name="timeline"
      label={t('title')}
      rows={rows}
      idOf={({ key }) => key}
      onOpen={({ found }) => void navigate({ to: pageOf(found) })}
      empty={
        <Empty icon={CalendarOff} title={t('nothing')}>
          {t('nothingText')}
        </Empty>
      }
      columns={[
        { id: 'lane', label: t(`lanes.${by}`), show: 'always', cell: ({ lane }) => <span data-own>{lane}</span> },
        {
          id: 'what',
          label: t('what'),
          show: 'always',
          cell: ({ found }) =>
            'bar' in found ? (
              <Link to={pageOf(found)}>
                <span data-own>{found.bar.name}</span> <span className="mono">#{found.bar.id}</span>
              </Link>
            ) : (
              <Link to={pageOf(found)}>{found.ghost.name}</Link>
            ),
        },
        {
          id: 'status',
          label: t('status'),
          show: 'always',
          cell: ({ found }) =>
            'bar' in found ? (
              <StatusBadge status={found.bar.status} />
            ) : found.ghost.skip === null ? (
              <Mark tone="info">{t('coming')}</Mark>
            ) : (
              <Mark tone="neutral">{t([`shell:skip.${found.ghost.skip}`, 'shell:status.SKIPPED'])}</Mark>
            ),
        },
        { id: 'from', label: t('from'), cell: ({ from }) => <Time at={new Date(from).toISOString()} /> },
        { id: 'to', label: t('to'), cell: ({ to }) => <Time at={to === null ? null : new Date(to).toISOString()} /> },
        {
          id: 'duration',
          label: t('duration'),
          align: 'end',
          cell: ({ from, to }) => (to === null ? '–' : durationText(to - from, language)),
        },
      ]}
    />
  );
}
