import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useFilterNames } from '../pages/executions/filter-names.ts';
import { FILTERS } from '../pages/executions/filters.ts';
import type { Operation } from './operation-form.tsx';

/** What an operation is for: the filters that its targets matched, or that they were named. Needs the words of `executions`. */
export function OperationFilter({ operation: { filter, entity } }: { operation: Operation }) {
  const { t } = useTranslation('operations');
  const { filterName, valueName } = useFilterNames();
  if (filter === null) return <span className="dimmed">{t('named')}</span>;
  const given = Object.entries(filter).filter(([key]) => key !== 'defaulted');
  if (given.length === 0) return <span className="dimmed">{t('everything')}</span>;
  return (
    <Link
      to={entity === 'cron' ? '/crons' : '/executions'}
      search={Object.fromEntries(given) as never}
      className="marks"
    >
      {given.map(([key, values]) => {
        const known = entity === 'execution' ? FILTERS.find((one) => one.key === key) : undefined;
        return (
          <span key={key}>
            {known ? filterName(known.name) : t(`cronFilter.${key}`, { defaultValue: key })}{' '}
            <span data-own>
              {[values]
                .flat()
                .map((value) => valueName(known?.name ?? (key === 'lastStatus' ? 'status' : key), String(value)))
                .join(', ')}
            </span>
          </span>
        );
      })}
    </Link>
  );
}
