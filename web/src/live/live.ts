import type { QueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { refresh, type Topic } from '../api/queries.ts';
import { preferences } from '../preferences.ts';
import { baseUrl } from '../server.ts';

/** `stream`: the server tells; `polling`: it is asked every 5 s; `paused`: by the viewer; `offline`: it does not answer. */
export type LiveState = 'stream' | 'polling' | 'paused' | 'offline';

interface Hint {
  readonly event: string;
  readonly data: unknown;
}

const POLL_MS = 5_000;
const RETRY_STREAM_MS = 30_000;
const ALL: readonly Topic[] = ['crons', 'executions', 'workers', 'operations', 'stats', 'banner'];
const TOPICS: Readonly<Record<string, readonly Topic[]>> = {
  'crons.changed': ['crons'],
  'executions.changed': ['executions'],
  'workers.changed': ['workers'],
  'operation.progress': ['operations'],
  'stats.tick': ['stats'],
  banner: ['banner'],
  reset: ALL,
};

let state: LiveState = 'polling';
const watchers = new Set<() => void>();
const hearers = new Set<(hint: Hint) => void>();
const holders = new Set<symbol>();
const missed = new Set<Topic>();

function show(next: LiveState): void {
  if (next === state) return;
  state = next;
  for (const watcher of watchers) watcher();
}

const isHeld = (): boolean => holders.size > 0 || document.querySelector('[role="dialog"]') !== null;

/** Nothing moves under the mouse while something is selected or a dialog is open; it is made up for afterwards. */
function take(topics: readonly Topic[]): void {
  for (const topic of topics) missed.add(topic);
  if (!preferences.get().live || document.hidden || isHeld()) return;
  const due = [...missed];
  missed.clear();
  refresh(...due);
}

function hear(hint: Hint): void {
  for (const hearer of hearers) hearer(hint);
  take(TOPICS[hint.event] ?? []);
}

/** Reads the stream until it ends. Answers whether the server has one. */
function readStream(relay: (hint: Hint) => void): Promise<boolean> {
  return new Promise((resolve) => {
    let opened = false;
    const source = new EventSource(new URL('api/v1/stream', baseUrl));
    const end = (): void => {
      source.close();
      document.removeEventListener('visibilitychange', onHide);
      resolve(opened);
    };
    const onHide = (): void => {
      if (document.hidden || !preferences.get().live) end();
    };
    source.onopen = () => {
      opened = true;
      relay({ event: 'opened', data: null });
    };
    source.onerror = () => {
      relay({ event: 'lost', data: null });
      if (source.readyState === EventSource.CLOSED) end();
    };
    for (const event of [...Object.keys(TOPICS), 'log.append'])
      source.addEventListener(event, (message) =>
        relay({ event, data: JSON.parse((message as MessageEvent<string>).data || 'null') }),
      );
    document.addEventListener('visibilitychange', onHide);
  });
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function untilShown(): Promise<void> {
  if (!document.hidden) return Promise.resolve();
  return new Promise((resolve) => {
    document.addEventListener('visibilitychange', () => resolve(), { once: true });
  });
}

/** Keeps the page up to date: one stream per browser, read by one tab; polling where there is none. */
export function startLive(queries: QueryClient): void {
  const channel = new BroadcastChannel('jobu:live');
  let streams = false;
  const receive = (hint: Hint): void => {
    if (hint.event === 'opened') streams = true;
    if (hint.event === 'lost' || hint.event === 'closed') streams = false;
    describe();
    hear(hint);
  };
  const describe = (): void => {
    const failing = queries
      .getQueryCache()
      .getAll()
      .some(({ state: { status, error } }) => status === 'error' && error instanceof TypeError);
    if (!preferences.get().live) show('paused');
    else if (failing || !navigator.onLine) show('offline');
    else show(streams ? 'stream' : 'polling');
  };
  channel.onmessage = ({ data }: MessageEvent<Hint>) => receive(data);
  const relay = (hint: Hint): void => {
    channel.postMessage(hint);
    receive(hint);
  };
  const lead = async (): Promise<void> => {
    for (;;) {
      await untilShown();
      if (preferences.get().live) {
        const had = await readStream(relay);
        relay({ event: 'closed', data: null });
        if (had) continue;
      }
      await pause(RETRY_STREAM_MS);
    }
  };
  // Over plain HTTP from another host there are no locks; then each visible tab reads for itself.
  if (navigator.locks) void navigator.locks.request('jobu:live', lead);
  else void lead();

  setInterval(() => {
    describe();
    take(streams ? [] : ALL);
  }, POLL_MS);
  preferences.subscribe(() => {
    describe();
    take([]);
  });
  document.addEventListener('visibilitychange', () => take([]));
  queries.getQueryCache().subscribe(() => describe());
}

/** How the page is kept up to date at the moment. */
export const useLiveState = (): LiveState =>
  useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => state,
  );

/** Keeps lists as they are until the function that is returned is called. */
export function holdLive(): () => void {
  const holder = Symbol('hold');
  holders.add(holder);
  return () => {
    holders.delete(holder);
    take([]);
  };
}

/** Calls back with every hint of the server, such as `log.append`. Returns what ends it. @public */
export function onHint(hearer: (event: string, data: unknown) => void): () => void {
  const wrapped = ({ event, data }: Hint): void => hearer(event, data);
  hearers.add(wrapped);
  return () => hearers.delete(wrapped);
}
