import { Button, Menu } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ChevronDown, KeyRound, LogOut, Pencil, Plus, Trash2, UsersRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.ts';
import { askAction, openDialog } from '../../dialogs/action-form.tsx';
import { Empty } from '../../states/empty.tsx';
import { Failure } from '../../states/failure.tsx';
import { Mark } from '../../status/status-badge.tsx';
import { DataTable } from '../../table/data-table.tsx';
import { Time } from '../../time/time.tsx';
import { PasswordForm, type User, UserForm } from './user-form.tsx';

/** Who may sign in, and what they may do. */
export function Users() {
  const { t } = useTranslation(['settings', 'session']);
  const { data, error, refetch } = useQuery({
    queryKey: ['users'],
    queryFn: ({ signal }) => dataOf(api.GET('/api/v1/users', { params: { query: {} }, signal })),
    meta: { topics: ['settings'] },
  });
  const edit = (user: User) => openDialog(t('users.edit', { name: user.name }), <UserForm user={user} />);
  const remove = ({ id, name, version }: User) =>
    askAction(t('users.remove'), {
      effect: t('users.removeEffect', { name }),
      confirm: t('users.remove'),
      done: t('users.removed', { name }),
      danger: true,
      typed: name,
      topics: ['settings'],
      call: (client) =>
        client.DELETE('/api/v1/users/{id}', { params: { path: { id }, header: { 'if-match': `"${version}"` } } }),
    });
  const signOut = ({ id, name }: User) =>
    askAction(t('users.signOut'), {
      effect: t('users.signOutEffect', { name }),
      confirm: t('users.signOut'),
      done: t('users.signedOut', { name }),
      topics: ['settings'],
      call: (client) => client.DELETE('/api/v1/users/{id}/sessions', { params: { path: { id } } }),
    });
  return (
    <>
      <div className="page-head">
        <p className="dimmed">{t('users.hint')}</p>
        <div className="actions">
          <Button leftSection={<Plus size={16} />} onClick={() => openDialog(t('users.new'), <UserForm />)}>
            {t('users.new')}
          </Button>
        </div>
      </div>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      <DataTable<User>
        name="users"
        label={t('tabs.users')}
        rows={data?.items}
        idOf={({ id }) => id}
        onOpen={edit}
        empty={<Empty icon={UsersRound} title={t('users.nothing')} />}
        columns={[
          {
            id: 'name',
            label: t('name'),
            show: 'always',
            cell: ({ name, displayName }) => (
              <span className="two-lines" data-own>
                {displayName ?? name}
                <small>{displayName && name}</small>
              </span>
            ),
          },
          { id: 'role', label: t('role'), cell: ({ role }) => t(`session:role.${role}`) },
          {
            id: 'groups',
            label: t('groups'),
            cell: ({ groups }) => (groups ? <span data-own>{groups.join(', ')}</span> : t('allGroups')),
          },
          {
            id: 'state',
            label: t('users.state'),
            cell: ({ isEnabled, hasPassword }) => (
              <span className="marks">
                <Mark tone={isEnabled ? 'success' : 'neutral'}>{t(isEnabled ? 'users.on' : 'users.off')}</Mark>
                {!hasPassword && <Mark tone="neutral">{t('users.noPassword')}</Mark>}
              </span>
            ),
          },
          { id: 'last', label: t('users.lastSignIn'), cell: ({ lastSignInAt }) => <Time at={lastSignInAt} /> },
          { id: 'created', label: t('created'), show: 'optional', cell: ({ createdAt }) => <Time at={createdAt} /> },
        ]}
        actions={(user) => (
          <Menu position="bottom-end">
            <Menu.Target>
              <Button size="compact-sm" variant="default" rightSection={<ChevronDown size={14} />}>
                {t('more')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<Pencil size={16} />} onClick={() => edit(user)}>
                {t('edit')}
              </Menu.Item>
              <Menu.Item
                leftSection={<KeyRound size={16} />}
                onClick={() => openDialog(t('users.setPassword'), <PasswordForm user={user} />)}
              >
                {t('users.setPassword')}
              </Menu.Item>
              <Menu.Item leftSection={<LogOut size={16} />} onClick={() => signOut(user)}>
                {t('users.signOut')}
              </Menu.Item>
              <Menu.Item leftSection={<Trash2 size={16} />} onClick={() => remove(user)}>
                {t('users.remove')}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
      />
    </>
  );
}
