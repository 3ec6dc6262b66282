import { Button, CloseButton, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQueries } from '@tanstack/react-query';
import { ListFilter, Search, Star } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAddress } from '../../address.ts';
import { api, dataOf } from '../../api/client.ts';
import { usePreferences } from '../../preferences.ts';
import { FILTER_NAMES, type FilterName, filtersIn, withValue } from './filters.ts';

const SUGGESTED = ['handlerName', 'groupName', 'owner', 'tag'] as const;
const FLAGS = ['isEnabled', 'isPaused', 'neverRan', 'noWorker', 'otherZone'] as const;
const RESULTS = ['FAILED', 'TIMEOUT', 'SUCCESS', 'CANCELED', 'SKIPPED'] as const;

/** A text field, one field that completes every other filter, and the filters that are given as chips. */
export function FilterBar() {
  const { t } = useTranslation(['crons', 'shell']);
  const [address, change] = useAddress();
  const [typed, setTyped] = useState('');
  const [part] = useDebouncedValue(typed, 150);
  const filters = filtersIn(address);
  const { starred } = usePreferences();
  const isStarred = starred.length > 0 && filters.id?.join() === starred.join();
  const suggestions = useQueries({
    queries: SUGGESTED.map((field) => ({
      queryKey: ['suggest', field, part],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        dataOf(api.GET('/api/v1/executions/suggest', { params: { query: { field, q: part } }, signal })),
      staleTime: 30_000,
    })),
  });
  const valueName = (name: FilterName, value: string): string =>
    name === 'lastStatus'
      ? t(`shell:status.${value}`, { defaultValue: value })
      : (FLAGS as readonly string[]).includes(name)
        ? t(`filters.${name}.${value}`, { defaultValue: value })
        : value;
  const options = [
    {
      group: t('filters.state'),
      items: FLAGS.flatMap((name) =>
        (name === 'isEnabled' || name === 'isPaused' ? ['true', 'false'] : ['true']).map((value) => ({
          value: `${name}:${value}`,
          label: valueName(name, value),
        })),
      ),
    },
    {
      group: t('filters.lastStatus'),
      items: RESULTS.map((value) => ({
        value: `lastStatus:${value}`,
        label: `${t('filters.lastStatus')}: ${valueName('lastStatus', value)}`,
      })),
    },
    ...SUGGESTED.map((name, index) => ({
      group: t(`filters.${name}`),
      items: (suggestions[index]?.data?.values ?? []).map((value) => ({ value: `${name}:${value}`, label: value })),
    })).filter(({ items }) => items.length > 0),
  ];
  const chips = FILTER_NAMES.filter((name) => filters[name] && name !== 'search' && !(name === 'id' && isStarred));
  return (
    <div className="cron-filters">
      <TextInput
        key={filters.search?.[0] ?? ''}
        data-filter
        aria-label={t('filter')}
        placeholder={t('filter')}
        leftSection={<Search size={16} />}
        defaultValue={filters.search?.[0]}
        onKeyDown={({ key, currentTarget, nativeEvent }) => {
          if (key === 'Enter' && !nativeEvent.isComposing) change({ search: currentTarget.value });
          if (key === 'Escape') currentTarget.blur();
        }}
      />
      <Select
        aria-label={t('filters.add')}
        placeholder={t('filters.add')}
        leftSection={<ListFilter size={16} />}
        searchable
        data={options}
        value={null}
        searchValue={typed}
        onSearchChange={setTyped}
        maxDropdownHeight={360}
        nothingFoundMessage={t('filters.none')}
        onChange={(chosen) => {
          if (chosen === null) return;
          const name = chosen.slice(0, chosen.indexOf(':')) as FilterName;
          setTyped('');
          change({ [name]: withValue(filters, name, chosen.slice(name.length + 1)) });
        }}
      />
      {starred.length > 0 && (
        <Button
          size="compact-sm"
          variant={isStarred ? 'light' : 'default'}
          leftSection={<Star size={14} />}
          aria-pressed={isStarred}
          onClick={() => change({ id: isStarred ? undefined : [...starred] })}
        >
          {t('starred')}
        </Button>
      )}
      {chips.map((name) => (
        <span key={name} className="chip">
          <span>
            {!(FLAGS as readonly string[]).includes(name) && <span className="dimmed">{t(`filters.${name}`)} </span>}
            <span data-own={name === 'lastStatus' ? undefined : true}>
              {filters[name]!.map((value) => valueName(name, value)).join(', ')}
            </span>
          </span>
          <CloseButton
            size="xs"
            aria-label={t('filters.remove', { name: filters[name]!.map((value) => valueName(name, value)).join(', ') })}
            onClick={() => change({ [name]: undefined })}
          />
        </span>
      ))}
      {chips.length > 0 && (
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          onClick={() => change(Object.fromEntries(FILTER_NAMES.map((name) => [name, undefined])))}
        >
          {t('clear')}
        </Button>
      )}
    </div>
  );
}
