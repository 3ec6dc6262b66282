import { SegmentedControl, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { oneOf, useAddress } from '../../address.ts';
import { api, dataOf, ProblemError, type Resource } from '../../api/client.ts';
import { JsonTree } from '../../json/json-tree.tsx';
import { Failure } from '../../states/failure.tsx';
import type { Detail } from './overview.tsx';

type Difference = Resource<'ExecutionDiff'>['params'][number];

/** Members of this name arrive as their text, here too; their values are texts anyway. */
const differencesOf = (value: unknown): Difference[] =>
  typeof value === 'string' ? (JSON.parse(value) as Difference[]) : (value as Difference[]);

function Differences({ rows, left, right }: { rows: readonly Difference[]; left: string; right: string }) {
  const { t } = useTranslation('executions');
  if (rows.length === 0) return <p className="dimmed">{t('diff.same')}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="data-table" tabIndex={0} aria-label={t('diff.title')}>
      <table className="differences">
        <thead>
          <tr>
            <th scope="col">{t('diff.place')}</th>
            <th scope="col">{t('diff.other', { id: left })}</th>
            <th scope="col">{t('diff.this', { id: right })}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.pointer}>
              <th scope="row" className="mono">
                {row.pointer === '' ? t('diff.whole') : row.pointer}
              </th>
              <td className="mono left">{row.left ?? '–'}</td>
              <td className="mono right">{row.right ?? '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Fact({ name, value }: { name: string; value: string | null }) {
  const { t } = useTranslation('executions');
  if (value === null) return '–';
  if (name === 'status') return t(`shell:status.${value}`);
  return name === 'paramSource' ? t(`trigger.${value}`) : <span data-own>{value}</span>;
}

/** What differs between this execution and another one: the last success, the one before, or any. */
function Diff({ execution, part }: { execution: Detail; part: 'params' | 'result' }) {
  const { t } = useTranslation('executions');
  const [search, change] = useAddress();
  const chosen = oneOf(search, 'with') ?? 'last-success';
  const [id, setId] = useState(/^\d+$/.test(chosen) ? chosen : '');
  const { data, error } = useQuery({
    queryKey: ['executions', 'diff', execution.id, chosen],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/v1/executions/{id}/diff', {
          params: { path: { id: execution.id }, query: { with: chosen } },
          signal,
        }),
      ),
  });
  return (
    <section className="diff">
      <div className="marks">
        <h2>{t('diff.title')}</h2>
        <SegmentedControl
          size="xs"
          aria-label={t('diff.with')}
          value={/^\d+$/.test(chosen) ? '' : chosen}
          onChange={(value) => change({ with: value })}
          data={['last-success', 'previous'].map((value) => ({ value, label: t(`diff.${value}`) }))}
        />
        <TextInput
          size="xs"
          w={150}
          aria-label={t('diff.any')}
          placeholder={t('diff.any')}
          value={id}
          onChange={({ currentTarget }) => setId(currentTarget.value.replace(/\D/g, ''))}
          onKeyDown={({ key }) => key === 'Enter' && id !== '' && change({ with: id })}
        />
      </div>
      {error instanceof ProblemError && error.code === 'EXECUTION_NOT_COMPARABLE' ? (
        <p className="dimmed">{t('diff.none')}</p>
      ) : (
        error && <Failure error={error} />
      )}
      {data && (
        <>
          <p className="dimmed small">
            {t('diff.comparedWith')}{' '}
            <Link to={`/executions/${data.left.id}`} className="mono">
              #{data.left.id}
            </Link>
            {data.facts.map(({ name, left, right }) => (
              <span key={name}>
                {' · '}
                {t(`diff.fact.${name}`)}: <Fact name={name} value={left} /> → <Fact name={name} value={right} />
              </span>
            ))}
          </p>
          <Differences rows={differencesOf(data[part])} left={data.left.id} right={data.right.id} />
        </>
      )}
    </section>
  );
}

const textOf = (value: unknown): string | null => (value === null || value === undefined ? null : String(value));

/** What the handler got. */
export function Params({ execution }: { execution: Detail }) {
  const { t } = useTranslation('executions');
  return (
    <div className="execution-overview">
      <JsonTree text={textOf(execution.params)} label={t('params')} />
      {execution.cronId !== null && <Diff execution={execution} part="params" />}
    </div>
  );
}

/** What the handler returned. */
export function Result({ execution }: { execution: Detail }) {
  const { t } = useTranslation('executions');
  return (
    <div className="execution-overview">
      {execution.result === null ? (
        <p className="dimmed">{t('noResult')}</p>
      ) : (
        <JsonTree text={textOf(execution.result)} label={t('result')} />
      )}
      {execution.cronId !== null && <Diff execution={execution} part="result" />}
    </div>
  );
}
