import { useTranslation } from 'react-i18next';
import { timeText, useDisplayZone } from '../../time/zone.ts';

/** Names of filters and of their values in the viewer's language. */
export function useFilterNames() {
  const { t } = useTranslation('executions');
  const zone = useDisplayZone();
  const valueName = (filter: string, value: string): string => {
    if (filter === 'status') return t(`shell:status.${value}`, { defaultValue: value });
    if (filter === 'skip') return t(`shell:skip.${value}`, { defaultValue: value });
    if (filter === 'trigger') return t(`trigger.${value}`, { defaultValue: value });
    if (value === 'true' || value === 'false') return t(`flag.${value}`);
    if (/^\d{4}-\d\d-\d\dT/.test(value) && !Number.isNaN(Date.parse(value))) return timeText(new Date(value), zone);
    return value;
  };
  return {
    filterName: (name: string): string => t(`filter.${name}`),
    valueName,
    periodName: (period: string): string =>
      /^\d+[smhd]$/.test(period)
        ? t(`period.${period.at(-1)}`, { count: Number.parseInt(period, 10) })
        : valueName('since', period),
  };
}
