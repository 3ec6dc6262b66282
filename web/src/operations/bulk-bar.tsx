import './operations.css';
import { Button, CloseButton } from '@mantine/core';
import type { LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '../preferences.ts';
import { numberText } from '../time/duration.ts';

interface BulkBarProps {
  /** So many are selected. */
  readonly selected: number;
  /** So many match the filters, on all pages. */
  readonly matching: { readonly value: number; readonly relation: 'eq' | 'gte' } | undefined;
  /** Not those that are selected, but all that match. */
  readonly isAll: boolean;
  readonly onAll: () => void;
  readonly onClear: () => void;
  readonly actions: readonly {
    readonly name: string;
    readonly title: string;
    readonly icon: LucideIcon;
    /** False: it fits none of those that are selected. */
    readonly isOpen: boolean;
    readonly run: () => void;
  }[];
}

/** What may be done to the rows that are selected, or to all that match. Needs the words of `operations`. */
export function BulkBar({ selected, matching, isAll, onAll, onClear, actions }: BulkBarProps) {
  const { t } = useTranslation('operations');
  const { language } = usePreferences();
  if (selected === 0 && !isAll) return null;
  const total = matching ? numberText(matching.value, language) : '';
  const kind = matching?.relation === 'gte' ? 'AtLeast' : '';
  return (
    <section className="bulk-bar" aria-label={t('bulk')}>
      <strong role="status">
        {isAll
          ? t(`allSelected${kind}`, { value: total, count: matching?.value ?? 0 })
          : t('selected', { count: selected })}
      </strong>
      {!isAll && matching && matching.value > selected && (
        <Button size="compact-sm" variant="subtle" onClick={onAll}>
          {t(`selectAll${kind}`, { value: total, count: matching.value })}
        </Button>
      )}
      <span className="actions">
        {actions.map(({ name, title, icon: Icon, isOpen, run }) => (
          <Button
            key={name}
            size="compact-sm"
            variant="default"
            leftSection={<Icon size={14} />}
            disabled={!isOpen}
            onClick={run}
          >
            {title}
          </Button>
        ))}
      </span>
      <CloseButton aria-label={t('clear')} title={t('clear')} onClick={onClear} />
    </section>
  );
}
