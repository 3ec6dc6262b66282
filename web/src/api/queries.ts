import { QueryClient } from '@tanstack/react-query';
import type { LiveTopic } from '../../../src/client/index.ts';
import { ProblemError } from './client.ts';

declare module '@tanstack/react-query' {
  interface Register {
    queryMeta: {
      /** Kinds of change after which the answer is asked for again. */
      topics?: readonly Topic[];
    };
  }
}

/** Kinds of change: the server tells of them, but for `settings`, which a page asks for again after its own changes. */
export type Topic = LiveTopic | 'settings';

/** Answers stay on the page, grey and with their age, while the server cannot be reached. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 2_000,
      refetchOnWindowFocus: true,
      retry: (count, error) => !(error instanceof ProblemError && error.status < 500) && count < 2,
    },
    mutations: { retry: false },
  },
});

/** Asks again for everything that depends on one of the topics and is on the page. */
export function refresh(...topics: readonly Topic[]): void {
  void queries.invalidateQueries({
    predicate: ({ meta }) => meta?.topics?.some((topic) => topics.includes(topic)) ?? false,
  });
}
