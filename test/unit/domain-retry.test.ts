import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_RETRY_BACKOFF, parseRetryBackoff, type RetryBackoff, retryDelayMs } from '../../src/domain/retry.ts';

const backoffs: fc.Arbitrary<RetryBackoff> = fc
  .record({
    baseSeconds: fc.double({ min: 0.001, max: 10_000, noNaN: true }),
    factor: fc.double({ min: 1, max: 100, noNaN: true }),
    maxSeconds: fc.double({ min: 0.001, max: 100_000, noNaN: true }),
    jitter: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map((backoff) => ({ ...backoff, maxSeconds: Math.max(backoff.maxSeconds, backoff.baseSeconds) }));

describe('a retry backoff', () => {
  it.each([
    [null, DEFAULT_RETRY_BACKOFF],
    [undefined, DEFAULT_RETRY_BACKOFF],
    ['{}', DEFAULT_RETRY_BACKOFF],
    ['null', DEFAULT_RETRY_BACKOFF],
    [{ base: 5 }, { ...DEFAULT_RETRY_BACKOFF, baseSeconds: 5 }],
    ['{"base": 0.5, "factor": 3, "max": 60, "jitter": 0}', { baseSeconds: 0.5, factor: 3, maxSeconds: 60, jitter: 0 }],
    [
      { base_seconds: 1, max_seconds: 2 },
      { ...DEFAULT_RETRY_BACKOFF, baseSeconds: 1, maxSeconds: 2 },
    ],
    [{ base: 7200 }, { ...DEFAULT_RETRY_BACKOFF, baseSeconds: 7200, maxSeconds: 7200 }],
  ])('is read from %j', (input, expected) => {
    expect(parseRetryBackoff(input)).toEqual(expected);
  });

  it('survives being stored as JSON', () => {
    fc.assert(
      fc.property(backoffs, (backoff) => {
        expect(parseRetryBackoff(JSON.stringify(backoff))).toEqual(JSON.parse(JSON.stringify(backoff)));
      }),
    );
  });

  it.each([
    ['{base: 1}', '"{base: 1}" is not JSON'],
    ['10', '10 is not an object'],
    [[], '[] is not an object'],
    [{ bse: 1 }, '"bse" is not known, did you mean "base"?'],
    [{ constructor: 1 }, '"constructor" is not known'],
    [{ base: '10' }, '"base" must be a number from 0.001 to 2592000, not "10"'],
    [{ base: 0 }, '"base" must be'],
    [{ base: -1 }, '"base" must be'],
    [{ base: Number.NaN }, '"base" must be'],
    [{ factor: 0.5 }, '"factor" must be a number from 1 to 100'],
    [{ max: Number.POSITIVE_INFINITY }, '"max" must be'],
    [{ jitter: 1.1 }, '"jitter" must be a number from 0 to 1'],
    [{ jitter: null }, '"jitter" must be'],
    [{ base: 10, max: 5 }, 'max 5 s is less than base 10 s'],
    [{ base: 1, baseSeconds: 2 }, 'baseSeconds is given twice'],
  ])('is refused when it is %j', (input, reason) => {
    expect(() => parseRetryBackoff(input)).toThrow(
      expect.objectContaining({ code: 'RETRY_BACKOFF_INVALID', message: expect.stringContaining(reason) }),
    );
  });
});

describe('the wait before a retry', () => {
  it('grows by the factor up to the maximum', () => {
    const waits = [1, 2, 3, 4, 10, 1000].map((retry) =>
      retryDelayMs({ ...DEFAULT_RETRY_BACKOFF, jitter: 0 }, retry, 0.5),
    );
    expect(waits).toEqual([10_000, 20_000, 40_000, 80_000, 3_600_000, 3_600_000]);
  });

  it('varies by the jitter both ways, at the maximum only downwards', () => {
    expect([0, 0.5, 1].map((random) => retryDelayMs(DEFAULT_RETRY_BACKOFF, 1, random))).toEqual([8000, 10_000, 12_000]);
    expect([0, 1].map((random) => retryDelayMs(DEFAULT_RETRY_BACKOFF, 50, random))).toEqual([2_880_000, 3_600_000]);
  });

  it('is never 0, never longer than the maximum, and never shrinks from one retry to the next', () => {
    const cases = [backoffs, fc.integer({ min: 1, max: 10_000 }), fc.double({ min: 0, max: 1, noNaN: true })] as const;
    fc.assert(
      fc.property(...cases, (backoff, retry, random) => {
        const wait = retryDelayMs(backoff, retry, random);
        expect(Number.isSafeInteger(wait)).toBe(true);
        expect(wait).toBeGreaterThanOrEqual(1);
        expect(wait).toBeLessThanOrEqual(Math.max(1, Math.round(backoff.maxSeconds * 1000)));
        expect(retryDelayMs(backoff, retry + 1, random)).toBeGreaterThanOrEqual(wait);
      }),
    );
  });
});
