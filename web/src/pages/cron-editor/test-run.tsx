import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { FlaskConical } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { JsonText } from '../../api/json-text.ts';
import { askAction } from '../../dialogs/action-form.tsx';
import { useMay } from '../../session/me.ts';
import type { Draft } from './draft.ts';

/** Runs the handler once with what stands in the form, saved or not; the execution is marked as a test. */
export function TestRun({ draft, ready }: { draft: Draft; ready: boolean }) {
  const { t } = useTranslation('crons');
  const navigate = useNavigate();
  const may = useMay();
  if (!may('execution.create')) return null;
  const handlerName = draft.handlerName.trim();
  return (
    <Button
      variant="default"
      style={{ alignSelf: 'flex-start' }}
      leftSection={<FlaskConical size={16} />}
      disabled={!ready}
      onClick={() =>
        askAction<{ data?: { id: string } }>(t('testRun.title'), {
          effect: t('testRun.effect', { handler: handlerName }),
          confirm: t('testRun.title'),
          done: t('testRun.done', { handler: handlerName }),
          topics: ['executions', 'stats'],
          call: (client) =>
            client.POST('/api/v1/executions', {
              body: {
                handlerName,
                params: new JsonText(draft.handlerParams) as never,
                queue: draft.queue.trim(),
                priority: draft.priority,
                timeoutSeconds: draft.timeoutSeconds,
                // Whoever tries something wants to see the first failure.
                maxRetry: 0,
                isTest: true,
              },
            }),
          onDone: ({ data }) => data && void navigate({ to: `/executions/${data.id}` }),
        })
      }
    >
      {t('testRun.title')}
    </Button>
  );
}
