import '../executions/executions.css';
import './timeline.css';
import { ActionIcon, Button, SegmentedControl, Select, Skeleton, Switch } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { CalendarOff, ChevronLeft, ChevronRight, LocateFixed, Minus, Plus } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { oneOf, useAddress } from '../../address.ts';
import { api, dataOf } from '../../api/client.ts';
import { GroupSelect } from '../../filters/group-select.tsx';
import { usePreferences } from '../../preferences.ts';
import { useShortcuts } from '../../shell/shortcuts.ts';
import { Empty } from '../../states/empty.tsx';
import { Failure } from '../../states/failure.tsx';
import { STATUS_LOOKS } from '../../status/status-badge.tsx';
import { durationText } from '../../time/duration.ts';
import { timeText, useDisplayZone } from '../../time/zone.ts';
import { ExecutionPanel } from '../executions/panel.tsx';
import { type Found, Gantt } from './gantt.tsx';
import { LANES, lanesOf } from './lanes.ts';
import { TimelineTable } from './table.tsx';
import { LENGTHS, useTimeWindow } from './window.ts';

const DAY_MS = 86_400_000;
const LEGEND = ['SUCCESS', 'RUNNING', 'FAILED', 'TIMEOUT', 'CANCELED'] as const;

/** What ran when, what runs, and what will. */
export default function TimelinePage() {
  const { t } = useTranslation('timeline');
  const { language } = usePreferences();
  const zone = useDisplayZone();
  const navigate = useNavigate();
  const isWide = useMediaQuery('(min-width: 75em)', true);
  const [address, change] = useAddress();
  const time = useTimeWindow();
  const by = LANES.find((one) => one === oneOf(address, 'lanes')) ?? 'cron';
  const groupName = oneOf(address, 'groupName');
  const opened = oneOf(address, 'open');
  const asTable = oneOf(address, 'view') === 'table';
  const compressed = oneOf(address, 'gaps') === 'short';
  // While it goes with the time, the server is asked for rounded times and not at every tick.
  const step = Math.max(15_000, (time.to - time.from) / 120);
  const from = Math.floor(time.from / step) * step;
  const to = Math.min(from + 7 * DAY_MS, Math.ceil(time.to / step) * step);
  const { data, error, refetch } = useQuery({
    queryKey: ['timeline', by, groupName, from, to],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/v1/timeline', {
          params: {
            query: {
              ...{ from: new Date(from).toISOString(), to: new Date(to).toISOString(), lanes: by },
              ...(groupName ? { groupName: [groupName] } : {}),
            },
          },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    meta: { topics: ['executions', 'crons'] },
  });
  const lanes = useMemo(() => (data ? lanesOf(data, by, time.now) : []), [data, by, time.now]);
  const pick = (found: Found): void =>
    'bar' in found ? change({ open: found.bar.id }) : void navigate({ to: `/crons/${found.ghost.cronId}` });
  const close = (): void => change({ open: undefined });
  useShortcuts([
    { keys: '+', label: 'timeline:zoomIn', run: () => time.zoom(0.6) },
    { keys: '=', label: 'timeline:zoomIn', run: () => time.zoom(0.6) },
    { keys: '-', label: 'timeline:zoomOut', run: () => time.zoom(1 / 0.6) },
    { keys: '0', label: 'timeline:toNow', run: time.toNow },
    ...(opened ? [{ keys: 'Escape', label: 'executions:closePanel', run: close }] : []),
  ]);
  const lengths = LENGTHS.includes(time.minutes) ? LENGTHS : [...LENGTHS, time.minutes].sort((a, b) => a - b);
  const shift = (time.to - time.from) / 4;
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('title')}</h1>
        <div className="actions">
          <GroupSelect />
          <Select
            aria-label={t('by')}
            w={130}
            value={by}
            allowDeselect={false}
            onChange={(value) => change({ lanes: value ?? undefined })}
            data={LANES.map((value) => ({ value, label: t(`lanes.${value}`) }))}
          />
          <SegmentedControl
            aria-label={t('view')}
            value={asTable ? 'table' : 'chart'}
            onChange={(value) => change({ view: value === 'table' ? value : undefined })}
            data={(['chart', 'table'] as const).map((value) => ({ value, label: t(`views.${value}`) }))}
          />
        </div>
      </div>
      <div className="timeline-tools">
        <div className="marks">
          <ActionIcon
            variant="default"
            size={34}
            aria-label={t('earlier')}
            title={t('earlier')}
            onClick={() => time.pan(-shift)}
          >
            <ChevronLeft size={17} />
          </ActionIcon>
          <ActionIcon
            variant="default"
            size={34}
            aria-label={t('later')}
            title={t('later')}
            onClick={() => time.pan(shift)}
          >
            <ChevronRight size={17} />
          </ActionIcon>
          <ActionIcon
            variant="default"
            size={34}
            aria-label={t('zoomOut')}
            title={`${t('zoomOut')} (-)`}
            onClick={() => time.zoom(1 / 0.6)}
          >
            <Minus size={17} />
          </ActionIcon>
          <Select
            aria-label={t('length')}
            w={118}
            value={String(time.minutes)}
            allowDeselect={false}
            onChange={(value) => value && time.setMinutes(Number(value))}
            data={lengths.map((minutes) => ({
              value: String(minutes),
              label: durationText(minutes * 60_000, language),
            }))}
          />
          <ActionIcon
            variant="default"
            size={34}
            aria-label={t('zoomIn')}
            title={`${t('zoomIn')} (+)`}
            onClick={() => time.zoom(0.6)}
          >
            <Plus size={17} />
          </ActionIcon>
          <Button
            variant={time.isLive ? 'light' : 'default'}
            aria-pressed={time.isLive}
            leftSection={<LocateFixed size={16} />}
            onClick={time.toNow}
          >
            {t('toNow')}
          </Button>
        </div>
        <Switch
          label={t('shortGaps')}
          checked={compressed}
          onChange={({ currentTarget }) => change({ gaps: currentTarget.checked ? 'short' : undefined })}
        />
        <span className="dimmed small">
          {timeText(new Date(time.from), zone)} – {timeText(new Date(time.to), zone)}
        </span>
      </div>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {data?.isPartial && <p className="dimmed small">{t('partial')}</p>}
      {data?.isPlanCut && <p className="dimmed small">{t('planCut')}</p>}
      <div className="split" data-open={opened && isWide ? true : undefined}>
        {!data && !error && <Skeleton height={320} />}
        {data &&
          (asTable ? (
            <TimelineTable lanes={lanes} by={by} />
          ) : lanes.length === 0 ? (
            <Empty icon={CalendarOff} title={t('nothing')}>
              {t('nothingText')}
            </Empty>
          ) : (
            <div className="panel timeline-panel">
              <Gantt
                lanes={lanes}
                by={by}
                time={time}
                compressed={compressed}
                opened={opened}
                label={t('chartLabel')}
                onPick={pick}
              />
              <div className="timeline-legend">
                {LEGEND.map((status) => {
                  const { icon: Icon, tone } = STATUS_LOOKS[status];
                  return (
                    <span key={status}>
                      <span className="swatch" style={{ background: `var(--bar-${tone})` }}>
                        <Icon size={11} aria-hidden />
                      </span>
                      {t(`shell:status.${status}`)}
                    </span>
                  );
                })}
                <span>
                  <span className="swatch" data-kind="ghost" />
                  {t('coming')}
                </span>
                <span>
                  <span className="swatch" data-kind="hatch" />
                  {t('overlap')}
                </span>
                <span className="dimmed wide-only">{t('hint')}</span>
              </div>
            </div>
          ))}
        {opened && <ExecutionPanel id={opened} isWide={isWide} onClose={close} />}
      </div>
    </div>
  );
}
