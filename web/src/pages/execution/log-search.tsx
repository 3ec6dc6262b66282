import { ActionIcon, TextInput } from '@mantine/core';
import { ChevronDown, ChevronUp, Regex, Search } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '../../preferences.ts';
import { numberText } from '../../time/duration.ts';

interface LogSearchProps {
  readonly text: string;
  readonly isRegex: boolean;
  readonly isValid: boolean;
  /** Place of the current match, from 0; -1 before the first. */
  readonly at: number;
  readonly total: number;
  readonly onText: (text: string) => void;
  readonly onRegex: (isRegex: boolean) => void;
  readonly onStep: (by: 1 | -1) => void;
}

/** Finds text or a regular expression in the log. */
export function LogSearch({ text, isRegex, isValid, at, total, onText, onRegex, onStep }: LogSearchProps) {
  const { t } = useTranslation('executions');
  const { language } = usePreferences();
  return (
    <>
      <TextInput
        data-filter
        className="log-search"
        aria-label={t('logs.find')}
        placeholder={t('logs.find')}
        leftSection={<Search size={15} />}
        value={text}
        error={!isValid && t('logs.badRegex')}
        onChange={({ currentTarget }) => onText(currentTarget.value)}
        onKeyDown={({ key, shiftKey, currentTarget }) => {
          if (key === 'Enter') onStep(shiftKey ? -1 : 1);
          if (key === 'Escape') currentTarget.blur();
        }}
      />
      <ActionIcon
        variant={isRegex ? 'filled' : 'default'}
        size={34}
        aria-pressed={isRegex}
        aria-label={t('logs.regex')}
        title={t('logs.regex')}
        onClick={() => onRegex(!isRegex)}
      >
        <Regex size={16} />
      </ActionIcon>
      {text !== '' && (
        <>
          <span className="dimmed small" role="status">
            {total === 0
              ? t('logs.noMatch')
              : t('logs.match', { at: at < 0 ? '–' : at + 1, total: numberText(total, language) })}
          </span>
          <ActionIcon variant="default" size={34} aria-label={t('logs.previousMatch')} onClick={() => onStep(-1)}>
            <ChevronUp size={16} />
          </ActionIcon>
          <ActionIcon variant="default" size={34} aria-label={t('logs.nextMatch')} onClick={() => onStep(1)}>
            <ChevronDown size={16} />
          </ActionIcon>
        </>
      )}
    </>
  );
}
