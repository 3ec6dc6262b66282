import { Button, Checkbox, FileInput, SegmentedControl, Select, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { FileUp } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.ts';
import { ActionForm } from '../../dialogs/action-form.tsx';
import { Failure } from '../../states/failure.tsx';
import { Impact } from './impact.tsx';

interface ImportFormProps {
  /** The calendar whose dates are imported; without it the name is asked. */
  readonly name?: string;
  readonly version?: number;
  readonly onDone?: (name: string) => void;
}

/** Dates from the holidays of a country, iCalendar or CSV. What would change is shown before it is saved. */
export function ImportForm({ name: given, version, onDone }: ImportFormProps) {
  const { t } = useTranslation('calendars');
  const [name, setName] = useState(given ?? '');
  const [kind, setKind] = useState<string>('country');
  const [country, setCountry] = useState<string | null>('kr');
  const [text, setText] = useState('');
  const [fileName, setFileName] = useState<string>();
  const [merge, setMerge] = useState(false);
  const { data: readyMade } = useQuery({
    queryKey: ['calendars', 'ready-made'],
    queryFn: ({ signal }) => dataOf(api.GET('/api/v1/calendars/ready-made', { signal })),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const body = {
    name: name.trim(),
    merge,
    ...(kind === 'country' ? { readyMade: country ?? '' } : { text, ...(fileName ? { fileName } : {}) }),
  };
  const header = version === undefined ? {} : { header: { 'if-match': `"${version}"` } };
  const preview = useMutation({
    mutationFn: () =>
      dataOf(api.POST('/api/v1/calendars/import', { params: { query: { dryRun: 'true' }, ...header }, body })),
  });
  const key = JSON.stringify(body);
  const [previewed, setPreviewed] = useState('');
  const isFilled = body.name !== '' && (kind === 'country' ? country !== null : text.trim() !== '');
  return (
    <ActionForm<string>
      effect={t('importEffect')}
      confirm={t('import')}
      done={t('saved', { name })}
      topics={['crons']}
      ready={isFilled && previewed === key && preview.isSuccess}
      onDone={onDone}
      call={async (client) => {
        await client.POST('/api/v1/calendars/import', { params: { ...header }, body });
        return body.name;
      }}
    >
      {given === undefined && (
        <TextInput
          label={t('name')}
          description={t('importName')}
          required
          maxLength={100}
          data-autofocus
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
      )}
      <SegmentedControl
        aria-label={t('from')}
        value={kind}
        onChange={setKind}
        data={['country', 'file'].map((value) => ({ value, label: t(`fromKind.${value}`) }))}
      />
      {kind === 'country' ? (
        <Select
          label={t('country')}
          searchable
          data={[...new Map((readyMade?.items ?? []).map((one) => [one.source, one])).values()].map((one) => ({
            value: one.source,
            label: `${one.name} (${one.source})`,
          }))}
          value={country}
          onChange={setCountry}
        />
      ) : (
        <>
          <FileInput
            label={t('file')}
            placeholder={t('fileHint')}
            accept=".ics,.csv,.txt"
            leftSection={<FileUp size={16} />}
            clearable
            onChange={(file) => {
              setFileName(file?.name);
              void file?.text().then(setText);
            }}
          />
          <Textarea
            label={t('text')}
            placeholder={'2027-01-01,closed,신정\n2027-01-02,open,'}
            rows={5}
            spellCheck={false}
            value={text}
            onChange={({ currentTarget }) => setText(currentTarget.value)}
          />
        </>
      )}
      <Checkbox label={t('merge')} checked={merge} onChange={({ currentTarget }) => setMerge(currentTarget.checked)} />
      <Button
        variant="default"
        disabled={!isFilled}
        loading={preview.isPending}
        onClick={() => {
          setPreviewed(key);
          preview.mutate();
        }}
      >
        {t('preview')}
      </Button>
      {previewed === key && preview.error && <Failure error={preview.error} />}
      {previewed === key && preview.data && <Impact impact={preview.data} />}
    </ActionForm>
  );
}
