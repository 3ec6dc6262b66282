import { Fieldset, Group, NumberInput, Radio, Select, Stack, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Draft } from './draft.ts';
import { CATCH_UPS, LOST, OVERLAPS, type SectionProps } from './fields.ts';

/** What happens when it overlaps, was missed, fails, or its worker dies. */
export function PolicySection({ draft, change, problem }: SectionProps) {
  const { t } = useTranslation('crons');
  const number = (name: 'maxRetry' | 'timeoutSeconds' | 'priority', min: number, max: number) => (
    <NumberInput
      label={t(`fields.${name === 'timeoutSeconds' ? 'timeout' : name}`)}
      description={t(`editor.${name}Hint`)}
      min={min}
      max={max}
      allowDecimal={false}
      value={draft[name]}
      error={problem(name)}
      onChange={(value) => typeof value === 'number' && change({ [name]: value })}
    />
  );
  return (
    <Fieldset legend={t('editor.policy')} className="editor-section">
      <Radio.Group
        label={t('fields.overlap')}
        value={draft.overlapPolicy}
        onChange={(value) => change({ overlapPolicy: value as Draft['overlapPolicy'] })}
      >
        <Stack gap={6} mt={6}>
          {OVERLAPS.map((value) => (
            <Radio
              key={value}
              value={value}
              label={t(`overlap.${value}`)}
              description={t(`editor.overlapText.${value}`)}
            />
          ))}
        </Stack>
      </Radio.Group>
      <Radio.Group
        label={t('fields.catchUp')}
        value={draft.catchUp}
        onChange={(value) => change({ catchUp: value as Draft['catchUp'] })}
      >
        <Stack gap={6} mt={6}>
          {CATCH_UPS.map((value) => (
            <Radio
              key={value}
              value={value}
              label={t(`catchUp.${value}`)}
              description={t(`editor.catchUpText.${value}`)}
            />
          ))}
        </Stack>
      </Radio.Group>
      <Group grow align="flex-start">
        {number('maxRetry', 0, 1000)}
        {number('timeoutSeconds', 0, 31_622_400)}
      </Group>
      <Group grow align="flex-start">
        {number('priority', -100, 100)}
        <TextInput
          label={t('fields.queue')}
          description={t('editor.queueHint')}
          value={draft.queue}
          error={problem('queue')}
          onChange={({ currentTarget }) => change({ queue: currentTarget.value })}
        />
      </Group>
      <Group grow align="flex-start">
        <Select
          label={t('fields.onWorkerLost')}
          description={t('editor.onWorkerLostHint')}
          allowDeselect={false}
          data={LOST.map((value) => ({ value, label: t(`onWorkerLost.${value}`) }))}
          value={draft.onWorkerLost}
          onChange={(value) => change({ onWorkerLost: value as Draft['onWorkerLost'] })}
        />
        <NumberInput
          label={t('fields.pauseAfterFailures')}
          description={t('editor.pauseAfterFailuresHint')}
          min={1}
          max={100}
          allowDecimal={false}
          value={draft.pauseAfterFailures}
          error={problem('pauseAfterFailures')}
          onChange={(value) => change({ pauseAfterFailures: typeof value === 'number' ? value : '' })}
        />
      </Group>
    </Fieldset>
  );
}
