/** The steps of the protocol, in order: where a process may be killed. `prepared` and `committed` come once for each branch. */
export const STEPS = ['work done', 'prepared', 'decision written', 'decided', 'committed', 'finished'] as const;

export type Step = (typeof STEPS)[number];

/** Hears each step as it is reached. Empty outside of the tests, which stop the process there. */
export const protocol: { reached?: (step: Step, count: number) => Promise<void> | void } = {};
