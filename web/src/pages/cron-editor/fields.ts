import type { Draft } from './draft.ts';

/** What every section of the form gets. */
export interface SectionProps {
  readonly draft: Draft;
  readonly change: (part: Partial<Draft>) => void;
  /** What is wrong with a field of the API; undefined when nothing is. */
  readonly problem: (field: string) => string | undefined;
}
