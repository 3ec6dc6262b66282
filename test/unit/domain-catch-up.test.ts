import { describe, expect, it } from 'vitest';
import {
  type DueOccurrences,
  planDue as decide,
  MAX_ROWS_PER_PASS,
  MAX_STEPS_PER_PASS,
  MAX_WAITING,
} from '../../src/domain/catch-up.ts';
import type { Occurrence } from '../../src/domain/schedule.ts';

const now = new Date('2026-11-22T10:00:30.000Z');
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000);

/** What the policies see, with due times that nothing moves. */
type Given = Omit<DueOccurrences, 'due' | 'overlap' | 'unfinished'> & {
  readonly due: readonly Date[];
  readonly allowOverlap: boolean;
  readonly hasUnfinished: boolean;
};

const base: Omit<Given, 'due'> = {
  now,
  policy: 'once',
  misfireGraceSeconds: 60,
  catchUpWindowSeconds: null,
  allowOverlap: false,
  hasUnfinished: false,
};

const occurrence = (time: Date): Occurrence => ({
  nominal: time,
  effective: time,
  businessDay: 0,
  skip: null,
  cause: null,
  moved: [],
  isCovered: true,
});

function planDue({ due, allowOverlap, hasUnfinished, ...given }: Given) {
  const { rows, range, resumeAt } = decide({
    ...given,
    due: due.map(occurrence),
    overlap: allowOverlap ? 'allow' : 'skip',
    unfinished: hasUnfinished ? 'execution 1' : null,
  });
  return {
    rows: rows.map(({ occurrence: { nominal }, status, skipReason, waits }) => ({
      scheduledTime: nominal,
      status,
      skipReason,
      waits,
    })),
    range: range && { ...range, from: range.from.nominal },
    resumeAt,
  };
}

/** Plans occurrences given as their lateness in seconds, and tells what becomes of each in a word. */
function outcome(lateness: readonly number[], given: Partial<Given>): string {
  const due = lateness.map(ago);
  const { rows, range, resumeAt } = planDue({ ...base, ...given, due });
  expect({ range, resumeAt }).toEqual({ range: null, resumeAt: null });
  expect(rows.map((row) => row.scheduledTime)).toEqual(due);
  return rows.map((row) => (row.status === 'PENDING' ? (row.waits ? 'waits' : 'runs') : row.skipReason)).join(' ');
}

describe('an occurrence that is on time', () => {
  it.each(['skip', 'once', 'all'] as const)('runs under %s, up to the grace and not beyond', (policy) => {
    expect(outcome([0], { policy })).toBe('runs');
    expect(outcome([60], { policy })).toBe('runs');
    expect(outcome([60.001], { policy })).toBe(policy === 'skip' ? 'catch_up' : 'runs');
    expect(outcome([5], { policy, misfireGraceSeconds: 4 })).toBe(policy === 'skip' ? 'catch_up' : 'runs');
    expect(outcome([0], { policy, misfireGraceSeconds: 0 })).toBe('runs');
  });

  it.each(['skip', 'once', 'all'] as const)('is not expired by a window shorter than the grace under %s', (policy) => {
    expect(outcome([50], { policy, catchUpWindowSeconds: 10 })).toBe('runs');
  });

  it.each(['skip', 'once', 'all'] as const)('is skipped for overlap under %s while one is unfinished', (policy) => {
    expect(outcome([10], { policy, hasUnfinished: true })).toBe('overlap');
    expect(outcome([10], { policy, hasUnfinished: true, allowOverlap: true })).toBe('runs');
  });

  it.each(['skip', 'once', 'all'] as const)('comes first, and the next ones overlap it under %s', (policy) => {
    expect(outcome([20, 10, 0], { policy })).toBe('runs overlap overlap');
    expect(outcome([20, 10, 0], { policy, allowOverlap: true })).toBe('runs runs runs');
    expect(outcome([20, 10, 0], { policy, hasUnfinished: true })).toBe('overlap overlap overlap');
  });
});

