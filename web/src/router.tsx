import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { loadWords } from './i18n/i18n.ts';
import { PAGES } from './pages/list.ts';
import { basePath } from './server.ts';
import { Frame } from './shell/frame.tsx';
import { Failure } from './states/failure.tsx';
import { Missing } from './states/missing.tsx';

/** Search parameters as the API has them: a repeated key is a list, everything is text. */
export type Search = Record<string, string | string[]>;

export function parseSearch(text: string): Search {
  const search: Search = {};
  for (const key of new Set(new URLSearchParams(text).keys())) {
    const values = new URLSearchParams(text).getAll(key);
    search[key] = values.length === 1 ? values[0]! : values;
  }
  return search;
}

export function searchText(search: Record<string, unknown>): string {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(search))
    for (const one of [value].flat())
      if (one !== undefined && one !== null && one !== '') parameters.append(key, String(one));
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}

const root = createRootRoute({
  component: Frame,
  notFoundComponent: Missing,
  errorComponent: ({ error }) => <Failure error={error} />,
});

const routes = PAGES.map(({ path, load, words }) =>
  createRoute({
    getParentRoute: () => root,
    path,
    component: lazyRouteComponent(async () => {
      await loadWords(words);
      return await load();
    }),
  }),
);

export const router = createRouter({
  routeTree: root.addChildren(routes),
  basepath: basePath || '/',
  parseSearch,
  stringifySearch: searchText,
  scrollRestoration: true,
  defaultPreload: 'intent',
  defaultErrorComponent: ({ error }) => <Failure error={error} />,
  defaultNotFoundComponent: Missing,
});
