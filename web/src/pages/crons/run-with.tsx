import { Anchor, Checkbox, Group, Select, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Cron } from '../../api/client.ts';
import { JsonText } from '../../api/json-text.ts';
import { ActionForm } from '../../dialogs/action-form.tsx';
import { formatJson, objectProblem } from '../../json/format-json.ts';
import { instantOf, useDisplayZone, zoneName } from '../../time/zone.ts';
import { ParamsField } from './params-field.tsx';

const REMEMBERED = 10;
const keyOf = (id: string): string => `jobu:params:${id}`;

function remembered(id: string): string[] {
  try {
    return JSON.parse(localStorage.getItem(keyOf(id)) ?? '[]') as string[];
  } catch {
    return [];
  }
}

/** The last sets of params that were used for a cron, the latest first. */
function remember(id: string, params: string): void {
  const sets = [params, ...remembered(id).filter((one) => one !== params)].slice(0, REMEMBERED);
  localStorage.setItem(keyOf(id), JSON.stringify(sets));
}

/** Runs a cron with other params, later, or although it still runs. */
export function RunWith({ cron, onCreated }: { cron: Cron; onCreated?: (id: string) => void }) {
  const { t } = useTranslation(['crons', 'shell']);
  const zone = useDisplayZone();
  const own = formatJson((cron.handlerParams as string | null) ?? '{}');
  const [params, setParams] = useState(own);
  const [at, setAt] = useState('');
  const [allowOverlap, setAllowOverlap] = useState(false);
  const [reason, setReason] = useState('');
  const sets = remembered(cron.id);
  const runAt = at === '' ? undefined : instantOf(at, zone);
  return (
    <ActionForm<string>
      effect={t('runWith.effect', { name: cron.name })}
      confirm={t('run')}
      done={t('runWith.done', { name: cron.name })}
      topics={['executions', 'stats']}
      ready={objectProblem(params) === undefined && (at === '' || runAt !== undefined)}
      onDone={(id) => {
        remember(cron.id, params);
        onCreated?.(id);
      }}
      call={async (client) => {
        const { data } = await client.POST('/api/v1/crons/{id}/trigger', {
          params: { path: { id: cron.id } },
          body: {
            params: new JsonText(params) as never,
            allowOverlap,
            ...(runAt ? { runAt: runAt.toISOString() } : {}),
            ...(reason === '' ? {} : { reason }),
          },
        });
        return data?.id ?? '';
      }}
    >
      {sets.length > 0 && (
        <Select
          label={t('runWith.earlier')}
          placeholder={t('runWith.choose')}
          data={sets.map((text, index) => ({ value: String(index), label: text.replace(/\s+/g, ' ').slice(0, 80) }))}
          onChange={(index) => index !== null && setParams(sets[Number(index)]!)}
        />
      )}
      <ParamsField handlerName={cron.handlerName} value={params} onChange={setParams} />
      {params !== own && (
        <Anchor component="button" type="button" size="xs" onClick={() => setParams(own)}>
          {t('runWith.reset')}
        </Anchor>
      )}
      <Group grow align="flex-start">
        <TextInput
          label={t('runWith.at', { zone: zoneName(zone, new Date()) })}
          placeholder="2026-11-22 19:00"
          description={t('runWith.atHint')}
          value={at}
          error={at !== '' && !runAt && t('shell:invalidTime')}
          onChange={({ currentTarget }) => setAt(currentTarget.value)}
        />
        <Textarea
          label={t('reason')}
          description={t('reasonHint')}
          autosize
          minRows={1}
          value={reason}
          onChange={({ currentTarget }) => setReason(currentTarget.value)}
        />
      </Group>
      <Checkbox
        label={t('runWith.overlap')}
        checked={allowOverlap}
        onChange={({ currentTarget }) => setAllowOverlap(currentTarget.checked)}
      />
    </ActionForm>
  );
}