describe('missed occurrences', () => {
  const late = [10_800, 7200, 3600];
  const lateAndOnTime = [...late, 30];

  it.each([
    // Nothing on time.
    ['skip', late, {}, 'catch_up catch_up catch_up'],
    ['once', late, {}, 'catch_up catch_up runs'],
    ['all', late, {}, 'runs waits waits'],
    ['all', late, { allowOverlap: true }, 'runs runs runs'],
    // The newest is on time.
    ['skip', lateAndOnTime, {}, 'catch_up catch_up catch_up runs'],
    ['once', lateAndOnTime, {}, 'catch_up catch_up catch_up runs'],
    ['all', lateAndOnTime, {}, 'runs waits waits waits'],
    ['all', lateAndOnTime, { allowOverlap: true }, 'runs runs runs runs'],
    // Two are on time.
    ['once', [3600, 20, 10], {}, 'catch_up runs overlap'],
    ['once', [3600, 20, 10], { allowOverlap: true }, 'catch_up runs runs'],
    ['all', [3600, 20, 10], {}, 'runs waits waits'],
    // One is unfinished.
    ['skip', lateAndOnTime, { hasUnfinished: true }, 'catch_up catch_up catch_up overlap'],
    ['once', late, { hasUnfinished: true }, 'catch_up catch_up overlap'],
    ['once', late, { hasUnfinished: true, allowOverlap: true }, 'catch_up catch_up runs'],
    ['once', lateAndOnTime, { hasUnfinished: true }, 'catch_up catch_up catch_up overlap'],
    ['all', late, { hasUnfinished: true }, 'waits waits waits'],
    ['all', lateAndOnTime, { hasUnfinished: true }, 'waits waits waits waits'],
    ['all', lateAndOnTime, { hasUnfinished: true, allowOverlap: true }, 'runs runs runs runs'],
    // Some are older than the window.
    ['skip', late, { catchUpWindowSeconds: 7200 }, 'expired catch_up catch_up'],
    ['once', late, { catchUpWindowSeconds: 7200 }, 'expired catch_up runs'],
    ['all', late, { catchUpWindowSeconds: 7200 }, 'expired runs waits'],
    ['once', lateAndOnTime, { catchUpWindowSeconds: 7200 }, 'expired catch_up catch_up runs'],
    ['all', lateAndOnTime, { catchUpWindowSeconds: 7200 }, 'expired runs waits waits'],
    // All are.
    ['once', late, { catchUpWindowSeconds: 3599 }, 'expired expired expired'],
    ['all', late, { catchUpWindowSeconds: 0 }, 'expired expired expired'],
    ['all', lateAndOnTime, { catchUpWindowSeconds: 0, hasUnfinished: true }, 'expired expired expired overlap'],
    ['all', [3600, 20, 10], { catchUpWindowSeconds: 0 }, 'expired runs overlap'],
  ] as const)('under %s, late by %j s, with %j: %s', (policy, lateness, given, expected) => {
    expect(outcome(lateness, { policy, ...given })).toBe(expected);
  });

  it('leave nothing to do when nothing is due', () => {
    expect(planDue({ ...base, due: [] })).toEqual({ rows: [], range: null, resumeAt: null });
  });
});

