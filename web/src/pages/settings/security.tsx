import { Button, PasswordInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery } from '@tanstack/react-query';
import { MonitorSmartphone } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, dataOf, type Resource } from '../../api/client.ts';
import { queries, refresh } from '../../api/queries.ts';
import { askAction } from '../../dialogs/action-form.tsx';
import { useMe } from '../../session/me.ts';
import { Empty } from '../../states/empty.tsx';
import { Failure } from '../../states/failure.tsx';
import { Mark } from '../../status/status-badge.tsx';
import { DataTable } from '../../table/data-table.tsx';
import { Time } from '../../time/time.tsx';
import { Panel } from './panel.tsx';

type Session = Resource<'Session'>;

function Password() {
  const { t } = useTranslation(['settings', 'session']);
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => dataOf(api.PUT('/api/v1/me/password', { body: { current, password } })),
    onSuccess: (me) => {
      queries.setQueryData(['me'], me);
      for (const empty of [setCurrent, setPassword, setAgain]) empty('');
      notifications.show({ message: t('security.changed'), color: 'green' });
      refresh('settings');
    },
  });
  const field = (label: string, value: string, change: (value: string) => void, isAgain = false) => (
    <PasswordInput
      label={label}
      autoComplete={change === setCurrent ? 'current-password' : 'new-password'}
      value={value}
      error={isAgain && again !== '' && again !== password && t('session:differs')}
      onChange={({ currentTarget }) => change(currentTarget.value)}
      visibilityToggleButtonProps={{ 'aria-label': t('session:show') }}
    />
  );
  return (
    <Panel title={t('security.password')} hint={t('security.passwordHint')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          mutate();
        }}
      >
        <div className="settings-fields">
          {field(t('security.current'), current, setCurrent)}
          {field(t('security.new'), password, setPassword)}
          {field(t('session:again'), again, setAgain, true)}
        </div>
        {error && <Failure error={error} />}
        <div className="settings-foot">
          <Button type="submit" loading={isPending} disabled={!current || !password || again !== password}>
            {t('security.change')}
          </Button>
        </div>
      </form>
    </Panel>
  );
}

/** The viewer's password, and where they are signed in. */
export function Security() {
  const { t } = useTranslation('settings');
  const { data: me } = useMe();
  const { data, error, refetch } = useQuery({
    queryKey: ['sessions'],
    queryFn: ({ signal }) => dataOf(api.GET('/api/v1/me/sessions', { signal })),
    meta: { topics: ['settings'] },
  });
  const revoke = ({ id, address }: Session) =>
    askAction(t('security.revoke'), {
      effect: t('security.revokeEffect', { address: address ?? '–' }),
      confirm: t('security.revoke'),
      done: t('security.revoked'),
      danger: true,
      topics: ['settings'],
      call: (client) => client.DELETE('/api/v1/me/sessions/{id}', { params: { path: { id } } }),
    });
  return (
    <>
      {me?.hasPassword && <Password />}
      <section>
        <h2 className="section-title">{t('security.sessions')}</h2>
        {error && <Failure error={error} onRetry={() => void refetch()} />}
        <DataTable<Session>
          name="sessions"
          label={t('security.sessions')}
          rows={data?.items}
          idOf={({ id }) => id}
          empty={
            <Empty icon={MonitorSmartphone} title={t('security.noSessions')}>
              {t(me?.via === 'open' ? 'security.open' : 'security.elsewhere')}
            </Empty>
          }
          columns={[
            {
              id: 'agent',
              label: t('security.agent'),
              cell: ({ userAgent, isCurrent }) => (
                <span className="marks" data-own>
                  <span className="one-line">{userAgent ?? '–'}</span>
                  {isCurrent && <Mark tone="info">{t('security.this')}</Mark>}
                </span>
              ),
            },
            {
              id: 'address',
              label: t('address'),
              cell: ({ address }) => <span className="mono">{address ?? '–'}</span>,
            },
            { id: 'created', label: t('security.since'), cell: ({ createdAt }) => <Time at={createdAt} /> },
            { id: 'seen', label: t('security.seen'), cell: ({ seenAt }) => <Time at={seenAt} /> },
            { id: 'expires', label: t('expires'), cell: ({ expiresAt }) => <Time at={expiresAt} /> },
          ]}
          actions={(session) =>
            !session.isCurrent && (
              <Button size="compact-sm" variant="default" onClick={() => revoke(session)}>
                {t('security.revoke')}
              </Button>
            )
          }
        />
      </section>
    </>
  );
}
