import { useEffect, useReducer, useRef } from 'react';
import { api, dataOf, type Resource } from '../../api/client.ts';
import { onLog } from '../../live/live.ts';

export type LogLine = Resource<'LogLine'>;

const PAGE = 1000;

export interface Log {
  readonly lines: readonly LogLine[];
  /** Lines are still being fetched for the first time. */
  readonly isLoading: boolean;
  readonly error: unknown;
  readonly retry: () => void;
}

/** The log of an execution from its first line on; while `isOpen`, further lines come as they are written. */
export function useLogLines(id: string, isOpen: boolean): Log {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const [round, restart] = useReducer((count: number) => count + 1, 0);
  const state = useRef<{ id: string; lines: LogLine[]; isLoading: boolean; error: unknown }>({
    id,
    lines: [],
    isLoading: true,
    error: null,
  });
  if (state.current.id !== id) state.current = { id, lines: [], isLoading: true, error: null };
  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` starts over after an error
  useEffect(() => {
    const aborting = new AbortController();
    const { signal } = aborting;
    const own = state.current;
    let wake = (): void => {};
    const stopHearing = isOpen ? onLog(id, () => wake()) : () => {};
    const load = async (): Promise<void> => {
      for (;;) {
        const after = own.lines.at(-1)?.id;
        const page = await dataOf(
          api.GET('/api/v1/executions/{id}/logs', { params: { path: { id }, query: { limit: PAGE, after } }, signal }),
        );
        if (signal.aborted) return;
        own.lines = [...own.lines, ...page.items];
        own.error = null;
        if (page.items.length === PAGE) {
          redraw();
          continue;
        }
        if (own.isLoading || page.items.length > 0) {
          own.isLoading = false;
          redraw();
        }
        if (!isOpen) return;
        await new Promise<void>((resolve) => {
          wake = resolve;
          signal.addEventListener('abort', () => resolve(), { once: true });
        });
        if (signal.aborted) return;
      }
    };
    load().catch((error: unknown) => {
      if (signal.aborted) return;
      own.error = error;
      own.isLoading = false;
      redraw();
    });
    return () => {
      aborting.abort();
      stopHearing();
    };
  }, [id, isOpen, round]);
  const { lines, isLoading, error } = state.current;
  return { lines, isLoading, error, retry: restart };
}
