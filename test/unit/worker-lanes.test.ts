import { describe, expect, it } from 'vitest';
import type { Database } from '../../src/database/database.ts';
import type { Statement } from '../../src/database/statement.ts';
import type { ClaimRow, Lane } from '../../src/worker/model/claim.ts';
import { Lanes } from '../../src/worker/model/lanes.ts';

const NOW = new Date('2026-11-22T10:00:00.000Z');

/** Answers the lanes' statements from a list of lanes with their first run_at, some milliseconds from now. */
function databaseOf(lanes: readonly (Lane & { inMs: number })[]) {
  let lists = 0;
  const autocommit = {
    fetchAll: async (_: Statement, after: Lane) => {
      if (after.queue !== '') return [];
      lists++;
      return lanes.map(({ queue, handler_name, priority }) => ({ queue, handler_name, priority }));
    },
    fetchValue: async (_: Statement, { handler_name, until }: Lane & { until: Date }) => {
      const due = new Date(NOW.getTime() + lanes.find((lane) => lane.handler_name === handler_name)!.inMs);
      return due <= until ? due.toISOString() : undefined;
    },
  };
  return { database: { autocommit } as unknown as Database, lists: () => lists };
}

const lane = (handler_name: string, priority = 0, inMs = -1000) => ({ queue: 'q', handler_name, priority, inMs });
const rows = (jobId: number | null, count: number) =>
  Array.from({ length: count }, (_, id) => ({ id, job_id: jobId }) as ClaimRow);

async function listed(lanes: readonly (Lane & { inMs: number })[], offers: (lane: Lane) => boolean = () => true) {
  const board = new Lanes(offers);
  const { database, lists } = databaseOf(lanes);
  let nowMs = 10_000;
  const list = () => board.list(database, NOW, 1000, () => nowMs);
  await list();
  return { board, list, lists, pass: (ms: number) => (nowMs += ms) };
}

describe('lanes', () => {
  it('give the highest priority first, and equal ones in turn with an equal share', async () => {
    const { board } = await listed([lane('low'), lane('a', 5), lane('b', 5)]);
    const turns = Array.from({ length: 4 }, () => board.next()!);
    expect(turns.map((turn) => turn.lane.handler_name).sort()).toEqual(['a', 'a', 'b', 'b']);
    expect(turns.map((turn) => turn.sharedBy)).toEqual([2, 2, 2, 2]);
    for (const { lane: each } of [turns[0]!, turns[1]!]) board.claimed(each, [], 5, 10_000);
    expect(board.next()).toMatchObject({ lane: { handler_name: 'low' }, sharedBy: 1 });
  });

  it('leave out what the worker does not offer', async () => {
    const { board } = await listed([lane('a'), lane('b')], ({ handler_name }) => handler_name === 'b');
    expect(board.next()!.lane.handler_name).toBe('b');
    expect(board.next()!.sharedBy).toBe(1);
  });

  it('know when the next row becomes due', async () => {
    const { board } = await listed([lane('later', 0, 700), lane('soon', 0, 300), lane('beyond', 0, 5000)]);
    expect(board.next()).toBeUndefined();
    expect(board.nextDue).toEqual(new Date(NOW.getTime() + 300));
  });

  it('are listed again only after a while, sooner when something changed', async () => {
    const { board } = await listed([lane('a')]);
    expect(board.isStale(10_150)).toBe(false);
    board.expire();
    expect(board.isStale(10_040)).toBe(false);
    expect(board.isStale(10_050)).toBe(true);
  });

  it('rest when nothing could be taken, so that rows in other hands are not asked for without end', async () => {
    const { board, list, pass } = await listed([lane('a')]);
    board.claimed(board.next()!.lane, [], 5, 10_000);
    await list();
    expect(board.next()).toBeUndefined();
    expect(board.nextDue!.getTime() - NOW.getTime()).toBe(200);
    pass(200);
    await list();
    expect(board.next()).toBeDefined();
  });

  it('are looked behind when one cron has filled them for a while, and not before', async () => {
    const { board } = await listed([lane('a')]);
    const { lane: full } = board.next()!;
    board.claimed(full, rows(1, 5), 5, 10_000);
    board.claimed(full, rows(1, 5), 5, 10_200);
    expect(board.looksBehind(full, 10_200)).toBe(false);
    board.claimed(full, rows(1, 5), 5, 10_300);
    expect(board.looksBehind(full, 10_300)).toBe(true);
    expect([...full.memory.fillers]).toEqual([1]);
  });

  it('look behind at a rate that the cost bounds, and pass over every cron that fills them', async () => {
    const { board, list } = await listed([lane('a')]);
    const { lane: full } = board.next()!;
    for (const atMs of [10_000, 10_300]) board.claimed(full, rows(1, 5), 5, atMs);
    board.lookedBehind(full, rows(2, 5), 5, 100, 10_400);
    expect([...full.memory.fillers]).toEqual([1, 2]);
    expect(board.looksBehind(full, 10_899)).toBe(false);
    expect(board.looksBehind(full, 10_900)).toBe(true);
    await list();
    expect(board.looksBehind(board.next()!.lane, 10_900)).toBe(true);
  });

  it('forget a cron as soon as rows of others come along, or the lane is empty', async () => {
    const { board } = await listed([lane('a')]);
    const { lane: full } = board.next()!;
    const fill = () => {
      for (const atMs of [10_000, 10_300]) board.claimed(full, rows(null, 5), 5, atMs);
      expect(full.memory.fillers.size).toBe(1);
    };
    fill();
    board.claimed(full, [...rows(1, 4), ...rows(2, 1)], 5, 10_400);
    expect(full.memory.fillers.size).toBe(0);
    fill();
    board.claimed(full, rows(null, 3), 5, 10_500);
    expect(full.memory.fillers.size).toBe(0);
  });
});
