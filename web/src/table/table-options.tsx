import { ActionIcon, Checkbox, Menu, SegmentedControl, Stack, Text } from '@mantine/core';
import { Columns3Cog } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { oneOf, useAddress } from '../address.ts';
import { usePreferences } from '../preferences.ts';
import { useKeepLikings } from '../session/likings.ts';
import { keepColumns, shownColumns } from './columns.ts';
import type { Column } from './data-table.tsx';

interface TableOptionsProps {
  readonly name: string;
  readonly columns: readonly Pick<Column<never>, 'id' | 'label' | 'show'>[];
}

/** Chooses the columns of a table and the height of its rows. */
export function TableOptions({ name, columns }: TableOptionsProps) {
  const { t } = useTranslation('shell');
  const { density } = usePreferences();
  const keep = useKeepLikings();
  const [search, change] = useAddress();
  const shown = shownColumns(name, columns, oneOf(search, 'columns')).map(({ id }) => id);
  const choose = (ids: string[]): void => {
    const ordered = columns.map(({ id }) => id).filter((id) => ids.includes(id));
    keepColumns(name, ordered);
    change({ columns: ordered.join(','), cursor: oneOf(search, 'cursor') });
  };
  return (
    <Menu position="bottom-end" closeOnItemClick={false} withinPortal>
      <Menu.Target>
        <ActionIcon variant="default" size={34} aria-label={t('table.options')} title={t('table.options')}>
          <Columns3Cog size={17} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown p="sm">
        <Stack gap="xs">
          <Text size="sm" fw={600}>
            {t('table.density')}
          </Text>
          <SegmentedControl
            size="xs"
            aria-label={t('table.density')}
            value={density}
            onChange={(value) =>
              void keep({ density: value === 'roomy' ? 'comfortable' : (value as 'compact' | 'normal') }).catch(
                () => {},
              )
            }
            data={(['compact', 'normal', 'roomy'] as const).map((value) => ({ value, label: t(`table.${value}`) }))}
          />
          <Checkbox.Group label={t('table.columns')} value={shown} onChange={choose}>
            <Stack gap={6} mt={6} mah={320} style={{ overflow: 'auto' }}>
              {columns.map(({ id, label, show }) => (
                <Checkbox key={id} size="xs" value={id} label={label} disabled={show === 'always'} />
              ))}
            </Stack>
          </Checkbox.Group>
        </Stack>
      </Menu.Dropdown>
    </Menu>
  );
}
