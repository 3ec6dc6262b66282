import { Alert, Button, Checkbox, FileButton, Group, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { FileUp } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, dataOf, type Resource } from '../../api/client.ts';
import { ActionForm } from '../../dialogs/action-form.tsx';
import { Failure } from '../../states/failure.tsx';
import { Mark, type Tone } from '../../status/status-badge.tsx';

type Step = Resource<'CronImport'>['steps'][number];

const TONES: Readonly<Record<Step['action'], Tone>> = {
  create: 'success',
  change: 'info',
  delete: 'danger',
  unchanged: 'neutral',
};
const FORMATS = ['file', 'crontab'] as const;
const SHOWN = 200;

const shown = (value: unknown): string =>
  value === null || value === undefined ? '–' : typeof value === 'string' ? value : JSON.stringify(value);

/** What a file would do, cron by cron and field by field. */
function Steps({ plan }: { plan: Resource<'CronImport'> }) {
  const { t } = useTranslation('crons');
  const { steps, remarks } = plan;
  const counts = Object.entries(Object.groupBy(steps, ({ action }) => action));
  return (
    <div className="import-steps" role="status">
      <span className="marks">
        {counts.map(([action, some]) => (
          <Mark key={action} tone={TONES[action as Step['action']]}>
            {t(`import.step.${action}`)} {some.length}
          </Mark>
        ))}
      </span>
      {remarks.map(({ line, reason, isLeftOut }) => (
        <p key={`${line} ${reason}`} className="small">
          {t(isLeftOut ? 'import.leftOut' : 'import.remark', { line })} <span data-own>{reason}</span>
        </p>
      ))}
      <ul>
        {steps
          .filter(({ action }) => action !== 'unchanged')
          .slice(0, SHOWN)
          .map(({ action, name, changes }) => (
            <li key={name}>
              <span className="marks">
                <Mark tone={TONES[action]}>{t(`import.step.${action}`)}</Mark>
                <strong data-own>{name}</strong>
              </span>
              {action === 'change' && (
                <dl>
                  {changes.map(({ field, from, to }) => (
                    <div key={field}>
                      <dt className="mono">{field}</dt>
                      <dd>
                        <del data-own>{shown(from)}</del> <ins data-own>{shown(to)}</ins>
                      </dd>
                    </div>
                  ))}
                </dl>
              )}
            </li>
          ))}
      </ul>
    </div>
  );
}

/** Makes the crons what a file says, after showing what that changes. */
export function ImportForm() {
  const { t } = useTranslation(['crons', 'shell']);
  const [text, setText] = useState('');
  const [format, setFormat] = useState<(typeof FORMATS)[number]>('file');
  const [prune, setPrune] = useState(false);
  const [takeOver, setTakeOver] = useState(false);
  const [reason, setReason] = useState('');
  const body = { text, format, prune, takeOver };
  const [settled] = useDebouncedValue(JSON.stringify(body), 300);
  const isSettled = settled === JSON.stringify(body);
  const plan = useQuery({
    queryKey: ['crons-import', settled],
    queryFn: ({ signal }) =>
      dataOf(
        api.POST('/api/v1/crons/import', { params: { query: { dryRun: 'true' } }, body: JSON.parse(settled), signal }),
      ),
    enabled: text.trim() !== '' && isSettled,
    gcTime: 0,
  });
  const changes = plan.data?.steps.filter(({ action }) => action !== 'unchanged').length ?? 0;
  return (
    <ActionForm
      effect={t('import.effect')}
      confirm={t('import.apply')}
      done={t('import.done', { count: changes })}
      topics={['crons', 'stats']}
      ready={isSettled && changes > 0}
      danger={plan.data?.steps.some(({ action }) => action === 'delete')}
      call={(client) =>
        client.POST('/api/v1/crons/import', {
          body: { ...body, expected: plan.data?.steps, ...(reason.trim() === '' ? {} : { reason: reason.trim() }) },
        })
      }
    >
      <Group justify="space-between">
        <SegmentedControl
          size="xs"
          aria-label={t('import.format')}
          value={format}
          onChange={(value) => setFormat(value as typeof format)}
          data={FORMATS.map((value) => ({ value, label: t(`import.formats.${value}`) }))}
        />
        <FileButton
          onChange={(file) => {
            void file?.text().then(setText);
          }}
        >
          {(props) => (
            <Button {...props} size="compact-sm" variant="default" leftSection={<FileUp size={15} />}>
              {t('import.choose')}
            </Button>
          )}
        </FileButton>
      </Group>
      <Textarea
        label={t('import.text')}
        rows={8}
        resize="vertical"
        spellCheck={false}
        placeholder={
          format === 'file' ? 'crons:\n  - name: report\n    cron_expression: "0 3 * * *"' : '0 3 * * * /opt/report.sh'
        }
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: '0.8125rem' } }}
        value={text}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
      />
      {format === 'file' && (
        <>
          <Checkbox
            label={t('import.prune')}
            description={t('import.pruneHint')}
            checked={prune}
            onChange={({ currentTarget }) => setPrune(currentTarget.checked)}
          />
          <Checkbox
            label={t('import.takeOver')}
            description={t('import.takeOverHint')}
            checked={takeOver}
            onChange={({ currentTarget }) => setTakeOver(currentTarget.checked)}
          />
        </>
      )}
      {plan.error && <Failure error={plan.error} />}
      {plan.data && (changes > 0 || plan.data.remarks.length > 0) && <Steps plan={plan.data} />}
      {plan.data && changes === 0 && <Alert color="gray">{t('import.nothing')}</Alert>}
      <TextInput
        label={t('reason')}
        description={t('reasonHint')}
        maxLength={2000}
        value={reason}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
      />
    </ActionForm>
  );
}
