import { LIVE_EVENTS, LOG_EVENT, RESET_EVENT } from '../../../src/client/index.ts';
import { baseUrl } from '../server.ts';

/** What a stream says, or what is said of it: `opened` and `lost`. */
export interface Hint {
  readonly event: string;
  readonly data: unknown;
  /** Of the event, to go on behind it. */
  readonly id?: string;
}

interface StreamOptions {
  /** Executions whose log lines are told of. */
  readonly logs: readonly string[];
  /** The last event that is known; empty: none. */
  readonly after: string;
  readonly signal: AbortSignal;
  readonly relay: (hint: Hint) => void;
}

/** Reads the server's stream until it is refused or `signal` ends it. Answers whether it was ever open. */
export function readStream({ logs, after, signal, relay }: StreamOptions): Promise<boolean> {
  return new Promise((resolve) => {
    let opened = false;
    const url = new URL('api/v1/stream', baseUrl);
    for (const log of logs) url.searchParams.append('log', log);
    if (after !== '') url.searchParams.set('lastEventId', after);
    const source = new EventSource(url);
    const end = (): void => {
      source.close();
      resolve(opened);
    };
    source.onopen = () => {
      opened = true;
      relay({ event: 'opened', data: after });
    };
    source.onerror = () => {
      relay({ event: 'lost', data: null });
      if (source.readyState === EventSource.CLOSED) end();
    };
    for (const event of [...Object.values(LIVE_EVENTS), RESET_EVENT, LOG_EVENT])
      source.addEventListener(event, ({ data, lastEventId }: MessageEvent<string>) =>
        relay({ event, data: JSON.parse(data || 'null'), id: lastEventId }),
      );
    signal.addEventListener('abort', end);
  });
}
