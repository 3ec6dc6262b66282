import { Alert, Button, Group, Table } from '@mantine/core';
import { GitCompare } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Cron } from '../../api/client.ts';
import { changesOf, type Draft, draftOf } from './draft.ts';

interface ConflictProps {
  /** As it was when the form was opened. */
  readonly opened: Cron;
  /** As somebody else has saved it since. */
  readonly current: Cron;
  readonly mine: Draft;
  readonly onKeepMine: () => void;
  readonly onTakeTheirs: () => void;
}

const shown = (value: unknown): string =>
  typeof value === 'object' && value !== null && 'text' in value ? String(value.text) : JSON.stringify(value);

/** Two people have changed a cron: both versions, field by field, and a choice. */
export function Conflict({ opened, current, mine, onKeepMine, onTakeTheirs }: ConflictProps) {
  const { t } = useTranslation('crons');
  const [before, theirs] = [draftOf(opened), draftOf(current)];
  const myChanges = changesOf(before, mine);
  const theirChanges = changesOf(before, theirs);
  const names = [...new Set([...Object.keys(myChanges), ...Object.keys(theirChanges)])];
  return (
    <Alert role="alert" color="yellow" variant="outline" icon={<GitCompare size={18} />} title={t('conflict.title')}>
      <p>{t('conflict.text')}</p>
      <Table.ScrollContainer minWidth={420} my="sm">
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('conflict.field')}</Table.Th>
              <Table.Th>{t('conflict.mine')}</Table.Th>
              <Table.Th>{t('conflict.theirs')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {names.map((name) => (
              <Table.Tr key={name}>
                <Table.Td className="mono">{name}</Table.Td>
                <Table.Td>{name in myChanges ? shown(myChanges[name]) : t('conflict.unchanged')}</Table.Td>
                <Table.Td>{name in theirChanges ? shown(theirChanges[name]) : t('conflict.unchanged')}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Group gap="xs">
        <Button size="sm" onClick={onKeepMine}>
          {t('conflict.keepMine')}
        </Button>
        <Button size="sm" variant="default" onClick={onTakeTheirs}>
          {t('conflict.takeTheirs')}
        </Button>
      </Group>
    </Alert>
  );
}
