import { Alert, Button, NumberInput, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.ts';
import { askAction } from '../../dialogs/action-form.tsx';
import { usePreferences } from '../../preferences.ts';
import { useSettings } from '../../session/settings.ts';
import { Failure } from '../../states/failure.tsx';
import { numberText } from '../../time/duration.ts';
import { Panel } from './panel.tsx';

const KINDS = ['success', 'other', 'log'] as const;
type Days = Record<(typeof KINDS)[number], number | null>;

/** Deletes old executions and logs, after a look at how many that would be. */
export function Purge() {
  const { t } = useTranslation(['settings', 'scheduler']);
  const { language } = usePreferences();
  const { data: settings } = useSettings();
  const { successDays = null, otherDays = null, logDays = null } = settings?.retention ?? {};
  const [days, setDays] = useState<Days>({ success: successDays, other: otherDays, log: logDays });
  const [reason, setReason] = useState('');
  const body = {
    ...{ successDays: days.success, otherDays: days.other, logDays: days.log },
    ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
  };
  const look = useMutation({
    mutationFn: () => dataOf(api.POST('/api/v1/system/purge', { params: { query: { dryRun: 'true' } }, body })),
  });
  const found = look.data && {
    executions: numberText(look.data.executions, language),
    logLines: numberText(look.data.logLines, language),
  };
  const remove = () =>
    askAction(t('purge.title'), {
      effect: t('purge.effect', found ?? {}),
      confirm: t('purge.remove'),
      done: t('purge.done'),
      danger: true,
      typed: t('purge.word'),
      topics: ['executions', 'stats', 'settings'],
      call: (client) => client.POST('/api/v1/system/purge', { params: { query: {} }, body }),
      onDone: () => look.reset(),
    });
  return (
    <Panel title={t('purge.title')} hint={t('purge.hint')}>
      <div className="settings-fields">
        {KINDS.map((kind) => (
          <NumberInput
            key={kind}
            label={t(`retention.${kind}`)}
            description={t('purge.empty')}
            suffix={t('purge.suffix')}
            min={1}
            max={36_500}
            allowDecimal={false}
            value={days[kind] ?? ''}
            onChange={(value) => {
              setDays({ ...days, [kind]: typeof value === 'number' ? value : null });
              // What was counted was for other days.
              look.reset();
            }}
          />
        ))}
        <Textarea
          label={t('scheduler:reason')}
          description={t('scheduler:reasonHint')}
          autosize
          minRows={1}
          maxLength={2000}
          value={reason}
          onChange={({ currentTarget }) => setReason(currentTarget.value)}
        />
      </div>
      {look.error && <Failure error={look.error} />}
      {found && (
        <Alert variant="outline" color="yellow" mt="md" role="status">
          {t('purge.found', found)}
        </Alert>
      )}
      <div className="settings-foot">
        <Button
          variant="default"
          loading={look.isPending}
          disabled={Object.values(days).every((one) => one === null)}
          onClick={() => look.mutate()}
        >
          {t('purge.look')}
        </Button>
        <Button color="red" disabled={!look.data || look.data.executions + look.data.logLines === 0} onClick={remove}>
          {t('purge.remove')}
        </Button>
      </div>
    </Panel>
  );
}
