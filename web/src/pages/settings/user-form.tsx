import { PasswordInput, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Resource } from '../../api/client.ts';
import { ActionForm } from '../../dialogs/action-form.tsx';
import { type Access, AccessFields } from './access-fields.tsx';

export type User = Resource<'User'>;

function Secret({
  label,
  hint,
  value,
  onChange,
}: {
  label: string;
  hint: string;
  value: string;
  onChange: (value: string) => void;
}) {
  const { t } = useTranslation('session');
  return (
    <PasswordInput
      label={label}
      description={hint}
      autoComplete="new-password"
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
      visibilityToggleButtonProps={{ 'aria-label': t('show') }}
    />
  );
}

/** Makes a user, or changes the one given. */
export function UserForm({ user }: { user?: User }) {
  const { t } = useTranslation('settings');
  const [name, setName] = useState(user?.name ?? '');
  const [displayName, setDisplayName] = useState(user?.displayName ?? '');
  const [access, setAccess] = useState<Access>(user ?? { role: 'viewer', groups: null });
  const [isEnabled, setEnabled] = useState(user?.isEnabled ?? true);
  const [password, setPassword] = useState('');
  const fields = { displayName: displayName.trim() || null, role: access.role, groups: access.groups, isEnabled };
  return (
    <ActionForm<unknown>
      effect={t(user ? 'users.editEffect' : 'users.newEffect')}
      confirm={t(user ? 'save' : 'create')}
      done={t('users.saved', { name })}
      topics={['settings']}
      ready={name.trim() !== ''}
      call={(client) =>
        user
          ? client.PATCH('/api/v1/users/{id}', {
              params: { path: { id: user.id }, header: { 'if-match': `"${user.version}"` } },
              body: fields,
            })
          : client.POST('/api/v1/users', {
              body: { name: name.trim(), ...fields, ...(password === '' ? {} : { password }) },
            })
      }
    >
      {!user && (
        <TextInput
          label={t('users.name')}
          required
          autoComplete="off"
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
      )}
      <TextInput
        label={t('users.displayName')}
        autoComplete="off"
        value={displayName}
        onChange={({ currentTarget }) => setDisplayName(currentTarget.value)}
      />
      <AccessFields access={access} onChange={setAccess} />
      {!user && (
        <Secret label={t('security.new')} hint={t('users.passwordHint')} value={password} onChange={setPassword} />
      )}
      <Switch
        label={t('users.enabled')}
        checked={isEnabled}
        onChange={({ currentTarget }) => setEnabled(currentTarget.checked)}
      />
    </ActionForm>
  );
}

/** Sets a new password for somebody. */
export function PasswordForm({ user: { id, name } }: { user: User }) {
  const { t } = useTranslation('settings');
  const [password, setPassword] = useState('');
  return (
    <ActionForm
      effect={t('users.passwordEffect', { name })}
      confirm={t('users.setPassword')}
      done={t('users.passwordDone', { name })}
      topics={['settings']}
      ready={password !== ''}
      call={(client) => client.PUT('/api/v1/users/{id}/password', { params: { path: { id } }, body: { password } })}
    >
      <Secret label={t('security.new')} hint={t('users.newPasswordHint')} value={password} onChange={setPassword} />
    </ActionForm>
  );
}
