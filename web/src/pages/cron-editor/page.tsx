import './editor.css';
import { Button, Fieldset, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useBlocker, useNavigate, useParams } from '@tanstack/react-router';
import { Save, Terminal } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { oneOf, useAddress } from '../../address.ts';
import { api, type Call, type Cron, curlOf, dataOf, ProblemError } from '../../api/client.ts';
import { may } from '../../api/permissions.ts';
import { refresh } from '../../api/queries.ts';
import { objectProblem } from '../../json/format-json.ts';
import { useMay } from '../../session/me.ts';
import { useSettings } from '../../session/settings.ts';
import { copyText } from '../../shell/clipboard.ts';
import { Denied } from '../../states/denied.tsx';
import { Failure } from '../../states/failure.tsx';
import { ParamsField } from '../crons/params-field.tsx';
import { AdvancedSection } from './advanced-section.tsx';
import { BaseSection } from './base-section.tsx';
import { Conflict } from './conflict.tsx';
import { bodyOf, changesOf, type Draft, draftOf, isJsonOrEmpty, NEW } from './draft.ts';
import { keepDraft, keptDraft } from './kept-draft.ts';
import { PolicySection } from './policy-section.tsx';
import { minuteMover, PreviewPanel, usePreview } from './preview.tsx';
import { ScheduleSection } from './schedule-section.tsx';
import { TestRun } from './test-run.tsx';

const getCron = (id: string) => dataOf(api.GET('/api/v1/crons/{id}', { params: { path: { id } } }));

interface EditorProps {
  /** The cron that is changed; undefined for a new one. */
  readonly opened: Cron | undefined;
  readonly initial: Draft;
}

