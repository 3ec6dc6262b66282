interface Named {
  readonly id: string;
  readonly show?: 'always' | 'optional';
}

const keyOf = (name: string): string => `jobu:columns:${name}`;

/** The columns to show: those that the address names, else those chosen last, else all that are not optional. */
export function shownColumns<T extends Named>(name: string, all: readonly T[], inAddress: string | undefined): T[] {
  const chosen = (inAddress ?? localStorage.getItem(keyOf(name)))?.split(',');
  return all.filter(({ id, show }) => show === 'always' || (chosen ? chosen.includes(id) : show !== 'optional'));
}

/** Keeps a choice for the next visit. */
export const keepColumns = (name: string, ids: readonly string[]): void =>
  localStorage.setItem(keyOf(name), ids.join(','));
