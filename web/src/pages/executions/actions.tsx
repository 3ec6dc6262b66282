import { Checkbox, Textarea } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import {
  Ban,
  CircleCheckBig,
  CirclePause,
  CirclePlay,
  ClipboardCheck,
  type LucideIcon,
  OctagonX,
  Pencil,
  RotateCw,
} from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Call, Resource } from '../../api/client.ts';
import { JsonText } from '../../api/json-text.ts';
import { may } from '../../api/permissions.ts';
import { ActionForm, openDialog } from '../../dialogs/action-form.tsx';
import { formatJson, objectProblem } from '../../json/format-json.ts';
import { JsonEditor } from '../../json/json-editor.tsx';

type Listed = Resource<'ExecutionItem'>;
/** An execution of a list, or the same with more. */
export type Item = Omit<Listed, 'usualMs'> & Partial<Pick<Listed, 'usualMs'>>;
type Detail = Resource<'ExecutionDetail'>;
export type ActionName = 'retry' | 'retryWith' | 'cancel' | 'force' | 'hold' | 'release' | 'succeed' | 'acknowledge';

interface Given {
  readonly reason: string;
  readonly allowOverlap: boolean;
  readonly params: string;
}

interface Definition {
  readonly icon: LucideIcon;
  readonly isOpen: (item: Item | Detail) => boolean;
  readonly danger?: boolean;
  /** It has to be said why. */
  readonly needsReason?: boolean;
  /** Two executions of one cron at once may be allowed. */
  readonly overlaps?: boolean;
  readonly call: (id: string, given: Given) => Call<{ data?: { id: string } }>;
}

const reasonOf = ({ reason }: Given) => (reason.trim() === '' ? {} : { reason: reason.trim() });

/** What an operator may do to one execution. */
export const ACTIONS: Readonly<Record<ActionName, Definition>> = {
  retry: {
    icon: RotateCw,
    overlaps: true,
    isOpen: (item) => may(item, 'retry'),
    call: (id, given) => (client) =>
      client.POST('/api/v1/executions/{id}/retry', {
        params: { path: { id } },
        body: { ...reasonOf(given), allowOverlap: given.allowOverlap },
      }),
  },
  retryWith: {
    icon: Pencil,
    overlaps: true,
    isOpen: (item) => may(item, 'rerun'),
    call: (id, given) => (client) =>
      client.POST('/api/v1/executions/{id}/retry', {
        params: { path: { id } },
        body: { ...reasonOf(given), allowOverlap: given.allowOverlap, params: new JsonText(given.params) as never },
      }),
  },
  cancel: {
    icon: Ban,
    isOpen: (item) => may(item, 'cancel') && item.cancelRequestedAt === null,
    call: (id, given) => (client) =>
      client.POST('/api/v1/executions/{id}/cancel', { params: { path: { id } }, body: reasonOf(given) }),
  },
  force: {
    icon: OctagonX,
    danger: true,
    isOpen: (item) => may(item, 'cancel') && item.cancelRequestedAt !== null && item.status === 'RUNNING',
    call: (id, given) => (client) =>
      client.POST('/api/v1/executions/{id}/cancel', {
        params: { path: { id } },
        body: { ...reasonOf(given), force: true },
      }),
  },
  hold: {
    icon: CirclePause,
    isOpen: (item) => may(item, 'hold'),
    call: (id, given) => (client) =>
      client.POST('/api/v1/executions/{id}/hold', { params: { path: { id } }, body: reasonOf(given) }),
  },
  release: {
    icon: CirclePlay,
    overlaps: true,
    isOpen: (item) => may(item, 'release'),
    call: (id, given) => (client) =>
      client.POST('/api/v1/executions/{id}/release', {
        params: { path: { id } },
        body: { ...reasonOf(given), allowOverlap: given.allowOverlap },
      }),
  },
  succeed: {
    icon: CircleCheckBig,
    danger: true,
    needsReason: true,
    isOpen: (item) => may(item, 'succeed'),
    call: (id, given) => (client) =>
      client.POST('/api/v1/executions/{id}/succeed', {
        params: { path: { id } },
        body: { reason: given.reason.trim() },
      }),
  },
  acknowledge: {
    icon: ClipboardCheck,
    isOpen: (item) => may(item, 'acknowledge'),
    call:
      (id, { reason }) =>
      (client) =>
        client.POST('/api/v1/executions/{id}/acknowledge', {
          params: { path: { id } },
          body: reason.trim() === '' ? {} : { note: reason.trim() },
        }),
  },
};

export const ACTION_NAMES = Object.keys(ACTIONS) as ActionName[];

interface FormProps {
  readonly item: Item | Detail;
  readonly action: ActionName;
  readonly onCreated: (id: string) => void;
}

function ExecutionForm({ item, action, onCreated }: FormProps) {
  const { t } = useTranslation('executions');
  const own = formatJson((item.params as string | null | undefined) ?? '{}');
  const [params, setParams] = useState(own);
  const [reason, setReason] = useState('');
  const [allowOverlap, setAllowOverlap] = useState(false);
  const { danger, overlaps, needsReason = false, call } = ACTIONS[action];
  const name = item.cronName ?? item.handlerName;
  const effect = action === 'cancel' && item.status === 'RUNNING' ? 'cancelRunning' : action;
  return (
    <ActionForm
      effect={t(`act.${effect}.effect`, { name, id: item.id })}
      confirm={t(`act.${action}.title`)}
      done={t(`act.${effect}.done`, { name, id: item.id })}
      topics={['executions', 'stats']}
      danger={danger}
      ready={(action !== 'retryWith' || objectProblem(params) === undefined) && !(needsReason && reason.trim() === '')}
      call={call(item.id, { reason, allowOverlap, params })}
      onDone={({ data }) => {
        if (data && data.id !== item.id) onCreated(data.id);
      }}
    >
      {action === 'retryWith' && <JsonEditor label={t('params')} value={params} onChange={setParams} />}
      <Textarea
        label={t(action === 'acknowledge' ? 'note' : 'reason')}
        description={t(action === 'acknowledge' ? 'noteHint' : 'reasonHint')}
        autosize
        minRows={1}
        required={needsReason}
        maxLength={2000}
        value={reason}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
      />
      {overlaps && item.cronId !== null && (
        <Checkbox
          label={t('allowOverlap')}
          checked={allowOverlap}
          onChange={({ currentTarget }) => setAllowOverlap(currentTarget.checked)}
        />
      )}
    </ActionForm>
  );
}

/** Opens the dialog of an action on one execution. */
export function useExecutionActions(): (item: Item | Detail, action: ActionName) => void {
  const { t } = useTranslation('executions');
  const navigate = useNavigate();
  return (item, action) =>
    openDialog(
      t(`act.${action}.title`),
      <ExecutionForm item={item} action={action} onCreated={(id) => void navigate({ to: `/executions/${id}` })} />,
    );
}
