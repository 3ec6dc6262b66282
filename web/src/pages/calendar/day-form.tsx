import { Button, Group, Radio, Stack, TextInput } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

/** What a day becomes; null: as the weekly pattern says. */
export type DayEdit = { isOpen: boolean; label: string | null } | null;

interface DayFormProps {
  readonly start: { kind: 'open' | 'closed' | 'pattern'; label: string };
  readonly onApply: (edit: DayEdit) => void;
}

/** Chooses what one day is; nothing is saved yet. */
export function DayForm({ start, onApply }: DayFormProps) {
  const { t } = useTranslation('calendars');
  const [kind, setKind] = useState<string>(start.kind);
  const [label, setLabel] = useState(start.label);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        modals.closeAll();
        onApply(kind === 'pattern' ? null : { isOpen: kind === 'open', label: label.trim() || null });
      }}
    >
      <Stack>
        <Radio.Group label={t('dayIs')} value={kind} onChange={setKind}>
          <Stack gap={6} mt={6}>
            {(['closed', 'open', 'pattern'] as const).map((value) => (
              <Radio key={value} value={value} label={t(value === 'pattern' ? 'asPattern' : value)} />
            ))}
          </Stack>
        </Radio.Group>
        <TextInput
          label={t('label')}
          placeholder={t('labelHint')}
          maxLength={200}
          disabled={kind === 'pattern'}
          value={label}
          onChange={({ currentTarget }) => setLabel(currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={() => modals.closeAll()}>
            {t('shell:dialog.cancel')}
          </Button>
          <Button type="submit">{t('apply')}</Button>
        </Group>
      </Stack>
    </form>
  );
}
