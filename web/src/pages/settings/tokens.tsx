import { Button, Select, Stack, TextInput } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useQuery } from '@tanstack/react-query';
import { Copy, KeyRound, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, dataOf, type Resource } from '../../api/client.ts';
import { ActionForm, askAction, openDialog } from '../../dialogs/action-form.tsx';
import { type Me, useMe } from '../../session/me.ts';
import { copyText } from '../../shell/clipboard.ts';
import { Empty } from '../../states/empty.tsx';
import { Failure } from '../../states/failure.tsx';
import { Mark } from '../../status/status-badge.tsx';
import { DataTable } from '../../table/data-table.tsx';
import { Time } from '../../time/time.tsx';
import { type Access, AccessFields } from './access-fields.tsx';

type Token = Resource<'ApiToken'>;
const DAY_MS = 86_400_000;
const DAYS = ['7', '30', '90', '365', 'never'] as const;

function Made({ token }: { token: string }) {
  const { t } = useTranslation('settings');
  return (
    <Stack gap="md">
      <p>{t('tokens.once')}</p>
      <code className="secret">{token}</code>
      <div className="settings-foot">
        <Button leftSection={<Copy size={16} />} onClick={() => void copyText(token)}>
          {t('tokens.copy')}
        </Button>
        <Button variant="default" onClick={() => modals.closeAll()}>
          {t('close')}
        </Button>
      </div>
    </Stack>
  );
}

function NewToken({ me }: { me: Me }) {
  const { t } = useTranslation('settings');
  const [name, setName] = useState('');
  const [access, setAccess] = useState<Access>({ role: 'viewer', groups: me.groups });
  const [days, setDays] = useState<string>('90');
  return (
    <ActionForm<string>
      effect={t('tokens.effect')}
      confirm={t('create')}
      done={t('tokens.made', { name })}
      topics={['settings']}
      ready={name.trim() !== ''}
      onDone={(made) => openDialog(t('tokens.madeTitle'), <Made token={made} />)}
      call={async (client) => {
        const expiresAt = days === 'never' ? null : new Date(Date.now() + Number(days) * DAY_MS).toISOString();
        const { data } = await client.POST('/api/v1/tokens', { body: { name: name.trim(), ...access, expiresAt } });
        return data?.token ?? '';
      }}
    >
      <TextInput
        label={t('name')}
        description={t('tokens.nameHint')}
        required
        maxLength={100}
        value={name}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
      />
      <AccessFields access={access} most={me.role} onChange={setAccess} />
      <Select
        label={t('expires')}
        data={DAYS.map((value) => ({
          value,
          label: t(value === 'never' ? 'tokens.never' : 'tokens.inDays', { days: value }),
        }))}
        value={days}
        allowDeselect={false}
        onChange={(value) => setDays(value ?? '90')}
      />
    </ActionForm>
  );
}

/** Keys for programs. */
export function Tokens() {
  const { t } = useTranslation(['settings', 'session']);
  const { data: me } = useMe();
  const { data, error, refetch } = useQuery({
    queryKey: ['tokens'],
    queryFn: ({ signal }) => dataOf(api.GET('/api/v1/tokens', { params: { query: {} }, signal })),
    meta: { topics: ['settings'] },
  });
  const revoke = ({ id, name }: Token) =>
    askAction(t('tokens.revoke'), {
      effect: t('tokens.revokeEffect', { name }),
      confirm: t('tokens.revoke'),
      done: t('tokens.revoked', { name }),
      danger: true,
      topics: ['settings'],
      call: (client) => client.DELETE('/api/v1/tokens/{id}', { params: { path: { id } } }),
    });
  const create = me && me.via !== 'token' && (
    <Button leftSection={<Plus size={16} />} onClick={() => openDialog(t('tokens.new'), <NewToken me={me} />)}>
      {t('tokens.new')}
    </Button>
  );
  return (
    <>
      <div className="page-head">
        <p className="dimmed">{t('tokens.hint')}</p>
        <div className="actions">{create}</div>
      </div>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      <DataTable<Token>
        name="tokens"
        label={t('tabs.tokens')}
        rows={data?.items}
        idOf={({ id }) => id}
        empty={<Empty icon={KeyRound} title={t('tokens.nothing')} />}
        columns={[
          {
            id: 'name',
            label: t('name'),
            show: 'always',
            cell: ({ name, tokenKey }) => (
              <span className="two-lines" data-own>
                {name}
                <small className="mono">jobu_{tokenKey}_…</small>
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
            id: 'expires',
            label: t('expires'),
            cell: ({ expiresAt }) =>
              expiresAt !== null && Date.parse(expiresAt) < Date.now() ? (
                <Mark tone="warning">{t('tokens.expired')}</Mark>
              ) : (
                <Time at={expiresAt} empty={t('tokens.never')} />
              ),
          },
          {
            id: 'used',
            label: t('tokens.used'),
            cell: ({ lastUsedAt, lastUsedAddress }) => (
              <span className="two-lines">
                <Time at={lastUsedAt} />
                <small className="mono">{lastUsedAddress}</small>
              </span>
            ),
          },
          { id: 'by', label: t('tokens.by'), cell: ({ createdBy }) => <span data-own>{createdBy}</span> },
        ]}
        actions={(token) => (
          <Button size="compact-sm" variant="default" onClick={() => revoke(token)}>
            {t('tokens.revoke')}
          </Button>
        )}
      />
    </>
  );
}
