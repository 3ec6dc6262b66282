import type { Draft } from './draft.ts';

interface Kept {
  readonly draft: Draft;
  /** Version of the cron it was begun on. */
  readonly version: number | undefined;
}

const keyOf = (key: string): string => `jobu:draft:${key}`;

/** What was typed and not saved, unless the cron has changed since. */
export function keptDraft(key: string, version: number | undefined): Draft | undefined {
  try {
    const kept = JSON.parse(sessionStorage.getItem(keyOf(key)) ?? 'null') as Kept | null;
    return kept !== null && kept.version === version ? kept.draft : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a form in this tab, so that a reload loses nothing; undefined forgets it. */
export function keepDraft(key: string, draft: Draft | undefined, version: number | undefined): void {
  if (draft === undefined) sessionStorage.removeItem(keyOf(key));
  else sessionStorage.setItem(keyOf(key), JSON.stringify({ draft, version } satisfies Kept));
}
