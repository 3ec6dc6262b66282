import { Button, Fieldset, NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.ts';
import { queries, refresh } from '../../api/queries.ts';
import { useMay } from '../../session/me.ts';
import { type Settings, useSettings } from '../../session/settings.ts';
import { Failure } from '../../states/failure.tsx';
import { CATCH_UPS, LOST, OVERLAPS } from '../cron-editor/fields.ts';
import { Facts, Panel, ZONES } from './panel.tsx';

const COLORS = ['none', 'red', 'orange', 'yellow', 'green', 'blue', 'purple', 'gray'] as const;

type Fields = Pick<Settings, 'environmentName' | 'environmentColor' | 'timeZone' | 'notice' | 'newCron'>;

function Form({ settings }: { settings: Settings }) {
  const { t } = useTranslation(['settings', 'crons']);
  const may = useMay();
  const [changed, setChanged] = useState<Partial<Fields>>({});
  const fields = { ...settings, ...changed };
  const set = (change: Partial<Fields>) => setChanged({ ...changed, ...change });
  const isFixed = !may('settings.update');
  const { newCron } = fields;
  const setNew = (change: Partial<Fields['newCron']>) => set({ newCron: { ...newCron, ...change } });
  const number = (name: 'maxRetry' | 'timeoutSeconds', max: number) => (
    <NumberInput
      label={t(`crons:fields.${name === 'timeoutSeconds' ? 'timeout' : name}`)}
      description={t(`crons:editor.${name}Hint`)}
      min={0}
      max={max}
      allowDecimal={false}
      disabled={isFixed}
      value={newCron[name]}
      onChange={(value) => typeof value === 'number' && setNew({ [name]: value })}
    />
  );
  const { mutate, isPending, error } = useMutation({
    mutationFn: () =>
      dataOf(
        api.PATCH('/api/v1/settings', {
          params: { header: { 'if-match': `"${settings.version}"` } },
          body: changed,
        }),
      ),
    onSuccess: (saved) => {
      queries.setQueryData(['settings'], saved);
      setChanged({});
      notifications.show({ message: t('general.saved'), color: 'green' });
    },
    onError: () => refresh('settings'),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        mutate();
      }}
    >
      <div className="settings-fields">
        <TextInput
          label={t('general.environment')}
          description={t('general.environmentHint')}
          placeholder="prod"
          maxLength={40}
          disabled={isFixed}
          value={fields.environmentName}
          onChange={({ currentTarget }) => set({ environmentName: currentTarget.value })}
        />
        <Select
          label={t('general.color')}
          description={t('general.colorHint')}
          disabled={isFixed}
          data={COLORS.map((value) => ({ value, label: t(`general.colors.${value}`) }))}
          value={fields.environmentColor}
          allowDeselect={false}
          onChange={(value) => set({ environmentColor: value as Fields['environmentColor'] })}
        />
        <Select
          label={t('general.zone')}
          description={t('general.zoneHint')}
          disabled={isFixed}
          searchable
          data={ZONES.includes(fields.timeZone) ? ZONES : [fields.timeZone, ...ZONES]}
          limit={100}
          value={fields.timeZone}
          allowDeselect={false}
          onChange={(value) => value && set({ timeZone: value })}
        />
        <Textarea
          label={t('general.notice')}
          description={t('general.noticeHint')}
          autosize
          minRows={1}
          maxLength={500}
          disabled={isFixed}
          value={fields.notice}
          onChange={({ currentTarget }) => set({ notice: currentTarget.value })}
        />
      </div>
      <Fieldset legend={t('general.newCron')} mt="md">
        <p className="dimmed small">{t('general.newCronHint')}</p>
        <div className="settings-fields">
          <Select
            label={t('crons:fields.overlap')}
            disabled={isFixed}
            allowDeselect={false}
            data={OVERLAPS.map((value) => ({ value, label: t(`crons:overlap.${value}`) }))}
            value={newCron.overlapPolicy}
            onChange={(value) => setNew({ overlapPolicy: value as (typeof OVERLAPS)[number] })}
          />
          <Select
            label={t('crons:fields.catchUp')}
            disabled={isFixed}
            allowDeselect={false}
            data={CATCH_UPS.map((value) => ({ value, label: t(`crons:catchUp.${value}`) }))}
            value={newCron.catchUp}
            onChange={(value) => setNew({ catchUp: value as (typeof CATCH_UPS)[number] })}
          />
          {number('maxRetry', 1000)}
          {number('timeoutSeconds', 31_622_400)}
          <Select
            label={t('crons:fields.onWorkerLost')}
            disabled={isFixed}
            allowDeselect={false}
            data={LOST.map((value) => ({ value, label: t(`crons:onWorkerLost.${value}`) }))}
            value={newCron.onWorkerLost}
            onChange={(value) => setNew({ onWorkerLost: value as (typeof LOST)[number] })}
          />
        </div>
      </Fieldset>
      {error && <Failure error={error} />}
      {!isFixed && (
        <div className="settings-foot">
          <Button type="submit" loading={isPending} disabled={Object.keys(changed).length === 0}>
            {t('save')}
          </Button>
          <Button variant="default" disabled={Object.keys(changed).length === 0} onClick={() => setChanged({})}>
            {t('general.revert')}
          </Button>
        </div>
      )}
    </form>
  );
}

/** What holds for everybody. */
export function General() {
  const { t } = useTranslation('settings');
  const { data, error, refetch } = useSettings();
  if (!data) return error && <Failure error={error} onRetry={() => void refetch()} />;
  const { retention } = data;
  const days = (count: number | null) => (count === null ? t('forever') : t('days', { count }));
  return (
    <>
      <Panel title={t('tabs.general')} hint={t('general.hint')}>
        <Form settings={data} />
      </Panel>
      {retention && (
        <Panel title={t('retention.title')} hint={t('retention.hint')}>
          <Facts
            facts={[
              [t('retention.success'), days(retention.successDays)],
              [t('retention.other'), days(retention.otherDays)],
              [t('retention.log'), days(retention.logDays)],
            ]}
          />
        </Panel>
      )}
    </>
  );
}
