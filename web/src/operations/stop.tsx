import { useTranslation } from 'react-i18next';
import { openDialog } from '../dialogs/action-form.tsx';
import { ReasonForm } from '../dialogs/reason-form.tsx';
import type { Operation } from './operation-form.tsx';

/** Opens the dialog that stops an operation. */
export function useStop(): (operation: Operation) => void {
  const { t } = useTranslation('operations');
  return ({ id, waiting }) =>
    openDialog(
      t('stop.title'),
      <ReasonForm
        effect={t('stop.effect', { count: waiting })}
        confirm={t('stop.title')}
        done={t('stop.done')}
        topics={['operations', 'executions', 'crons']}
        call={(body) => (client) => client.POST('/api/v1/operations/{id}/stop', { params: { path: { id } }, body })}
      />,
    );
}
