import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Cron } from '../../api/client.ts';
import { askAction, openDialog } from '../../dialogs/action-form.tsx';
import { PauseForm } from '../../dialogs/pause-form.tsx';
import { RunWith } from './run-with.tsx';

const etagOf = ({ version }: Cron): { 'if-match': string } => ({ 'if-match': `"${version}"` });

/** What an operator does with one cron. */
export interface CronActions {
  readonly run: (cron: Cron) => void;
  readonly runWith: (cron: Cron) => void;
  readonly toggle: (cron: Cron) => void;
  /** Begins a pause, or ends the one it has. */
  readonly pause: (cron: Cron) => void;
  readonly remove: (cron: Cron) => void;
}

export function useCronActions(): CronActions {
  const { t } = useTranslation('crons');
  const navigate = useNavigate();
  return {
    run: ({ id, name }) =>
      askAction(t('runTitle'), {
        effect: t('runEffect', { name }),
        confirm: t('run'),
        done: t('runWith.done', { name }),
        topics: ['executions', 'stats'],
        call: (client) => client.POST('/api/v1/crons/{id}/trigger', { params: { path: { id } }, body: {} }),
      }),
    runWith: (cron) => openDialog(t('runWith.title', { name: cron.name }), <RunWith cron={cron} />),
    toggle: (cron) => {
      const { id, name, isEnabled } = cron;
      const action = isEnabled ? 'disable' : 'enable';
      askAction(t(`${action}Title`), {
        effect: t(`${action}Effect`, { name }),
        confirm: t(`${action}Title`),
        done: t(`${action}Done`, { name }),
        topics: ['crons'],
        call: (client) =>
          client.POST(`/api/v1/crons/{id}/${action}`, { params: { path: { id }, header: etagOf(cron) }, body: {} }),
      });
    },
    pause: (cron) => {
      const { id, name, pausedAt } = cron;
      const kind = pausedAt === null ? 'pause' : 'resume';
      openDialog(
        t(`${kind}Title`, { name }),
        <PauseForm
          kind={kind}
          effect={t(`${kind}Effect`, { name })}
          done={t(`${kind}Done`, { name })}
          topics={['crons']}
          call={(body) => (client) =>
            client.POST(`/api/v1/crons/{id}/${kind}`, { params: { path: { id }, header: etagOf(cron) }, body })
          }
        />,
      );
    },
    remove: (cron) =>
      askAction(t('removeTitle'), {
        effect: t('removeEffect', { name: cron.name }),
        confirm: t('remove'),
        done: t('removeDone', { name: cron.name }),
        danger: true,
        typed: cron.name,
        topics: ['crons', 'executions'],
        call: (client) =>
          client.DELETE('/api/v1/crons/{id}', { params: { path: { id: cron.id }, header: etagOf(cron) } }),
        onDone: () => void navigate({ to: '/crons' }),
      }),
  };
}
