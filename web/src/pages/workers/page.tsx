import '../execution/execution.css';
import '../executions/executions.css';
import { Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { oneOf, useAddress } from '../../address.ts';
import { useShortcuts } from '../../shell/shortcuts.ts';
import { DatabaseFacts } from './database.tsx';
import { Dispatchers } from './dispatchers.tsx';
import { Workers } from './workers.tsx';

const TABS = { workers: Workers, dispatchers: Dispatchers, database: DatabaseFacts } as const;
const NAMES = Object.keys(TABS) as (keyof typeof TABS)[];

/** The processes of jobu and the database that they share. */
export default function WorkersPage() {
  const { t } = useTranslation('workers');
  const [address, change] = useAddress();
  const tab = NAMES.find((name) => name === oneOf(address, 'tab')) ?? 'workers';
  useShortcuts(
    NAMES.map((name, index) => ({
      keys: String(index + 1),
      label: `workers:tabs.${name}`,
      run: () => change({ tab: name, open: undefined }),
    })),
  );
  const Content = TABS[tab];
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('title')}</h1>
      </div>
      <Tabs value={tab} onChange={(name) => change({ tab: name ?? undefined, open: undefined })} keepMounted={false}>
        <Tabs.List>
          {NAMES.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(`tabs.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={tab} pt="md">
          <Content />
        </Tabs.Panel>
      </Tabs>
    </div>
  );
}
