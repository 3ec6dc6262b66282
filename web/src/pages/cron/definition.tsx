import { useTranslation } from 'react-i18next';
import type { Cron } from '../../api/client.ts';
import { JsonText, stringify } from '../../api/json-text.ts';
import { JsonView } from '../../json/json-view.tsx';

const VERBATIM = ['handlerParams', 'retryBackoff', 'timing', 'blackouts'];

/** A cron as the API holds it, as JSON. */
export function cronText(cron: Cron): string {
  const members = Object.entries(cron)
    .filter(([name]) => name !== 'permissions')
    .map(([name, value]) => [name, VERBATIM.includes(name) && typeof value === 'string' ? new JsonText(value) : value]);
  return stringify(Object.fromEntries(members));
}

/** A cron as the API holds it. */
export function Definition({ cron }: { cron: Cron }) {
  const { t } = useTranslation('crons');
  return <JsonView text={cronText(cron)} label={t('tabs.definition')} />;
}
