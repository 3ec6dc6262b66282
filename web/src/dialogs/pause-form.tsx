import { Select, Textarea, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Call } from '../api/client.ts';
import type { Topic } from '../api/queries.ts';
import { instantOf, useDisplayZone, zoneName } from '../time/zone.ts';
import { ActionForm } from './action-form.tsx';

const MISSED = ['drop', 'latest', 'all'] as const;

/** What a pause or its end is asked for with. */
interface PauseBody {
  readonly reason?: string;
  readonly until?: string;
  readonly missed?: (typeof MISSED)[number];
}

interface PauseFormProps {
  /** Whether it begins a pause or ends one. */
  readonly kind: 'pause' | 'resume';
  readonly effect: ReactNode;
  readonly done: string;
  readonly topics: readonly Topic[];
  readonly call: (body: PauseBody) => Call;
}

/** Begins or ends a pause: why, until when, and what becomes of that which comes due meanwhile. */
export function PauseForm({ kind, effect, done, topics, call }: PauseFormProps) {
  const { t } = useTranslation(['scheduler', 'shell']);
  const zone = useDisplayZone();
  const [reason, setReason] = useState('');
  const [until, setUntil] = useState('');
  const [missed, setMissed] = useState<(typeof MISSED)[number]>('drop');
  const end = until === '' ? undefined : instantOf(until, zone);
  const isWrong = until !== '' && (end === undefined || end.getTime() <= Date.now());
  return (
    <ActionForm
      effect={effect}
      confirm={t(kind)}
      done={done}
      topics={topics}
      ready={!isWrong}
      call={call({
        ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
        ...(end ? { until: end.toISOString() } : {}),
        missed,
      })}
    >
      <Textarea
        label={t('reason')}
        description={t('reasonHint')}
        autosize
        minRows={1}
        maxLength={2000}
        value={reason}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
      />
      {kind === 'pause' && (
        <TextInput
          label={t('until', { zone: zoneName(zone, new Date()) })}
          description={t('untilHint')}
          placeholder="2026-11-22 19:00"
          value={until}
          error={isWrong && t(end ? 'untilPast' : 'shell:invalidTime')}
          onChange={({ currentTarget }) => setUntil(currentTarget.value)}
        />
      )}
      {(kind === 'resume' || until !== '') && (
        <Select
          label={t('missed')}
          description={t('missedHint')}
          data={MISSED.map((value) => ({ value, label: t(`policy.${value}`) }))}
          value={missed}
          onChange={(value) => setMissed((value ?? 'drop') as (typeof MISSED)[number])}
          allowDeselect={false}
        />
      )}
    </ActionForm>
  );
}
