import type { QueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { LIVE_EVENTS, type LiveTopic, LOG_EVENT, RESET_EVENT } from '../../../src/client/index.ts';
import { refresh } from '../api/queries.ts';
import { preferences } from '../preferences.ts';
import { type Hint, readStream } from './stream.ts';

/** `stream`: the server tells; `polling`: it is asked every 5 s; `paused`: by the viewer; `offline`: it does not answer. */
export type LiveState = 'stream' | 'polling' | 'paused' | 'offline';

const NAME = 'jobu:live';
const POLL_MS = 5_000;
const LOG_POLL_MS = 3_000;
const RETRY_STREAM_MS = 10_000;
const WANTED_FOR_MS = 12_000;
const ALL = Object.keys(LIVE_EVENTS) as LiveTopic[];

let state: LiveState = 'polling';
let admitted = false;
const watchers = new Set<() => void>();
const hearers = new Set<(hint: Hint) => void>();
const holders = new Set<symbol>();
const missed = new Set<LiveTopic>();
/** Executions whose log is on this page, and how often. */
const logs = new Map<string, number>();
const changes = new EventTarget();
const changed = (): void => void changes.dispatchEvent(new Event('change'));

function show(next: LiveState): void {
  if (next === state) return;
  state = next;
  for (const watcher of watchers) watcher();
}

const isWanted = (): boolean => admitted && !document.hidden && preferences.get().live;
const isHeld = (): boolean => holders.size > 0 || document.querySelector('[role="dialog"]') !== null;

function until(condition: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (!condition()) return;
      changes.removeEventListener('change', look);
      resolve();
    };
    changes.addEventListener('change', look);
    look();
  });
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
    signal.addEventListener('abort', () => resolve());
  });

/** Nothing moves under the mouse while something is selected or a dialog is open; it is made up for afterwards. */
function take(topics: readonly LiveTopic[]): void {
  for (const topic of topics) missed.add(topic);
  if (!isWanted() || isHeld()) return;
  const due = [...missed];
  missed.clear();
  if (due.length > 0) refresh(...due);
}

function topicsOf({ event, data }: Hint): readonly LiveTopic[] {
  if (event === RESET_EVENT) return ALL;
  // What changed while the first stream was being opened, nobody tells; it is asked for at the next look.
  if (event === 'opened' && data === '') for (const topic of ALL) missed.add(topic);
  return ALL.filter((topic) => LIVE_EVENTS[topic] === event);
}

/** Keeps the page up to date: one stream per browser, read by one visible tab; polling where there is none. */
export function startLive(queries: QueryClient): void {
  const channel = new BroadcastChannel(NAME);
  let streams = false;
  let lastId = '';
  /** While this tab reads the stream: the logs that tabs want until when, and how to begin anew with others. */
  let leading: { wanted: Map<string, number>; isOpen: boolean; restart: () => void } | undefined;

  const describe = (): void => {
    const failing = queries
      .getQueryCache()
      .getAll()
      .some(({ state: { status, error } }) => status === 'error' && error instanceof TypeError);
    if (!preferences.get().live) show('paused');
    else if (failing || !navigator.onLine) show('offline');
    else show(streams ? 'stream' : 'polling');
  };
  const receive = (hint: Hint): void => {
    streams = hint.event !== 'lost';
    if (hint.id) lastId = hint.id;
    describe();
    for (const hearer of hearers) hearer(hint);
    const topics = topicsOf(hint);
    if (topics.length > 0) take(topics);
  };
  const relay = (hint: Hint): void => {
    if (leading && hint.event === 'opened') leading.isOpen = true;
    channel.postMessage(hint);
    receive(hint);
  };
  const want = (ids: readonly string[]): void => {
    if (!leading) return;
    const { wanted } = leading;
    const isNew = ids.some((id) => !wanted.has(id));
    for (const id of ids) wanted.set(id, performance.now() + WANTED_FOR_MS);
    if (isNew) leading.restart();
  };
  // A tab says every few seconds which logs it shows; the one that reads the stream answers that there is one.
  const greet = (): void => {
    if (leading) want([...logs.keys()]);
    else if (isWanted()) channel.postMessage({ event: 'hello', data: [...logs.keys()] });
  };
  channel.onmessage = ({ data: hint }: MessageEvent<Hint>) => {
    if (hint.event !== 'hello') return receive(hint);
    want(hint.data as string[]);
    if (leading?.isOpen) channel.postMessage({ event: 'open', data: null, id: lastId });
  };

  const lead = async (signal: AbortSignal): Promise<void> => {
    let round = new AbortController();
    const wanted = new Map<string, number>();
    const refused = new Set<string>();
    leading = { wanted, isOpen: false, restart: () => round.abort() };
    want([...logs.keys()]);
    while (!signal.aborted) {
      round = new AbortController();
      for (const [id, untilMs] of wanted) if (untilMs < performance.now()) wanted.delete(id);
      const told = [...wanted.keys()].filter((id) => !refused.has(id)).slice(-10);
      const opened = await readStream({
        logs: told,
        after: lastId,
        signal: AbortSignal.any([signal, round.signal]),
        relay,
      });
      if (signal.aborted || round.signal.aborted) continue;
      leading.isOpen = false;
      // It may be because of an execution that was deleted meanwhile.
      if (!opened) for (const id of told) refused.add(id);
      await pause(RETRY_STREAM_MS, signal);
    }
    leading = undefined;
    relay({ event: 'lost', data: null });
  };
  const run = async (): Promise<void> => {
    for (;;) {
      await until(isWanted);
      const stop = new AbortController();
      void until(() => !isWanted()).then(() => stop.abort());
      const { signal } = stop;
      // Over plain HTTP from another host there are no locks; then each visible tab reads for itself.
      if (navigator.locks) await navigator.locks.request(NAME, { signal }, () => lead(signal)).catch(() => {});
      else await lead(signal);
    }
  };
  void run();

  setInterval(() => {
    describe();
    greet();
    take(streams ? [] : ALL);
  }, POLL_MS);
  const onChange = (): void => {
    changed();
    describe();
    greet();
    take([]);
  };
  preferences.subscribe(onChange);
  document.addEventListener('visibilitychange', onChange);
  changes.addEventListener('logs', greet);
  queries.getQueryCache().subscribe(() => describe());
  greet();
}

/** Whether the server would answer: it does not as long as nobody has signed in. */
export function admitLive(isAdmitted: boolean): void {
  admitted = isAdmitted;
  changed();
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

/**
 * Calls back when an execution has logged something, and every 3 s in case that nobody tells. Returns what ends it.
 */
export function onLog(executionId: string, hear: () => void): () => void {
  const hearer = ({ event, data }: Hint): void => {
    if (event === LOG_EVENT && (data as { executionId: string }).executionId === executionId) hear();
  };
  hearers.add(hearer);
  logs.set(executionId, (logs.get(executionId) ?? 0) + 1);
  changes.dispatchEvent(new Event('logs'));
  const timer = setInterval(() => {
    if (isWanted()) hear();
  }, LOG_POLL_MS);
  return () => {
    hearers.delete(hearer);
    clearInterval(timer);
    const left = (logs.get(executionId) ?? 1) - 1;
    if (left > 0) logs.set(executionId, left);
    else logs.delete(executionId);
  };
}