function Editor({ opened, initial }: EditorProps) {
  const { t } = useTranslation(['crons', 'shell']);
  const navigate = useNavigate();
  const key = opened?.id ?? 'new';
  const [base, setBase] = useState(opened);
  const [draft, setDraft] = useState<Draft>(() => keptDraft(key, opened?.version) ?? initial);
  const [theirs, setTheirs] = useState<Cron>();
  const leaves = useRef(false);
  const isChanged = JSON.stringify(draft) !== JSON.stringify(initial);
  const preview = usePreview(draft, opened?.id);

  const callFor =
    (version: number | undefined): Call<Cron> =>
    (client) =>
      opened && base
        ? dataOf(
            client.PATCH('/api/v1/crons/{id}', {
              params: { path: { id: opened.id }, header: { 'if-match': `"${version}"` } },
              body: changesOf(draftOf(base), draft) as never,
            }),
          )
        : dataOf(client.POST('/api/v1/crons', { body: bodyOf(draft) as never }));
  const save = useMutation({
    mutationFn: (version: number | undefined) => callFor(version)(api),
    onSuccess: ({ id, name }) => {
      leaves.current = true;
      keepDraft(key, undefined, undefined);
      refresh('crons');
      notifications.show({ message: t('editor.saved', { name }), color: 'green' });
      void navigate({ to: `/crons/${id}` });
    },
    onError: async (error) => {
      if (opened && error instanceof ProblemError && error.status === 412) setTheirs(await getCron(opened.id));
    },
  });

  useEffect(() => keepDraft(key, isChanged ? draft : undefined, opened?.version), [key, draft, isChanged, opened]);
  useBlocker({
    shouldBlockFn: () => isChanged && !leaves.current && !confirm(t('editor.leave')),
    enableBeforeUnload: () => isChanged && !leaves.current,
  });

  const found = save.error instanceof ProblemError ? (save.error.problem.errors ?? []) : [];
  const problem = (field: string): string | undefined => {
    const previewed = preview.data?.errors.find(({ pointer }) => pointer === `#/${field}`);
    if (previewed) return t([`problems:codes.${previewed.code}`, 'preview.invalid'], { detail: previewed.message });
    return found.find(({ pointer }) => pointer?.startsWith(`#/${field}`))?.message;
  };
  const change = (part: Partial<Draft>): void => setDraft((before) => ({ ...before, ...part }));
  const section = { draft, change, problem };
  const isReady =
    draft.name.trim() !== '' &&
    draft.handlerName.trim() !== '' &&
    !objectProblem(draft.handlerParams) &&
    isJsonOrEmpty(draft.retryBackoff) &&
    isJsonOrEmpty(draft.blackouts);
  return (
    <form
      className="page"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(base?.version);
      }}
    >
      <div className="page-head">
        <h1>{opened ? t('editor.edit', { name: opened.name }) : t('editor.new')}</h1>
        <div className="actions">
          <Button
            variant="subtle"
            color="gray"
            leftSection={<Terminal size={15} />}
            onClick={() => void curlOf(callFor(base?.version)).then(copyText)}
          >
            {t('shell:dialog.curl')}
          </Button>
          <Button variant="default" onClick={() => void navigate({ to: opened ? `/crons/${opened.id}` : '/crons' })}>
            {t('shell:dialog.cancel')}
          </Button>
          <Button
            type="submit"
            leftSection={<Save size={16} />}
            loading={save.isPending}
            disabled={!isReady || (!isChanged && !!opened)}
          >
            {t('editor.save')}
          </Button>
        </div>
      </div>
      {theirs && base ? (
        <Conflict
          opened={base}
          current={theirs}
          mine={draft}
          onKeepMine={() => {
            setTheirs(undefined);
            save.mutate(theirs.version);
          }}
          onTakeTheirs={() => {
            setBase(theirs);
            setDraft(draftOf(theirs));
            setTheirs(undefined);
            save.reset();
          }}
        />
      ) : (
        save.error && <Failure error={save.error} />
      )}
      <div className="editor">
        <div className="editor-form">
          <BaseSection {...section} />
          <ScheduleSection {...section} />
          <Fieldset legend={t('params')} className="editor-section">
            <ParamsField
              handlerName={draft.handlerName.trim()}
              description={t('editor.paramsHint')}
              value={draft.handlerParams}
              onChange={(handlerParams) => change({ handlerParams })}
            />
            <TestRun draft={draft} ready={draft.handlerName.trim() !== '' && !objectProblem(draft.handlerParams)} />
          </Fieldset>
          <PolicySection {...section} />
          <AdvancedSection {...section} />
        </div>
        <aside className="editor-side">
          <PreviewPanel preview={preview.data} error={preview.error} onMove={minuteMover(draft, change)} />
          {isChanged && opened && (
            <Group gap="xs" mt="sm">
              <Button size="xs" variant="default" onClick={() => setDraft(initial)}>
                {t('editor.revert')}
              </Button>
            </Group>
          )}
        </aside>
      </div>
    </form>
  );
}

/** Creates a cron, or changes one; `?from=ID` begins with a copy. */
export default function CronEditor() {
  const { t } = useTranslation('crons');
  const { id } = useParams({ strict: false }) as { id?: string };
  const [address] = useAddress();
  const mayEdit = useMay()(id === undefined ? 'cron.create' : 'cron.update');
  const { data: settings } = useSettings();
  const source = id ?? (oneOf(address, 'from') || undefined);
  const { data, error, refetch } = useQuery({
    queryKey: ['cron', source, 'edit'],
    queryFn: () => getCron(source!),
    enabled: source !== undefined && mayEdit,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  if (!mayEdit) return <Denied needs="editor" />;
  if (source === undefined)
    return settings && <Editor key="new" opened={undefined} initial={{ ...NEW, ...settings.newCron }} />;
  if (!data)
    return (
      <div className="page">
        {error && (
          <>
            <h1>{id ? t('editor.edit', { name: id }) : t('editor.new')}</h1>
            <Failure error={error} onRetry={() => void refetch()} />
          </>
        )}
      </div>
    );
  if (id && !may(data, 'update')) return <Denied needs={undefined} />;
  const initial = draftOf(data);
  return id ? (
    <Editor key={id} opened={data} initial={initial} />
  ) : (
    <Editor key={`from ${source}`} opened={undefined} initial={{ ...initial, name: `${data.name}-2` }} />
  );
}
