import { Checkbox, Fieldset, Group, NumberInput, Select, Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Draft, isJsonOrEmpty } from './draft.ts';
import type { SectionProps } from './fields.ts';

const ISOLATIONS = ['loop', 'thread', 'process'] as const;
const ON_BLACKOUT = ['delay', 'skip'] as const;

/** What few schedules need; each field says what it does. */
export function AdvancedSection({ draft, change, problem }: SectionProps) {
  const { t } = useTranslation('crons');
  const number = (
    name: 'misfireGraceSeconds' | 'catchUpWindowSeconds' | 'maxRescue' | 'maxShiftDays',
    [min, max]: readonly [number, number],
  ) => (
    <NumberInput
      label={t(`advanced.${name}`)}
      description={t(`advanced.${name}Hint`)}
      min={min}
      max={max}
      allowDecimal={false}
      value={draft[name]}
      error={problem(name)}
      onChange={(value) => {
        if (typeof value === 'number') change({ [name]: value });
        else if (name === 'catchUpWindowSeconds') change({ catchUpWindowSeconds: '' });
      }}
    />
  );
  const json = (name: 'retryBackoff' | 'blackouts', placeholder: string) => (
    <Textarea
      label={t(`advanced.${name}`)}
      description={t(`advanced.${name}Hint`)}
      placeholder={placeholder}
      autosize
      minRows={1}
      spellCheck={false}
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: '0.8125rem' } }}
      value={draft[name]}
      error={isJsonOrEmpty(draft[name]) ? problem(name) : t('paramsForm.type')}
      onChange={({ currentTarget }) => change({ [name]: currentTarget.value })}
    />
  );
  return (
    <Fieldset legend={t('advanced.title')} className="editor-section">
      <Group grow align="flex-start">
        {number('misfireGraceSeconds', [0, 31_622_400])}
        {number('catchUpWindowSeconds', [0, 31_622_400])}
      </Group>
      <Group grow align="flex-start">
        {number('maxRescue', [0, 1000])}
        <Select
          label={t('advanced.isolation')}
          description={t('advanced.isolationHint')}
          clearable
          placeholder={t('advanced.asHandler')}
          data={ISOLATIONS.map((value) => ({ value, label: t(`advanced.isolations.${value}`) }))}
          value={draft.isolation}
          onChange={(value) => change({ isolation: value as Draft['isolation'] })}
        />
      </Group>
      {json('retryBackoff', '{"baseSeconds": 10, "factor": 2, "maxSeconds": 3600, "jitter": 0.2}')}
      {json('blackouts', '[{"from": "12:00", "to": "13:00"}]')}
      {draft.blackouts.trim() !== '' && (
        <Select
          label={t('advanced.onBlackout')}
          allowDeselect={false}
          data={ON_BLACKOUT.map((value) => ({ value, label: t(`advanced.blackout.${value}`) }))}
          value={draft.onBlackout}
          onChange={(value) => change({ onBlackout: value as Draft['onBlackout'] })}
        />
      )}
      {draft.calendar !== null && draft.onClosed !== 'skip' && (
        <Group grow align="flex-start">
          {number('maxShiftDays', [0, 60])}
          <Checkbox
            label={t('advanced.allowLeaveMonth')}
            description={t('advanced.allowLeaveMonthHint')}
            checked={draft.allowLeaveMonth}
            onChange={({ currentTarget }) => change({ allowLeaveMonth: currentTarget.checked })}
          />
        </Group>
      )}
    </Fieldset>
  );
}
