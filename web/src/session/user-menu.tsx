import { ActionIcon, Menu } from '@mantine/core';
import { LogOut, UserRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/client.ts';
import { queries } from '../api/queries.ts';
import { useMe } from './me.ts';

/** Who is signed in, and the way out. */
export function UserMenu() {
  const { t } = useTranslation('session');
  const { data: me } = useMe();
  if (me?.via !== 'session') return null;
  const signOut = async () => {
    await api.POST('/api/v1/auth/logout', { body: {} });
    queries.clear();
    location.reload();
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={me.displayName ?? me.name}>
          <UserRound size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {me.displayName ?? me.name} · {t(`role.${me.role}`)}
        </Menu.Label>
        <Menu.Item leftSection={<LogOut size={16} />} onClick={() => void signOut()}>
          {t('signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
