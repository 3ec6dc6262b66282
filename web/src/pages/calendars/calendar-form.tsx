import { Chip, Group, Input, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, dataOf, type Resource } from '../../api/client.ts';
import { ActionForm } from '../../dialogs/action-form.tsx';
import { WEEKDAYS, type Weekday } from './weekdays.ts';

type Detail = Resource<'CalendarDetail'>;

interface CalendarFormProps {
  /** The calendar that is changed; without it a new one is made. */
  readonly calendar?: Detail;
  readonly onDone?: (name: string) => void;
}

/** Name, weekly pattern and what a calendar builds on; its dates are set in the year. */
export function CalendarForm({ calendar, onDone }: CalendarFormProps) {
  const { t } = useTranslation('calendars');
  const [name, setName] = useState(calendar?.name ?? '');
  const [description, setDescription] = useState(calendar?.description ?? '');
  const [parent, setParent] = useState<string | null>(calendar?.parent ?? null);
  const [weekdays, setWeekdays] = useState<string[]>(calendar?.openWeekdays ?? (calendar ? [] : WEEKDAYS.slice(0, 5)));
  const [baseTime, setBaseTime] = useState(calendar?.baseTime ?? '');
  const { data } = useQuery({
    queryKey: ['calendars'],
    queryFn: ({ signal }) => dataOf(api.GET('/api/v1/calendars', { signal })),
  });
  const fields = {
    description: description.trim() || null,
    parent,
    openWeekdays: weekdays.length === 0 ? null : WEEKDAYS.filter((day) => weekdays.includes(day)),
    baseTime: baseTime.trim() || null,
  };
  const isTime = baseTime === '' || /^\d{1,2}:\d\d$/.test(baseTime);
  return (
    <ActionForm<string>
      effect={t(calendar ? 'editEffect' : 'createEffect')}
      confirm={t(calendar ? 'save' : 'create')}
      done={t('saved', { name })}
      topics={['crons']}
      ready={name.trim() !== '' && isTime}
      onDone={onDone}
      call={async (client) => {
        if (!calendar) {
          await client.POST('/api/v1/calendars', { body: { name: name.trim(), ...fields } });
          return name.trim();
        }
        const { firstDay, lastDay, note, days, version } = calendar;
        await client.PUT('/api/v1/calendars/{name}', {
          params: { path: { name }, header: { 'if-match': `"${version}"` } },
          body: { ...fields, firstDay, lastDay, note, days },
        });
        return name;
      }}
    >
      <TextInput
        label={t('name')}
        required
        maxLength={100}
        disabled={calendar !== undefined}
        data-autofocus={!calendar || undefined}
        value={name}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
      />
      <TextInput
        label={t('description')}
        value={description}
        onChange={({ currentTarget }) => setDescription(currentTarget.value)}
      />
      <Select
        label={t('parent')}
        description={t('parentHint')}
        clearable
        searchable
        data={(data?.items ?? []).map((one) => one.name).filter((one) => one !== calendar?.name)}
        value={parent}
        onChange={setParent}
      />
      <Input.Wrapper label={t('openWeekdays')} description={t('weekdaysHint')}>
        <Chip.Group multiple value={weekdays} onChange={setWeekdays}>
          <Group gap={6} mt={6}>
            {WEEKDAYS.map((day: Weekday) => (
              <Chip key={day} value={day} size="sm">
                {t(`weekday.${day}`)}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
      </Input.Wrapper>
      <TextInput
        label={t('baseTime')}
        description={t('baseTimeHint')}
        placeholder="00:00"
        value={baseTime}
        error={!isTime && t('baseTimeWrong')}
        onChange={({ currentTarget }) => setBaseTime(currentTarget.value)}
      />
    </ActionForm>
  );
}
