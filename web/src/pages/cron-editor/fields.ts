import type { Draft } from './draft.ts';

export const OVERLAPS = ['skip', 'queue_one', 'queue_all', 'cancel_running', 'allow'] as const;
export const CATCH_UPS = ['once', 'all', 'skip'] as const;
export const LOST = ['retry', 'fail', 'hold'] as const;

/** What every section of the form gets. */
export interface SectionProps {
  readonly draft: Draft;
  readonly change: (part: Partial<Draft>) => void;
  /** What is wrong with a field of the API; undefined when nothing is. */
  readonly problem: (field: string) => string | undefined;
}
