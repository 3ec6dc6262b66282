import { Button, Checkbox, Group, NumberInput, Select, SimpleGrid, Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, dataOf, type Resource } from '../../api/client.ts';
import { JsonText } from '../../api/json-text.ts';
import { ActionForm } from '../../dialogs/action-form.tsx';
import { objectProblem } from '../../json/format-json.ts';
import { JsonEditor } from '../../json/json-editor.tsx';
import { usePreferences } from '../../preferences.ts';
import { Failure } from '../../states/failure.tsx';
import { StatusBadge } from '../../status/status-badge.tsx';
import { durationText } from '../../time/duration.ts';
import { Time } from '../../time/time.tsx';
import { instantOf, useDisplayZone, wallTime } from '../../time/zone.ts';

const SHOWN = 200;
const DAY_MS = 86_400_000;

/** What a backfill would run, and what it leaves alone. */
function Plan({ plan }: { plan: Resource<'BackfillPlan'> }) {
  const { t } = useTranslation('backfills');
  const { language } = usePreferences();
  return (
    <section aria-label={t('preview')} className="calendar-impact">
      <p>
        <strong>{t('wouldRun', { count: plan.count })}</strong>{' '}
        {plan.estimatedSeconds !== null &&
          plan.count > 0 &&
          t('takes', { time: durationText(plan.estimatedSeconds * 1000, language) })}
      </p>
      {plan.items.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        <section className="data-table impact-runs" aria-label={t('preview')} tabIndex={0}>
          <table data-density="compact">
            <thead>
              <tr>
                <th scope="col">{t('scheduled')}</th>
                <th scope="col">{t('earlier')}</th>
                <th scope="col">{t('becomes')}</th>
              </tr>
            </thead>
            <tbody>
              {plan.items.slice(0, SHOWN).map(({ scheduledTime, status, action }) => (
                <tr key={scheduledTime}>
                  <td>
                    <Time at={scheduledTime} />
                  </td>
                  <td>{status ? <StatusBadge status={status} /> : <span className="dimmed">{t('never')}</span>}</td>
                  <td className={action === 'keep' ? 'dimmed' : undefined}>{t(`action.${action}`)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {(plan.isCut || plan.items.length > SHOWN) && <p className="dimmed small">{t('cut')}</p>}
    </section>
  );
}

const MEANWHILE = ['on', 'drop', 'latest', 'all'] as const;

/** The schedule goes on, or is paused until the backfill is over and then runs so much of what came due. */
type Meanwhile = (typeof MEANWHILE)[number];

interface BackfillFormProps {
  readonly cronId: string | undefined;
  readonly onDone: (id: string) => void;
}

/** Runs past occurrences of a cron; what would run is shown first. */
export function BackfillForm({ cronId: given, onDone }: BackfillFormProps) {
  const { t } = useTranslation('backfills');
  const zone = useDisplayZone();
  const [cronId, setCronId] = useState<string | null>(given ?? null);
  const [sought, setSought] = useState('');
  const [search] = useDebouncedValue(sought, 200);
  const [from, setFrom] = useState(() => `${wallTime(new Date(Date.now() - 7 * DAY_MS), zone).date} 00:00`);
  const [to, setTo] = useState(() => {
    const { date, time } = wallTime(new Date(), zone);
    return `${date} ${time.slice(0, 5)}`;
  });
  const [mode, setMode] = useState<'missing' | 'failed' | 'all'>('missing');
  const [runOrder, setRunOrder] = useState<string>('oldest');
  const [maxRunning, setMaxRunning] = useState<number | string>(1);
  const [allowOverlap, setAllowOverlap] = useState(false);
  const [allowClosed, setAllowClosed] = useState(false);
  const [meanwhile, setMeanwhile] = useState<Meanwhile>('on');
  const [ownParams, setOwnParams] = useState(false);
  const [params, setParams] = useState('{}');
  const [reason, setReason] = useState('');
  const { data: crons } = useQuery({
    queryKey: ['crons', 'choose', search],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/api/v1/crons', { params: { query: { limit: 50, ...(search ? { search } : {}) } }, signal })),
  });
  const start = instantOf(from, zone);
  const end = instantOf(to, zone);
  const paramsFit = !ownParams || objectProblem(params) === undefined;
  const isFilled =
    cronId !== null && start !== undefined && end !== undefined && typeof maxRunning === 'number' && paramsFit;
  const body = {
    cronId: cronId ?? '',
    from: start?.toISOString() ?? '',
    to: end?.toISOString() ?? '',
    mode,
    runOrder: runOrder as never,
    maxRunning: Number(maxRunning),
    allowOverlap,
    allowClosed,
    ...(meanwhile === 'on' ? {} : { pauseCron: meanwhile }),
    ...(ownParams ? { params: new JsonText(params) as never } : {}),
    ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
  };
  const key = JSON.stringify([cronId, from, to, mode, runOrder, maxRunning, allowOverlap, allowClosed, meanwhile]);
  const [previewed, setPreviewed] = useState('');
  const preview = useMutation({
    mutationFn: async () =>
      (await dataOf(
        api.POST('/api/v1/backfills', { params: { query: { dryRun: 'true' } }, body }),
      )) as Resource<'BackfillPlan'>,
  });
  const plan = previewed === key ? preview.data : undefined;
  const time = (label: string, value: string, set: (text: string) => void, instant: Date | undefined) => (
    <TextInput
      label={label}
      placeholder="2026-11-22 19:00"
      value={value}
      error={!instant && t('shell:invalidTime')}
      onChange={({ currentTarget }) => set(currentTarget.value)}
    />
  );
  return (
    <ActionForm<string>
      effect={t('effect')}
      confirm={plan && plan.count > 0 ? t('start', { count: plan.count }) : t('create')}
      done={t('done')}
      topics={['executions', 'operations']}
      ready={isFilled && plan !== undefined && plan.count > 0}
      onDone={onDone}
      call={async (client) => {
        const { data } = await client.POST('/api/v1/backfills', { body });
        return (data as { id?: string } | undefined)?.id ?? '';
      }}
    >
      <Select
        label={t('cron')}
        required
        searchable
        data-autofocus={given === undefined || undefined}
        data={(crons?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        filter={({ options }) => options}
        onSearchChange={setSought}
        value={cronId}
        onChange={setCronId}
      />
      <Group grow align="flex-start">
        {time(t('fromIn', { zone }), from, setFrom, start)}
        {time(t('toIn', { zone }), to, setTo, end)}
      </Group>
      <SimpleGrid cols={{ base: 1, xs: 3 }}>
        <Select
          label={t('mode')}
          allowDeselect={false}
          value={mode}
          onChange={(value) => setMode(value as typeof mode)}
          data={(['missing', 'failed', 'all'] as const).map((value) => ({ value, label: t(`modes.${value}`) }))}
        />
        <Select
          label={t('order')}
          allowDeselect={false}
          value={runOrder}
          onChange={(value) => setRunOrder(value ?? 'oldest')}
          data={['oldest', 'newest'].map((value) => ({ value, label: t(`orders.${value}`) }))}
        />
        <NumberInput label={t('maxRunning')} min={1} max={1000} value={maxRunning} onChange={setMaxRunning} />
      </SimpleGrid>
      <Checkbox
        label={t('allowOverlap')}
        checked={allowOverlap}
        onChange={({ currentTarget }) => setAllowOverlap(currentTarget.checked)}
      />
      <Checkbox
        label={t('allowClosed')}
        checked={allowClosed}
        onChange={({ currentTarget }) => setAllowClosed(currentTarget.checked)}
      />
      <Select
        label={t('meanwhile')}
        description={t('meanwhileHint')}
        allowDeselect={false}
        value={meanwhile}
        onChange={(value) => setMeanwhile(value as Meanwhile)}
        data={MEANWHILE.map((value) => ({ value, label: t(`meanwhiles.${value}`) }))}
      />
      <Checkbox
        label={t('ownParams')}
        checked={ownParams}
        onChange={({ currentTarget }) => setOwnParams(currentTarget.checked)}
      />
      {ownParams && (
        <JsonEditor label={t('params')} description={t('paramsHint')} value={params} onChange={setParams} />
      )}
      <Textarea
        label={t('shell:reason')}
        autosize
        maxLength={2000}
        value={reason}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
      />
      <Button
        variant="default"
        disabled={!isFilled}
        loading={preview.isPending}
        onClick={() => {
          setPreviewed(key);
          preview.mutate();
        }}
      >
        {t('preview')}
      </Button>
      {previewed === key && preview.error && <Failure error={preview.error} />}
      {plan && <Plan plan={plan} />}
    </ActionForm>
  );
}
