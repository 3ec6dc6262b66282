import { Button } from '@mantine/core';
import { Compass } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { spotlight } from '../shell/spotlight.ts';
import { Empty } from './empty.tsx';

/** The page of an address that does not exist. */
export function Missing() {
  const { t } = useTranslation('shell');
  return (
    <main className="page">
      <Empty icon={Compass} title={t('missing.title')}>
        <p>{t('missing.text')}</p>
        <Button mt="md" variant="default" onClick={() => spotlight.open()}>
          {t('search.open')}
        </Button>
      </Empty>
    </main>
  );
}
