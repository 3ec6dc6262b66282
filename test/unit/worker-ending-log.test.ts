import { describe, expect, it } from 'vitest';
import type { Clock } from '../../src/runtime/clock.ts';
import { createLogger } from '../../src/runtime/logging.ts';
import type { Ending } from '../../src/worker/model/ending.ts';
import { EndingLog } from '../../src/worker/model/ending-log.ts';

const startedAt = new Date('2026-11-22T10:00:00.000Z');
const finishedAt = new Date('2026-11-22T10:00:00.250Z');

function watch() {
  const lines: Record<string, unknown>[] = [];
  let nowMs = 0;
  const clock: Clock = { now: () => finishedAt, monotonicMs: () => nowMs, sleep: async () => {} };
  const destination = { write: (line: string) => void lines.push(JSON.parse(line)) };
  const log = new EndingLog(clock, createLogger({ format: 'json', destination }));
  return { lines, log, pass: (milliseconds: number) => (nowMs += milliseconds) };
}

const claim = (id: number, cronName: string | null = 'settle-daily') => ({
  workerId: 'w',
  row: { id, fence: 1, attempt: 2, cron_name: cronName, handler_name: 'settle' },
});
const succeeded = (id: number, cronName?: string | null): Ending => ({
  claim: claim(id, cronName),
  startedAt,
  finishedAt,
  kind: 'succeeded',
  result: 'null',
});
const failure = { name: 'Error', message: 'no such branch\nand more', code: 'E1', retryable: true, text: '' };

describe('the log of a worker', () => {
  it('names the cron, the execution and the attempt of what succeeded, and how long it took', () => {
    const { log, lines } = watch();
    log.say([succeeded(7), succeeded(8, null)]);
    expect(lines).toMatchObject([
      { level: 'info', msg: 'settle-daily succeeded', executionId: '7', attempt: 2, tookMs: 250 },
      { level: 'info', msg: 'settle succeeded', executionId: '8' },
    ]);
  });

  it('warns of what failed and timed out, with the reason on one line', () => {
    const { log, lines } = watch();
    const failed = { claim: claim(7), startedAt, finishedAt, kind: 'failed', failure, maxRetry: 3 } as const;
    log.say([
      { ...failed, status: 'FAILED' },
      { ...failed, status: 'TIMEOUT' },
    ]);
    expect(lines).toMatchObject([
      { level: 'warn', msg: 'settle-daily failed: no such branch', code: 'E1', executionId: '7' },
      { level: 'warn', msg: 'settle-daily timed out: no such branch' },
    ]);
  });

  it('stays small under load and says how much it left out', () => {
    const { log, lines, pass } = watch();
    const many = Array.from({ length: 500 }, (_, id) => succeeded(id));
    log.say(many);
    log.say(many);
    expect(lines).toHaveLength(20);
    pass(1000);
    log.say([succeeded(1)]);
    expect(lines.slice(20)).toMatchObject([{ msg: '980 more executions ended' }, { msg: 'settle-daily succeeded' }]);
  });
});
