import { ActionIcon } from '@mantine/core';
import { Star as StarIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { preferences, usePreferences } from '../../preferences.ts';
import { useKeepLikings } from '../../session/likings.ts';

/** The list takes so many ids. */
const MOST = 200;

/** Marks a cron as one that its viewer looks at often. */
export function Star({ id, name }: { id: string; name: string }) {
  const { t } = useTranslation('crons');
  const keep = useKeepLikings();
  const isStarred = usePreferences().starred.includes(id);
  const toggle = (): void => {
    const others = preferences.get().starred.filter((one) => one !== id);
    const starred = isStarred ? others : [...others, id].slice(-MOST);
    preferences.set({ starred });
    // This browser remembers it although the account could not.
    void keep({ ui: { starred } }).catch(() => {});
  };
  return (
    <ActionIcon
      size="sm"
      variant="subtle"
      color={isStarred ? 'yellow' : 'gray'}
      aria-pressed={isStarred}
      aria-label={t('star', { name })}
      onClick={toggle}
    >
      <StarIcon size={15} fill={isStarred ? 'currentColor' : 'none'} />
    </ActionIcon>
  );
}
