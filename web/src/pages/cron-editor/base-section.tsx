import { Autocomplete, Fieldset, Group, Switch, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useHandlers } from '../crons/handlers.ts';
import type { SectionProps } from './fields.ts';

/** What it is called, what it runs and who answers for it. */
export function BaseSection({ draft, change, problem }: SectionProps) {
  const { t } = useTranslation('crons');
  const handlers = useHandlers()?.map(({ name }) => name) ?? [];
  return (
    <Fieldset legend={t('editor.base')} className="editor-section">
      <TextInput
        label={t('name')}
        required
        value={draft.name}
        error={problem('name')}
        onChange={({ currentTarget }) => change({ name: currentTarget.value })}
      />
      <Autocomplete
        label={t('handler')}
        description={t('editor.handlerHint')}
        required
        data={handlers}
        value={draft.handlerName}
        error={problem('handlerName')}
        onChange={(handlerName) => change({ handlerName })}
      />
      <TextInput
        label={t('editor.description')}
        value={draft.description}
        error={problem('description')}
        onChange={({ currentTarget }) => change({ description: currentTarget.value })}
      />
      <Group grow align="flex-start">
        <TextInput
          label={t('group')}
          value={draft.groupName}
          error={problem('groupName')}
          onChange={({ currentTarget }) => change({ groupName: currentTarget.value })}
        />
        <TextInput
          label={t('owner')}
          value={draft.owner}
          error={problem('owner')}
          onChange={({ currentTarget }) => change({ owner: currentTarget.value })}
        />
      </Group>
      <TagsInput
        label={t('tags')}
        description={t('editor.tagsHint')}
        value={[...draft.tags]}
        error={problem('tags')}
        onChange={(tags) => change({ tags })}
      />
      <Textarea
        label={t('notes')}
        description={t('editor.notesHint')}
        autosize
        minRows={2}
        value={draft.notes}
        error={problem('notes')}
        onChange={({ currentTarget }) => change({ notes: currentTarget.value })}
      />
      <Switch
        label={t('editor.enabled')}
        checked={draft.isEnabled}
        onChange={({ currentTarget }) => change({ isEnabled: currentTarget.checked })}
      />
    </Fieldset>
  );
}
