import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { RotateCcw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api, type Cron, dataOf, type Resource } from '../../api/client.ts';
import { may } from '../../api/permissions.ts';
import { openDialog } from '../../dialogs/action-form.tsx';
import { ReasonForm } from '../../dialogs/reason-form.tsx';
import { Failure } from '../../states/failure.tsx';
import { Mark } from '../../status/status-badge.tsx';
import { Time } from '../../time/time.tsx';

type Revision = Resource<'CronRevision'>;

/** The fields of a definition as texts; what is JSON in them is a text already. */
const fieldsOf = ({ definition }: Revision): Map<string, string> =>
  new Map(
    Object.entries(definition as Record<string, unknown>).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );

function Changes({ revision, before }: { revision: Revision; before: Revision | undefined }) {
  const { t } = useTranslation('crons');
  const after = fieldsOf(revision);
  if (!before) return <p className="dimmed">{t('revisions.first')}</p>;
  const old = fieldsOf(before);
  const names = [...new Set([...after.keys(), ...old.keys()])].filter((name) => after.get(name) !== old.get(name));
  if (names.length === 0) return <p className="dimmed">{t('revisions.same')}</p>;
  return (
    <table className="revision-diff">
      <thead>
        <tr>
          <th>{t('conflict.field')}</th>
          <th>{t('revisions.before')}</th>
          <th>{t('revisions.after')}</th>
        </tr>
      </thead>
      <tbody data-own>
        {names.map((name) => (
          <tr key={name}>
            <td className="mono">{name}</td>
            <td className="mono value-before">{old.get(name) ?? '–'}</td>
            <td className="mono value-after">{after.get(name) ?? '–'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What a cron was: who changed what, when and why; any of it can be restored. */
export function Revisions({ cron }: { cron: Cron }) {
  const { t } = useTranslation(['crons', 'shell']);
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['cron-revisions', cron.id],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.GET('/api/v1/crons/{id}/revisions', {
          params: { path: { id: cron.id }, query: { limit: 20, cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    meta: { topics: ['crons'] },
  });
  const revisions = data?.pages.flatMap(({ items }) => items) ?? [];
  const restore = ({ revision }: Revision): void =>
    openDialog(
      t('revisions.restore'),
      <ReasonForm
        effect={t('revisions.restoreEffect', { name: cron.name, revision })}
        confirm={t('revisions.restore')}
        done={t('revisions.restored', { revision })}
        topics={['crons']}
        call={(body) => (client) =>
          client.POST('/api/v1/crons/{id}/revisions/{revision}/restore', {
            params: { path: { id: cron.id, revision }, header: { 'if-match': `"${cron.version}"` } },
            body,
          })
        }
      />,
    );
  return (
    <>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      <ol className="revisions" aria-label={t('tabs.revisions')}>
        {revisions.map((revision, index) => (
          <li key={revision.revision} className="panel">
            <header>
              <h2>{t('revisions.number', { revision: revision.revision })}</h2>
              <Time at={revision.createdAt} />
              <span data-own>{revision.actor ?? t('revisions.nobody')}</span>
              {revision.revision === cron.version && <Mark tone="success">{t('revisions.current')}</Mark>}
              {revision.reason && <span data-own>{revision.reason}</span>}
              {may(cron, 'update') && revision.revision !== cron.version && (
                <Button
                  size="compact-sm"
                  variant="default"
                  ml="auto"
                  leftSection={<RotateCcw size={14} />}
                  aria-label={t('revisions.restoreNumber', { revision: revision.revision })}
                  onClick={() => restore(revision)}
                >
                  {t('revisions.restore')}
                </Button>
              )}
            </header>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
            <section className="body revision-changes" tabIndex={0} aria-label={t('revisions.changesOf', revision)}>
              <Changes revision={revision} before={revisions[index + 1]} />
            </section>
          </li>
        ))}
      </ol>
      {hasNextPage && (
        <Button variant="default" size="xs" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('revisions.more')}
        </Button>
      )}
    </>
  );
}
