import { Button, Fieldset, Group, NumberInput, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.ts';
import { JsonEditor } from '../../json/json-editor.tsx';
import { type Draft, KINDS, type Kind } from './draft.ts';
import type { SectionProps } from './fields.ts';

const PRESETS = {
  every5: '*/5 * * * *',
  hourly: '0 * * * *',
  daily: '0 9 * * *',
  weekdays: '0 9 * * MON-FRI',
  weekly: '0 9 * * MON',
  monthly: '0 9 1 * *',
  lastDay: '0 18 L * *',
  nthWeekday: '0 9 * * TUE#2',
} as const;
const PERIODS = ['week', 'month', 'quarter', 'year'] as const;
const ON_CLOSED = ['skip', 'next', 'previous', 'nearest', 'run'] as const;
const ZONES = ['Asia/Seoul', 'UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'Asia/Seoul')];
const DAYS = [...Array.from({ length: 31 }, (_, index) => String(index + 1)), 'last'];

function BusinessDay({ draft, change }: SectionProps) {
  const { t } = useTranslation('crons');
  return (
    <>
      <SegmentedControl
        aria-label={t('editor.businessRule')}
        value={draft.businessRule}
        onChange={(value) => change({ businessRule: value as Draft['businessRule'] })}
        data={(['open', 'nth', 'day'] as const).map((value) => ({ value, label: t(`editor.business.${value}`) }))}
      />
      <Group grow align="flex-start">
        <TextInput
          label={t('editor.timeOfDay')}
          description={t('editor.timeOfDayHint')}
          placeholder="18:00"
          value={draft.businessAt}
          onChange={({ currentTarget }) => change({ businessAt: currentTarget.value })}
        />
        {draft.businessRule === 'nth' && (
          <>
            <NumberInput
              label={t('editor.nth')}
              description={t('editor.nthHint')}
              allowDecimal={false}
              value={draft.nth}
              onChange={(value) => typeof value === 'number' && change({ nth: value })}
            />
            <Select
              label={t('editor.of')}
              description={t('editor.ofHint')}
              allowDeselect={false}
              data={PERIODS.map((value) => ({ value, label: t(`editor.period.${value}`) }))}
              value={draft.of}
              onChange={(value) => change({ of: value ?? 'month' })}
            />
          </>
        )}
        {draft.businessRule === 'day' && (
          <>
            <Select
              label={t('editor.day')}
              description={t('editor.dayHint')}
              allowDeselect={false}
              data={DAYS.map((value) => ({ value, label: value === 'last' ? t('editor.lastDay') : value }))}
              value={draft.day}
              onChange={(value) => change({ day: value ?? 'last' })}
            />
            <NumberInput
              label={t('editor.plus')}
              description={t('editor.plusHint')}
              allowDecimal={false}
              value={draft.plus}
              onChange={(value) => typeof value === 'number' && change({ plus: value })}
            />
          </>
        )}
      </Group>
    </>
  );
}

function Timing(props: SectionProps) {
  const { draft, change, problem } = props;
  const { t } = useTranslation('crons');
  const text = (name: 'every' | 'after' | 'onceAt', placeholder: string) => (
    <TextInput
      label={t(`editor.${name}`)}
      description={t(`editor.${name}Hint`)}
      placeholder={placeholder}
      value={draft[name]}
      error={problem('timing')}
      onChange={({ currentTarget }) => change({ [name]: currentTarget.value })}
    />
  );
  switch (draft.kind) {
    case 'expression':
      return (
        <>
          <TextInput
            label={t('editor.expression')}
            description={t('editor.expressionHint')}
            value={draft.expression}
            error={problem('cronExpression')}
            spellCheck={false}
            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: '1.05rem' } }}
            onChange={({ currentTarget }) => change({ expression: currentTarget.value })}
          />
          <Group gap={6} role="group" aria-label={t('editor.presets')}>
            {Object.entries(PRESETS).map(([name, expression]) => (
              <Button key={name} size="compact-xs" variant="default" onClick={() => change({ expression })}>
                {t(`editor.preset.${name}`)}
              </Button>
            ))}
          </Group>
        </>
      );
    case 'every':
      return text('every', '15m');
    case 'after_end':
      return text('after', '10m');
    case 'once':
      return text('onceAt', '2026-11-22T18:00');
    case 'business_day':
      return <BusinessDay {...props} />;
    case 'json':
      return (
        <JsonEditor
          label={t('editor.timingText')}
          value={draft.timingText}
          onChange={(timingText) => change({ timingText })}
        />
      );
    default:
      return <p className="dimmed">{t('editor.manualText')}</p>;
  }
}

/** When it runs. */
export function ScheduleSection(props: SectionProps) {
  const { draft, change, problem } = props;
  const { t } = useTranslation('crons');
  const { data: calendars } = useQuery({
    queryKey: ['calendars', 'names'],
    queryFn: ({ signal }) => dataOf(api.GET('/api/v1/calendars', { signal })),
    staleTime: 60_000,
  });
  return (
    <Fieldset legend={t('schedule')} className="editor-section">
      <Select
        label={t('editor.kind')}
        allowDeselect={false}
        data={KINDS.map((value) => ({ value, label: t(`timing.${value}`) }))}
        value={draft.kind}
        onChange={(value) => change({ kind: value as Kind })}
      />
      <Timing {...props} />
      <Group grow align="flex-start">
        <Select
          label={t('editor.timeZone')}
          searchable
          limit={40}
          allowDeselect={false}
          data={ZONES.includes(draft.timeZone) ? ZONES : [draft.timeZone, ...ZONES]}
          value={draft.timeZone}
          error={problem('timeZone')}
          onChange={(value) => change({ timeZone: value ?? 'Asia/Seoul' })}
        />
        <Select
          label={t('fields.calendar')}
          placeholder={t('editor.noCalendar')}
          clearable
          data={calendars?.items.map(({ name }) => name) ?? []}
          value={draft.calendar}
          error={problem('calendar')}
          onChange={(calendar) => change({ calendar })}
        />
      </Group>
      {draft.calendar !== null && (
        <Select
          label={t('editor.onClosed')}
          allowDeselect={false}
          data={ON_CLOSED.map((value) => ({ value, label: t(`onClosed.${value}`) }))}
          value={draft.onClosed}
          onChange={(value) => change({ onClosed: value as Draft['onClosed'] })}
        />
      )}
      <Group grow align="flex-start">
        {(['startsAt', 'endsAt'] as const).map((name) => (
          <TextInput
            key={name}
            label={t(`editor.${name}`)}
            placeholder="2026-11-22T00:00"
            value={draft[name]}
            error={problem(name)}
            onChange={({ currentTarget }) => change({ [name]: currentTarget.value })}
          />
        ))}
        <NumberInput
          label={t('editor.jitter')}
          min={0}
          max={86_400}
          allowDecimal={false}
          value={draft.jitterSeconds}
          error={problem('jitterSeconds')}
          onChange={(value) => typeof value === 'number' && change({ jitterSeconds: value })}
        />
      </Group>
    </Fieldset>
  );
}
