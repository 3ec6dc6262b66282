import { Button, Group } from '@mantine/core';
import { ChevronFirst, ChevronLeft, ChevronRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { oneOf, useAddress } from '../address.ts';

interface PagerProps {
  readonly page: { readonly nextCursor: string | null; readonly prevCursor?: string | null } | undefined;
}

/** To the first, the previous and the next page of a list. */
export function Pager({ page }: PagerProps) {
  const { t } = useTranslation('shell');
  const [search, change] = useAddress();
  const isFirst = oneOf(search, 'cursor') === undefined;
  if (!page || (isFirst && page.nextCursor === null)) return null;
  return (
    <Group justify="flex-end" gap="xs">
      <Button
        size="xs"
        variant="default"
        disabled={isFirst}
        leftSection={<ChevronFirst size={14} />}
        onClick={() => change({ cursor: undefined })}
      >
        {t('pager.first')}
      </Button>
      {page.prevCursor && (
        <Button
          size="xs"
          variant="default"
          leftSection={<ChevronLeft size={14} />}
          onClick={() => change({ cursor: page.prevCursor ?? undefined })}
        >
          {t('pager.previous')}
        </Button>
      )}
      <Button
        size="xs"
        variant="default"
        disabled={page.nextCursor === null}
        rightSection={<ChevronRight size={14} />}
        onClick={() => change({ cursor: page.nextCursor ?? undefined })}
      >
        {t('pager.next')}
      </Button>
    </Group>
  );
}
