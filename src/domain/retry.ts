import { JobuError } from '../errors.ts';
import { closest } from './suggestion.ts';

/** How long a failed execution waits before its next attempt. */
export interface RetryBackoff {
  /** Before the first retry. */
  readonly baseSeconds: number;
  /** Each further retry waits this many times longer. */
  readonly factor: number;
  /** No retry waits longer. */
  readonly maxSeconds: number;
  /** 0.2: the wait varies by up to 20 % both ways, so that executions that failed together do not return together. */
  readonly jitter: number;
}

export const DEFAULT_RETRY_BACKOFF: RetryBackoff = { baseSeconds: 10, factor: 2, maxSeconds: 3600, jitter: 0.2 };

const KEYS: Readonly<Record<string, keyof RetryBackoff>> = {
  base: 'baseSeconds',
  baseSeconds: 'baseSeconds',
  base_seconds: 'baseSeconds',
  factor: 'factor',
  max: 'maxSeconds',
  maxSeconds: 'maxSeconds',
  max_seconds: 'maxSeconds',
  jitter: 'jitter',
};

const LIMITS: Readonly<Record<keyof RetryBackoff, readonly [min: number, max: number]>> = {
  baseSeconds: [0.001, 2_592_000],
  factor: [1, 100],
  maxSeconds: [0.001, 2_592_000],
  jitter: [0, 1],
};

function refuse(reason: string): JobuError {
  return new JobuError('RETRY_BACKOFF_INVALID', { reason });
}

/**
 * A backoff from JSON text or an object with any of `base`, `factor`, `max`, `jitter` (also as `base_seconds`,
 * `baseSeconds`, ...); what is left out, and null or undefined, takes the defaults. Throws RETRY_BACKOFF_INVALID.
 */
export function parseRetryBackoff(input: unknown): RetryBackoff {
  let value = input;
  if (typeof input === 'string') {
    try {
      value = JSON.parse(input);
    } catch (error) {
      throw new JobuError('RETRY_BACKOFF_INVALID', { reason: `"${input}" is not JSON` }, { cause: error });
    }
  }
  if (value === null || value === undefined) return DEFAULT_RETRY_BACKOFF;
  if (typeof value !== 'object' || Array.isArray(value)) throw refuse(`${JSON.stringify(value)} is not an object`);
  const backoff: { -readonly [K in keyof RetryBackoff]: number } = { ...DEFAULT_RETRY_BACKOFF };
  const given = new Set<keyof RetryBackoff>();
  for (const [name, amount] of Object.entries(value)) {
    const key = Object.hasOwn(KEYS, name) ? KEYS[name]! : undefined;
    if (!key) {
      const meant = closest(name, ['base', 'factor', 'max', 'jitter']);
      throw refuse(`"${name}" is not known${meant ? `, did you mean "${meant}"?` : ''}`);
    }
    if (given.has(key)) throw refuse(`${key} is given twice`);
    given.add(key);
    const [min, max] = LIMITS[key];
    if (typeof amount !== 'number' || !(amount >= min && amount <= max)) {
      throw refuse(`"${name}" must be a number from ${min} to ${max}, not ${JSON.stringify(amount)}`);
    }
    backoff[key] = amount;
  }
  if (backoff.maxSeconds < backoff.baseSeconds) {
    if (given.has('maxSeconds')) throw refuse(`max ${backoff.maxSeconds} s is less than base ${backoff.baseSeconds} s`);
    backoff.maxSeconds = backoff.baseSeconds;
  }
  return backoff;
}

/**
 * Milliseconds to wait before a retry; `retryNumber` is 1 for the first one, `random` a number from 0 to 1.
 * Never 0, never more than the maximum.
 */
export function retryDelayMs(backoff: RetryBackoff, retryNumber: number, random: number): number {
  const grown = backoff.baseSeconds * backoff.factor ** (Math.max(1, retryNumber) - 1);
  const least = Math.min(grown, backoff.maxSeconds) * (1 - backoff.jitter);
  const most = Math.min(grown * (1 + backoff.jitter), backoff.maxSeconds);
  return Math.max(1, Math.round((least + (most - least) * random) * 1000));
}