describe('a long downtime', () => {
  /** A cron of every ten seconds, down for so many occurrences. */
  const missed = (count: number, newestLate = 100) =>
    Array.from({ length: count }, (_, i) => ago(newestLate + (count - 1 - i) * 10));

  it('gives the newest thousand rows of their own, the others one range before them', () => {
    const due = missed(MAX_ROWS_PER_PASS + 5);
    const first = planDue({ ...base, due });
    expect(first).toEqual({
      rows: [],
      range: { from: due[0], until: due[4], count: 5, skipReason: 'catch_up' },
      resumeAt: due[5],
    });
    const second = planDue({ ...base, due: due.slice(5) });
    expect(second.rows).toHaveLength(MAX_ROWS_PER_PASS);
    expect(second.rows.at(-1)).toMatchObject({ scheduledTime: due.at(-1), status: 'PENDING' });
    expect([second.range, second.resumeAt]).toEqual([null, null]);
  });

  it('has no range with a thousand missed', () => {
    const { rows, range } = planDue({ ...base, due: missed(MAX_ROWS_PER_PASS) });
    expect([rows.length, range]).toEqual([MAX_ROWS_PER_PASS, null]);
  });

  it.each(['skip', 'once', 'all'] as const)('puts the oldest into a range under %s too', (policy) => {
    const { range } = planDue({ ...base, policy, due: missed(1500) });
    expect(range).toMatchObject({ count: 500, skipReason: 'catch_up' });
  });

  it('calls a range expired when all of it is older than the window', () => {
    const due = missed(1100);
    const between = (index: number) => (now.getTime() - due[index]!.getTime()) / 1000;
    const reason = (catchUpWindowSeconds: number) => planDue({ ...base, due, catchUpWindowSeconds }).range?.skipReason;
    expect(reason(between(99) - 1)).toBe('expired');
    expect(reason(between(99))).toBe('catch_up');
    expect(reason(between(50))).toBe('catch_up');
  });

  it('does not count what is on time', () => {
    // 950 missed and 150 on time: two passes of rows, no range.
    const due = [...missed(950, 2000), ...missed(150, 0)];
    const given = { ...base, misfireGraceSeconds: 1500 };
    const first = planDue({ ...given, due });
    expect(first.range).toBeNull();
    expect(first.rows).toHaveLength(MAX_ROWS_PER_PASS);
    expect(first.rows.filter((row) => row.skipReason === 'catch_up')).toHaveLength(950);
    expect(first.rows.filter((row) => row.status === 'PENDING')).toHaveLength(1);
    expect(first.resumeAt).toEqual(due[MAX_ROWS_PER_PASS]);
  });

  it('covers each occurrence once over as many passes as it takes', () => {
    const all = missed(35_000);
    let from = 0;
    let ranged = 0;
    let rows = 0;
    let until: Date | undefined;
    for (let pass = 0; pass < 20 && from < all.length; pass++) {
      const due = all.slice(from, from + MAX_STEPS_PER_PASS);
      const plan = planDue({ ...base, due });
      if (plan.range) {
        expect(plan.range.from).toEqual(all[from]);
        until = plan.range.until;
        ranged += plan.range.count;
      }
      rows += plan.rows.length;
      from = plan.resumeAt ? all.findIndex((time) => time.getTime() === plan.resumeAt?.getTime()) : from + due.length;
      expect(from).toBe(ranged + rows);
    }
    expect([ranged, rows, until]).toEqual([34_000, 1000, all[33_999]]);
  });
});

describe('an overlap policy', () => {
  const decided = (lateness: number[], given: Partial<DueOccurrences>) => {
    const { rows, replaces } = decide({
      now,
      policy: 'all',
      misfireGraceSeconds: 60,
      catchUpWindowSeconds: null,
      overlap: 'skip',
      unfinished: null,
      due: lateness.map(ago).map(occurrence),
      ...given,
    });
    return [rows.map((row) => row.skipReason ?? (row.waits ? 'waits' : 'runs')).join(' '), replaces];
  };

  it.each([
    ['queue_all', null, 'runs waits waits', null],
    ['queue_all', 'execution 1', 'waits waits waits', null],
    ['queue_one', null, 'runs replaced waits', 'waiting'],
    ['queue_one', 'execution 1', 'replaced replaced waits', 'waiting'],
    ['cancel_running', null, 'replaced replaced waits', 'unfinished'],
    ['cancel_running', 'execution 1', 'replaced replaced waits', 'unfinished'],
    ['allow', 'execution 1', 'runs runs runs', null],
  ] as const)('%s with %s unfinished', (overlap, unfinished, expected, replaces) => {
    expect(decided([20, 10, 0], { overlap, unfinished })).toEqual([expected, replaces]);
    expect(decided([0], { overlap, unfinished: null })).toEqual(['runs', null]);
  });

  it('does not count what the schedule skips or a pause', () => {
    const pause = { from: ago(15), until: ago(5), actor: 'kim', reason: 'audit' };
    expect(decided([20, 10, 0], { pauses: [pause], overlap: 'queue_all' })[0]).toBe('runs paused waits');
    expect(decided([7200, 10], { pauses: [pause], policy: 'once' })[0]).toBe('runs paused');
    const other = { ...pause, from: ago(30), until: null };
    expect(decided([20, 10, 0], { pauses: [pause, other] })[0]).toBe('paused paused paused');
  });

  it('lets only so many wait in line, and says that the queue is full', () => {
    const full = { unfinished: 'execution 1', waiting: MAX_WAITING - 1 };
    expect(decided([20, 10, 0], { ...full, overlap: 'queue_all' })[0]).toBe('waits queue_full queue_full');
    expect(decided([7200, 3600], { ...full, policy: 'all', overlap: 'skip' })[0]).toBe('waits queue_full');
    expect(decided([20, 10, 0], { ...full, waiting: MAX_WAITING, overlap: 'queue_one' })[0]).toBe(
      'replaced replaced waits',
    );
  });
});
