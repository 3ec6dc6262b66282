import './operations.css';
import { Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '../preferences.ts';
import { Mark, type Tone } from '../status/status-badge.tsx';
import { numberText } from '../time/duration.ts';
import type { Operation } from './operation-form.tsx';

const TONES: Readonly<Record<Operation['status'], Tone>> = {
  COLLECTING: 'info',
  RUNNING: 'info',
  DONE: 'success',
  STOPPED: 'neutral',
  FAILED: 'danger',
};

/** The state of an operation, and whether something went wrong with its targets. */
export function OperationState({ operation: { status, failed } }: { operation: Operation }) {
  const { t } = useTranslation('operations');
  return (
    <span className="marks">
      <Mark tone={TONES[status]}>{t(`status.${status}`)}</Mark>
      {failed > 0 && <Mark tone="danger">{t('failedCount', { count: failed })}</Mark>}
    </span>
  );
}

/** How far an operation is: those done and those that failed on one line. */
export function OperationProgress({ operation, width }: { operation: Operation; width?: number }) {
  const { t } = useTranslation('operations');
  const { language } = usePreferences();
  const { total, done, failed, status } = operation;
  const share = (count: number): number => (total === 0 ? (status === 'DONE' ? 100 : 0) : (count / total) * 100);
  return (
    <span className="progress-cell">
      <Progress.Root w={width ?? '100%'} size="md">
        <Progress.Section
          value={share(total === 0 ? 0 : done)}
          color="green"
          aria-label={t('outcome.done')}
          aria-valuetext={numberText(done, language)}
        />
        <Progress.Section
          value={share(failed)}
          color="red"
          aria-label={t('outcome.failed')}
          aria-valuetext={numberText(failed, language)}
        />
      </Progress.Root>
      <span className="nowrap">
        {numberText(done + failed, language)} / {numberText(total, language)}
      </span>
    </span>
  );
}
