import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { oneOf, useAddress } from '../address.ts';
import { api, dataOf } from '../api/client.ts';

/** Narrows a page to one group of schedules; the group stands in the address. The groups are asked for when it opens. */
export function GroupSelect() {
  const { t } = useTranslation('shell');
  const [address, change] = useAddress();
  const [isOpen, setIsOpen] = useState(false);
  const group = oneOf(address, 'groupName');
  const { data } = useQuery({
    queryKey: ['suggest', 'groupName', ''],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/api/v1/executions/suggest', { params: { query: { field: 'groupName' } }, signal })),
    enabled: isOpen,
    staleTime: 10_000,
  });
  const names = [...new Set([...(group ? [group] : []), ...(data?.values ?? [])])];
  return (
    <Select
      aria-label={t('group.label')}
      placeholder={t('group.all')}
      nothingFoundMessage={t('group.none')}
      clearable
      searchable
      w={160}
      value={group ?? null}
      onDropdownOpen={() => setIsOpen(true)}
      onChange={(value) => change({ groupName: value ?? undefined })}
      data={names}
    />
  );
}
