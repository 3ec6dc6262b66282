import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const folders = (...names: string[]) => names.map((name) => `test/${name}/**/*.test.ts`);

// Processes are killed and servers restarted against the clock: a shared machine may be too slow once, not twice.
const retry = process.env['CI'] ? 1 : 0;

/** `pure` needs nothing but the sources; `system` builds the program first and starts database servers on demand. */
export default defineConfig({
  test: {
    // Most of what is tested waits for servers, leases and browsers.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    teardownTimeout: 30_000,
    projects: [
      {
        test: {
          name: 'pure',
          include: folders('unit', 'property'),
          retry,
          pool: 'forks',
          testTimeout: 10_000,
        },
      },
      {
        test: {
          name: 'system',
          include: folders('sql', 'conformance', 'concurrency', 'chaos', 'api', 'cli', 'docs', 'ui'),
          retry,
          pool: 'forks',
          globalSetup: ['test/support/global-setup.ts'],
          testTimeout: 60_000,
          // The first file that needs a server waits while it is installed or initialised.
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
