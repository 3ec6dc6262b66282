import { Autocomplete, Button, CloseButton, Menu } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Clock, ListFilter } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAddress } from '../../address.ts';
import { api, dataOf } from '../../api/client.ts';
import { matches } from '../../i18n/hangul.ts';
import { useFilterNames } from './filter-names.ts';
import { FILTERS, type Filter, filtersIn, filterText, OFFERED, PERIODS, parseFilters } from './filters.ts';

interface Option {
  readonly value: string;
  readonly note: string;
}

/** Completions of the word at the end of what is typed: names of filters, then values of the one before the colon. */
function useCompletions(text: string): Option[] {
  const { filterName, valueName } = useFilterNames();
  const word = /(?:[^\s"]|"[^"]*"?)*$/.exec(text)?.[0] ?? '';
  const before = text.slice(0, text.length - word.length);
  const [, name, typed] = /^([\p{L}\p{N}]+):(.*)$/u.exec(word) ?? [];
  const filter = name ? OFFERED.find((one) => one.name === name || filterName(one.name) === name) : undefined;
  const [part] = useDebouncedValue(typed?.replaceAll('"', '') ?? '', 120);
  const { data } = useQuery({
    queryKey: ['suggest', filter?.suggests, part],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/v1/executions/suggest', { params: { query: { field: filter!.suggests!, q: part } }, signal }),
      ),
    enabled: filter?.suggests !== undefined,
    staleTime: 10_000,
  });
  if (!filter)
    return OFFERED.filter((one) => matches(`${one.name} ${filterName(one.name)}`, word)).map((one) => ({
      value: `${before}${one.name}:`,
      note: filterName(one.name),
    }));
  const done = filter.values && typed?.includes(',') ? typed.slice(0, typed.lastIndexOf(',') + 1) : '';
  const rest = typed!.slice(done.length).replace(/^>/, '');
  const known = filter.values ?? filter.offers ?? data?.values ?? [];
  return known
    .filter((value) => matches(`${value} ${valueName(filter.name, value)}`, rest.replaceAll('"', '')))
    .map((value) => ({
      value: before + filterText(filter, [value]).replace(':', `:${done}`),
      note: filter.values ? valueName(filter.name, value) : filterName(filter.name),
    }));
}

/** The period that is looked at, which also stands there when nobody asked for it. */
function Period({ since, isDefault }: { since: string | undefined; isDefault: boolean }) {
  const { t } = useTranslation('executions');
  const [, change] = useAddress();
  const { periodName } = useFilterNames();
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<Clock size={14} />}
          className="chip-button"
          data-default={isDefault || undefined}
        >
          {since === undefined ? t('anyTime') : periodName(since)}
          {isDefault && <span className="dimmed">&nbsp;{t('byDefault')}</span>}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {PERIODS.map((period) => (
          <Menu.Item
            key={period}
            onClick={() => change({ since: period, until: undefined, finishedFrom: undefined, finishedTo: undefined })}
          >
            {periodName(period)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

interface FilterBarProps {
  readonly applied: Readonly<Record<string, unknown>> | undefined;
}

/** The filters of the list as chips, and a field that completes further ones. */
export function FilterBar({ applied }: FilterBarProps) {
  const { t } = useTranslation('executions');
  const { filterName, valueName } = useFilterNames();
  const navigate = useNavigate();
  const [search, change] = useAddress();
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string>();
  const [isListing, setIsListing] = useState(false);
  const options = useCompletions(text);
  const given = filtersIn(search);
  const isDefault = (applied?.['defaulted'] as string[] | undefined)?.includes('since') ?? false;
  const since = isDefault ? '24h' : given['since']?.[0];
  const apply = (typed: string): void => {
    if (typed.trim() === '') return;
    setIsListing(false);
    const parsed = parseFilters(typed, (kind, name, value) =>
      kind === 'filter' ? filterName(name) : valueName(name, value!),
    );
    const wrong = 'problem' in parsed;
    setProblem(wrong ? t(`problem.${parsed.problem}`, { text: parsed.text }) : undefined);
    if (wrong) return;
    setText('');
    if (parsed.id !== undefined) return void navigate({ to: `/executions/${parsed.id}` });
    change(
      Object.fromEntries(
        Object.entries(parsed.filters).map(([key, values]) => {
          const filter = FILTERS.find((one) => one.key === key)!;
          return [key, filter.single ? values : [...new Set([...(given[key] ?? []), ...values])]];
        }),
      ),
    );
  };
  const edit = (filter: Filter): void => {
    setText(filterText(filter, given[filter.key]!));
    change({ [filter.key]: undefined });
    document.querySelector<HTMLInputElement>('[data-filter]')?.focus();
  };
  const chips = FILTERS.filter(({ key }) => given[key] && key !== 'since');
  return (
    <div className="filter-bar">
      <Autocomplete
        data-filter
        className="filter-field"
        aria-label={t('filterLabel')}
        placeholder={t('filterPlaceholder')}
        leftSection={<ListFilter size={16} />}
        value={text}
        error={problem}
        data={options.map(({ value }) => value)}
        filter={({ options: all }) => all}
        maxDropdownHeight={320}
        dropdownOpened={isListing && options.length > 0}
        onDropdownOpen={() => setIsListing(true)}
        onDropdownClose={() => setIsListing(false)}
        selectFirstOptionOnChange={text.includes(':') && !text.endsWith(' ')}
        renderOption={({ option: { value } }) => (
          <span className="completion">
            <span className="mono">{/\S+$/.exec(value)?.[0]}</span>
            <span className="dimmed">{options.find((one) => one.value === value)?.note}</span>
          </span>
        )}
        onChange={(typed) => {
          setProblem(undefined);
          setIsListing(true);
          setText(typed);
        }}
        onOptionSubmit={(value) => {
          if (value.endsWith(':')) return;
          // The field shows what was chosen after this; then it is taken as a whole.
          setTimeout(() => apply(value), 0);
        }}
        onKeyDown={(event) => {
          const isChoosing = event.currentTarget.getAttribute('aria-activedescendant');
          if (event.key === 'Enter' && !isChoosing && !event.nativeEvent.isComposing) apply(text);
          if (event.key === 'Backspace' && text === '' && chips.length > 0) edit(chips.at(-1)!);
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
      />
      <div className="chips">
        <Period since={since} isDefault={isDefault} />
        {chips.map((filter) => (
          <span key={filter.key} className="chip">
            <button type="button" title={t('editFilter')} onClick={() => edit(filter)}>
              <span className="dimmed">{filterName(filter.name)}</span>{' '}
              <span data-own={filter.values ? undefined : true}>
                {given[filter.key]!.map((value) => valueName(filter.name, value)).join(', ')}
              </span>
            </button>
            <CloseButton
              size="xs"
              aria-label={t('removeFilter', { name: filterName(filter.name) })}
              onClick={() => change({ [filter.key]: undefined })}
            />
          </span>
        ))}
        {chips.length > 1 && (
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            onClick={() => change(Object.fromEntries(chips.map(({ key }) => [key, undefined])))}
          >
            {t('clearFilters')}
          </Button>
        )}
      </div>
    </div>
  );
}
