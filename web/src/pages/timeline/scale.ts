/** A stretch of time, in milliseconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Where an instant stands, and which instant stands there. */
export interface Scale {
  readonly x: (at: number) => number;
  readonly at: (x: number) => number;
  /** Idle times that are drawn narrower than they are. */
  readonly gaps: readonly (Span & { readonly x: number; readonly width: number })[];
}

const GAP_WIDTH = 28;
/** Idle times that take a smaller part than this of what is shown stay as they are. */
const LEAST_GAP = 0.06;

interface Piece extends Span {
  readonly x: number;
  readonly width: number;
  readonly isGap: boolean;
}

/** Idle times inside a span, long enough to be drawn narrower. */
function gapsOf({ from, to }: Span, busy: readonly Span[]): Span[] {
  const least = (to - from) * LEAST_GAP;
  const edge = (to - from) * 0.008;
  const gaps: Span[] = [];
  let end = from;
  const close = (until: number): void => {
    const gap = { from: end === from ? from : end + edge, to: until === to ? to : until - edge };
    if (gap.to - gap.from >= least) gaps.push(gap);
  };
  for (const one of busy.toSorted((a, b) => a.from - b.from)) {
    if (one.to < from || one.from > to) continue;
    close(Math.min(one.from, to));
    end = Math.max(end, one.to);
  }
  close(to);
  return gaps;
}

/** Draws a span over a width; with `busy`, the idle times in between take little room. */
export function scaleOf(span: Span, width: number, busy?: readonly Span[]): Scale {
  const gaps = busy ? gapsOf(span, busy) : [];
  const idle = gaps.reduce((sum, { from, to }) => sum + to - from, 0);
  const shown = Math.max(1, span.to - span.from - idle);
  const room = Math.max(1, width - gaps.length * GAP_WIDTH);
  const pieces: Piece[] = [];
  let x = 0;
  let at = span.from;
  const add = (to: number, isGap: boolean): void => {
    const own = isGap ? GAP_WIDTH : ((to - at) / shown) * room;
    pieces.push({ from: at, to, x, width: own, isGap });
    x += own;
    at = to;
  };
  for (const gap of gaps) {
    if (gap.from > at) add(gap.from, false);
    add(gap.to, true);
  }
  if (at < span.to || pieces.length === 0) add(span.to, false);
  const first = pieces[0]!;
  const last = pieces.at(-1)!;
  const share = (piece: Piece, instant: number): number => (instant - piece.from) / Math.max(1, piece.to - piece.from);
  return {
    x: (instant) => {
      const piece = instant < span.from ? first : (pieces.find(({ to }) => instant <= to) ?? last);
      return piece.x + share(piece, instant) * piece.width;
    },
    at: (place) => {
      const piece = place < 0 ? first : (pieces.find((one) => place <= one.x + one.width) ?? last);
      return piece.from + ((place - piece.x) / Math.max(1e-9, piece.width)) * (piece.to - piece.from);
    },
    gaps: pieces.filter(({ isGap }) => isGap),
  };
}

const STEPS_MINUTES = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880];

/** Instants worth a mark: round times of the zone (by its offset), far enough from each other. */
export function ticksOf({ from, to }: Span, width: number, offsetMs: number): number[] {
  const most = Math.max(2, Math.floor(width / 92));
  const minutes = STEPS_MINUTES.find((step) => (to - from) / (step * 60_000) <= most) ?? 2880;
  const step = minutes * 60_000;
  const first = Math.ceil((from + offsetMs) / step) * step - offsetMs;
  return Array.from({ length: Math.max(0, Math.floor((to - first) / step) + 1) }, (_, index) => first + index * step);
}
