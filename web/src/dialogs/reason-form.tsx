import { Textarea } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Call } from '../api/client.ts';
import type { Topic } from '../api/queries.ts';
import { ActionForm } from './action-form.tsx';

interface ReasonFormProps<T> {
  readonly effect: ReactNode;
  readonly confirm: string;
  readonly done: string;
  readonly topics: readonly Topic[];
  readonly danger?: boolean;
  /** Nothing is done without a reason. */
  readonly required?: boolean;
  readonly call: (body: { reason?: string }) => Call<T>;
  readonly onDone?: (result: T) => void;
}

/** An action that asks why. */
export function ReasonForm<T>({ required = false, call, ...props }: ReasonFormProps<T>) {
  const { t } = useTranslation('shell');
  const [reason, setReason] = useState('');
  const text = reason.trim();
  return (
    <ActionForm {...props} ready={!required || text !== ''} call={call(text === '' ? {} : { reason: text })}>
      <Textarea
        label={t('reason')}
        description={t('reasonHint')}
        autosize
        minRows={1}
        maxLength={2000}
        required={required}
        value={reason}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
      />
    </ActionForm>
  );
}
