import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { ShieldX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { type Me, useMe } from '../session/me.ts';
import { Empty } from './empty.tsx';

interface DeniedProps {
  /** The role that is needed; undefined: the group is what is missing. */
  readonly needs: Me['role'] | undefined;
}

/** Which role or group it takes, what the viewer has, and who can give more. */
export function WhoGrants({ needs }: DeniedProps) {
  const { t } = useTranslation(['scheduler', 'session']);
  const { data: me } = useMe(false);
  if (!me) return null;
  const isElsewhere = me.via === 'proxy' || me.via === 'custom';
  return (
    <p>
      {needs
        ? t('denied.role', { role: t(`session:role.${needs}`), own: t(`session:role.${me.role}`) })
        : t('denied.group')}{' '}
      {me.groups && t('denied.groups', { groups: me.groups.join(', ') || '–' })}{' '}
      {t(isElsewhere ? 'denied.elsewhere' : 'denied.grant', { admin: t('session:role.admin') })}
    </p>
  );
}

/** A page that the viewer may not use. */
export function Denied({ needs }: DeniedProps) {
  const { t } = useTranslation(['problems', 'scheduler']);
  return (
    <div className="page">
      <h1 className="hidden-text">{t('status.403')}</h1>
      <Empty icon={ShieldX} title={t('status.403')}>
        <WhoGrants needs={needs} />
        <Button mt="md" variant="default" renderRoot={(props) => <Link to="/crons" {...props} />}>
          {t('scheduler:denied.back')}
        </Button>
      </Empty>
    </div>
  );
}
