import { Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActionForm } from '../dialogs/action-form.tsx';
import { useMay } from '../session/me.ts';
import type { Filters, SavedView, ViewPage } from './views.ts';

interface ViewFormProps {
  readonly page: ViewPage;
  readonly filters: Filters;
  /** The view that is changed; without it a new one is made. */
  readonly view?: SavedView;
  readonly name?: string;
}

/** Gives the filters of a page a name, or changes a view. Needs the words of `views`. */
export function ViewForm({ page, filters, view, name: suggested = '' }: ViewFormProps) {
  const { t } = useTranslation('views');
  // Who may make crons is an editor; what all see is for editors to change.
  const mayShare = useMay()('cron.create');
  const [name, setName] = useState(view?.name ?? suggested);
  const [isShared, setShared] = useState(view?.isShared ?? false);
  const [isPinned, setPinned] = useState(view?.isPinned ?? true);
  const body = { name: name.trim(), page, filters: filters as Record<string, unknown>, isShared, isPinned };
  return (
    <ActionForm
      effect={t(isShared ? 'effectShared' : 'effect')}
      confirm={t('save')}
      done={t('saved', { name: body.name })}
      topics={['settings']}
      ready={body.name !== ''}
      call={(client) =>
        view
          ? client.PUT('/api/v1/saved-views/{id}', {
              params: { path: { id: view.id }, header: { 'if-match': `"${view.version}"` } },
              body,
            })
          : client.POST('/api/v1/saved-views', { body })
      }
    >
      <TextInput
        label={t('name')}
        required
        maxLength={200}
        value={name}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
      />
      <Checkbox
        label={t('pin')}
        checked={isPinned}
        onChange={({ currentTarget }) => setPinned(currentTarget.checked)}
      />
      {(mayShare || isShared) && (
        <Checkbox
          label={t('share')}
          description={t('shareHint')}
          disabled={!mayShare}
          checked={isShared}
          onChange={({ currentTarget }) => setShared(currentTarget.checked)}
        />
      )}
    </ActionForm>
  );
}
