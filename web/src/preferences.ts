import { useSyncExternalStore } from 'react';

/** What one viewer likes; kept in this browser, and with the account where the server can. */
export interface Preferences {
  readonly language: 'ko' | 'en';
  /** Zone of displayed times; null: the server's. */
  readonly zone: string | null;
  /** Shows UTC for the moment. */
  readonly utc: boolean;
  readonly relative: boolean;
  readonly density: 'compact' | 'normal' | 'roomy';
  readonly navigation: 'wide' | 'narrow';
  readonly shortcuts: boolean;
  readonly live: boolean;
  readonly startPage: string;
  /** Ids of crons that are looked at often. */
  readonly starred: readonly string[];
  /** When the executions were last looked at; null: never. */
  readonly executionsSeenAt: string | null;
}

const KEY = 'jobu:preferences';

/** The browser's language among ours. Default Korean. */
function browserLanguage(): 'ko' | 'en' {
  for (const tag of navigator.languages) {
    const language = tag.slice(0, 2).toLowerCase();
    if (language === 'ko' || language === 'en') return language;
  }
  return 'ko';
}

function stored(): Partial<Preferences> {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Preferences>;
  } catch {
    return {};
  }
}

let current: Preferences = {
  language: browserLanguage(),
  zone: null,
  utc: false,
  relative: false,
  density: 'normal',
  navigation: 'wide',
  shortcuts: true,
  live: true,
  startPage: '/',
  starred: [],
  executionsSeenAt: null,
  ...stored(),
};

const listeners = new Set<() => void>();

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

const notify = (): void => {
  for (const listener of listeners) listener();
};

// Another tab of this browser has written.
addEventListener('storage', ({ key }) => {
  if (key !== KEY) return;
  current = { ...current, ...stored() };
  notify();
});

export const preferences = {
  get: (): Preferences => current,
  subscribe,
  set(change: Partial<Preferences>): void {
    current = { ...current, ...change };
    localStorage.setItem(KEY, JSON.stringify(current));
    notify();
  },
};

/** The preferences, and again whenever they change. */
export const usePreferences = (): Preferences => useSyncExternalStore(subscribe, preferences.get);
