import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { oneOf, useAddress } from '../../address.ts';
import type { Search } from '../../router.tsx';
import { useNow } from '../../time/time.tsx';
import type { Span } from './scale.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const SHORTEST_MS = 15 * MINUTE_MS;
const LONGEST_MS = 168 * HOUR_MS;
const DEFAULT_MS = 2 * HOUR_MS;
/** Part of what is shown that has passed, while the chart goes with the time. */
const PAST = 0.75;
const WRITE_AFTER_MS = 250;

/** Lengths that can be chosen, in minutes. */
export const LENGTHS = [15, 60, 120, 360, 1440, 4320, 10_080];

/** The time that is shown, and what moves it. */
export interface TimeWindow extends Span {
  readonly now: number;
  /** It goes with the time. */
  readonly isLive: boolean;
  readonly minutes: number;
  /** Makes it longer (over 1) or shorter around an instant; default its middle, or now while it goes with the time. */
  readonly zoom: (factor: number, around?: number) => void;
  readonly pan: (ms: number) => void;
  readonly setMinutes: (minutes: number) => void;
  readonly toNow: () => void;
}

const clamp = (ms: number): number => Math.min(LONGEST_MS, Math.max(SHORTEST_MS, ms));

/** The part of time in the address: `span` in minutes, and `from` unless it goes with the time. */
export function useTimeWindow(): TimeWindow {
  const [address] = useAddress();
  const navigate = useNavigate();
  const [moving, setMoving] = useState<Span>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const from = Date.parse(oneOf(address, 'from') ?? '');
  const span = oneOf(address, 'span');
  const spanMs = clamp(/^\d{1,6}m$/.test(span ?? '') ? Number.parseInt(span!, 10) * MINUTE_MS : DEFAULT_MS);
  // Finer than a pixel nothing is seen to move.
  const tick = Math.max(1000, Math.round(spanMs / 1_500_000) * 1000);
  const now = Math.floor(useNow() / tick) * tick;
  const isLive = Number.isNaN(from);
  const start = isLive ? now - spanMs * PAST : from;
  const shown = moving ?? { from: start, to: start + spanMs };
  const latest = useRef(shown);
  latest.current = shown;
  // The address has what was being chosen, or Back was pressed.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is these two that say so
  useEffect(() => setMoving(undefined), [span, from]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const write = (search: (before: Search) => Search): void =>
    void navigate({ to: '.', search, replace: true, resetScroll: false } as never);
  const show = (next: Span): void => {
    const begin = Math.min(next.from, now + LONGEST_MS - (next.to - next.from));
    const moved = { from: begin, to: begin + (next.to - next.from) };
    latest.current = moved;
    setMoving(moved);
    clearTimeout(timer.current);
    timer.current = setTimeout(
      () =>
        write((before) => ({
          ...before,
          from: new Date(Math.round(moved.from / 1000) * 1000).toISOString(),
          span: `${Math.round((moved.to - moved.from) / MINUTE_MS)}m`,
        })),
      WRITE_AFTER_MS,
    );
  };
  const follow = (ms: number): void => {
    clearTimeout(timer.current);
    setMoving(undefined);
    write(({ from: _, ...before }) => ({ ...before, span: `${Math.round(clamp(ms) / MINUTE_MS)}m` }));
  };
  return {
    ...shown,
    now,
    isLive: isLive && moving === undefined,
    minutes: Math.round((shown.to - shown.from) / MINUTE_MS),
    zoom: (factor, around) => {
      const { from: begin, to } = latest.current;
      const length = clamp((to - begin) * factor);
      if (around === undefined && isLive && moving === undefined) return follow(length);
      const at = around ?? (begin + to) / 2;
      const before = ((at - begin) / (to - begin)) * length;
      show({ from: at - before, to: at - before + length });
    },
    pan: (ms) => show({ from: latest.current.from + ms, to: latest.current.to + ms }),
    setMinutes: (minutes) => {
      const { from: begin, to } = latest.current;
      const length = minutes * MINUTE_MS;
      if (isLive && moving === undefined) follow(length);
      else show({ from: (begin + to - length) / 2, to: (begin + to + length) / 2 });
    },
    toNow: () => follow(spanMs),
  };
}
