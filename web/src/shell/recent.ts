/** A page that was looked at lately. */
export interface Recent {
  /** Below the application, with a slash in front. */
  readonly path: string;
  readonly label: string;
}

const KEY = 'jobu:recent';
const MOST = 8;

/** Pages of single things that this browser has shown, the last one first. */
export function recentPages(): readonly Recent[] {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '[]') as Recent[];
  } catch {
    return [];
  }
}

/** Remembers a page. */
export function rememberPage(page: Recent): void {
  const others = recentPages().filter(({ path }) => path !== page.path);
  localStorage.setItem(KEY, JSON.stringify([page, ...others].slice(0, MOST)));
}
