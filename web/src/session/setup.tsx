import './session.css';
import { Alert, Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../api/client.ts';
import { queries } from '../api/queries.ts';
import { Failure } from '../states/failure.tsx';

const LEAST_CHARACTERS = 10;

/** Makes the first administrator, with the one-time link that the server has written into its log. */
export function Setup() {
  const { t } = useTranslation('session');
  const navigate = useNavigate();
  const [token] = useState(() => new URLSearchParams(location.hash.slice(1)).get('token') ?? '');
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const create = useMutation({
    mutationFn: () => dataOf(api.POST('/api/v1/auth/setup', { body: { token, name, password } })),
    onSuccess: async (me) => {
      queries.setQueryData(['me'], me);
      await navigate({ to: '/', hash: '' });
      await queries.invalidateQueries();
    },
  });
  return (
    <div className="session">
      <form
        className="panel session-form"
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate();
        }}
      >
        <h1>{t('setup')}</h1>
        <p className="dimmed">{t('setupText')}</p>
        {token === '' && (
          <Alert color="red" variant="outline">
            {t('noToken')}
          </Alert>
        )}
        <TextInput
          label={t('name')}
          autoComplete="username"
          required
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        <PasswordInput
          label={t('password')}
          description={t('passwordHint', { count: LEAST_CHARACTERS })}
          autoComplete="new-password"
          required
          value={password}
          onChange={({ currentTarget }) => setPassword(currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': t('show') }}
        />
        <PasswordInput
          label={t('again')}
          autoComplete="new-password"
          required
          value={again}
          error={again !== '' && again !== password && t('differs')}
          onChange={({ currentTarget }) => setAgain(currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': t('show') }}
        />
        {create.error && <Failure error={create.error} />}
        <Button type="submit" loading={create.isPending} disabled={!token || !name || !password || again !== password}>
          {t('create')}
        </Button>
      </form>
    </div>
  );
}
