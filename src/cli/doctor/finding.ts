/** What a check of `jobu doctor` found. */
export interface Finding {
  /** What was looked at, in a few words. */
  readonly check: string;
  /** `warn`: it works, but look at it; `fail`: something does not work. */
  readonly level: 'ok' | 'warn' | 'fail';
  /** What was found. */
  readonly message: string;
  /** What to do about it. */
  readonly wayOut?: string;
}

export const ok = (check: string, message: string): Finding => ({ check, level: 'ok', message });

export const warn = (check: string, message: string, wayOut: string): Finding => ({
  check,
  level: 'warn',
  message,
  wayOut,
});

export const fail = (check: string, message: string, wayOut?: string): Finding => ({
  check,
  level: 'fail',
  message,
  ...(wayOut === undefined ? {} : { wayOut }),
});
