import './session.css';
import { Alert, Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { LogIn } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, dataOf, ProblemError } from '../api/client.ts';
import { queries } from '../api/queries.ts';
import { Failure } from '../states/failure.tsx';

/** Asks for name and password, in place of any page; the page comes as soon as they fit. */
export function SignIn() {
  const { t } = useTranslation('session');
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const state = useQuery({
    queryKey: ['sign-in'],
    queryFn: ({ signal }) => dataOf(api.GET('/api/v1/auth/state', { signal })),
  });
  const signIn = useMutation({
    mutationFn: () => dataOf(api.POST('/api/v1/auth/login', { body: { name, password } })),
    onSuccess: async (me) => {
      queries.setQueryData(['me'], me);
      await queries.invalidateQueries();
    },
    onError: () => setPassword(''),
  });
  const isLocked = signIn.error instanceof ProblemError && signIn.error.status === 429;
  return (
    <div className="session">
      <form
        className="panel session-form"
        onSubmit={(event) => {
          event.preventDefault();
          signIn.mutate();
        }}
      >
        <h1>{t('signIn')}</h1>
        {state.data?.needsSetup && (
          <Alert color="yellow" variant="outline">
            {t('needsSetup')}
          </Alert>
        )}
        {state.data && state.data.mode !== 'password' && (
          <Alert color="yellow" variant="outline">
            {t('elsewhere')}
          </Alert>
        )}
        <TextInput
          label={t('name')}
          autoComplete="username"
          data-autofocus
          required
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        <PasswordInput
          label={t('password')}
          autoComplete="current-password"
          required
          value={password}
          onChange={({ currentTarget }) => setPassword(currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': t('show') }}
        />
        {signIn.error &&
          (isLocked ? (
            <Alert color="red" variant="outline" role="alert" title={t('locked')}>
              {signIn.error.message}
            </Alert>
          ) : (
            <Failure error={signIn.error} />
          ))}
        <Button
          type="submit"
          leftSection={<LogIn size={16} />}
          loading={signIn.isPending}
          disabled={!name || !password}
        >
          {t('signIn')}
        </Button>
      </form>
    </div>
  );
}
