import { Select, TagsInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Me } from '../../session/me.ts';

/** A role, and the groups of crons it is limited to. */
export interface Access {
  readonly role: Me['role'];
  /** Null: all. */
  readonly groups: Me['groups'];
}

const ROLES = ['viewer', 'operator', 'editor', 'admin'] as const;

/** Chooses a role among those up to `most`, and groups. */
export function AccessFields({
  access,
  most = 'admin',
  onChange,
}: {
  access: Access;
  most?: Me['role'];
  onChange: (access: Access) => void;
}) {
  const { t } = useTranslation(['settings', 'session']);
  return (
    <>
      <Select
        label={t('role')}
        description={t(`roleHint.${access.role}`)}
        data={ROLES.slice(0, ROLES.indexOf(most) + 1).map((value) => ({ value, label: t(`session:role.${value}`) }))}
        value={access.role}
        allowDeselect={false}
        onChange={(role) => onChange({ ...access, role: role as Access['role'] })}
      />
      <TagsInput
        label={t('groups')}
        description={t('groupsHint')}
        value={access.groups ?? []}
        onChange={(groups) => onChange({ ...access, groups: groups.length > 0 ? groups : null })}
      />
    </>
  );
}
