import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { AdminServer } from '../../src/admin/main.ts';
import { loadConfig } from '../../src/config/load.ts';
import type { Database } from '../../src/database/database.ts';
import { migrate } from '../../src/database/migration.ts';
import { DatabaseRegistry } from '../../src/database/registry.ts';
import { LEDGER_MIGRATIONS } from '../../src/ledger/schema.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { createLogger } from '../../src/runtime/logging.ts';
import { launchBrowser } from './browser.ts';
import { seed } from './web-seed.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** How a page is looked at. */
export interface View {
  readonly language?: 'ko' | 'en';
  readonly theme?: 'light' | 'dark';
  readonly width?: number;
  /** Instead of the server's own address. */
  readonly url?: string;
}

/** An admin server with something to show, and a browser. */
export interface Web {
  readonly url: string;
  readonly database: Database;
  readonly browser: Browser;
  /** What the server has logged. */
  readonly lines: readonly string[];
  /** Opens a page in a browser of its own. What goes wrong in it, and what it asks of others, stands in `faults`. */
  open(path: string, view?: View): Promise<{ page: Page; faults: string[] }>;
  close(): Promise<void>;
}

/** What axe has to say against a page, one line for each kind. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  // The page's own policy allows no foreign script; through the debugger it may run.
  await page.evaluate(axe);
  return await page.evaluate(async () => {
    const { axe: tool } = globalThis as unknown as {
      axe: { run: (options: object) => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const { violations } = await tool.run({ resultTypes: ['violations'] });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
  });
}

/** Starts the server on any free port, with crons, executions and processes. */
export async function openWeb(mode: 'none' | 'password' = 'none'): Promise<Web> {
  const registry = await DatabaseRegistry.initFromConfig({ default: { type: 'sqlite', path: ':memory:' } });
  const database = registry.get('default');
  await migrate(database, LEDGER_MIGRATIONS);
  await seed(database, systemClock.now());
  const config = loadConfig(join(import.meta.dirname, '../../config'), {}).admin;
  const lines: string[] = [];
  const server = new AdminServer({
    database,
    clock: systemClock,
    logger: createLogger({ level: 'info', format: 'json', destination: { write: (line) => void lines.push(line) } }),
    version: '1.2.3',
    health: () => [],
    config: { ...config, port: 0, signIn: { ...config.signIn, mode } },
    cronDefaults: { timeZone: 'Asia/Seoul', minCronIntervalSeconds: 60 },
  });
  await server.start();
  const browser = await launchBrowser();
  return {
    url: server.url,
    lines,
    database,
    browser,
    open: async (path, { language = 'ko', theme = 'light', width = 1440, url = server.url } = {}) => {
      const page = await browser.newPage({
        locale: language === 'ko' ? 'ko-KR' : 'en-US',
        colorScheme: theme,
        viewport: { width, height: 900 },
        reducedMotion: 'reduce',
      });
      const faults: string[] = [];
      page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
      page.on('console', (message) => {
        // Where there is no stream of changes, pages ask for them; the browser notes that it looked for one.
        const isSearch = message.location().url.endsWith('/api/v1/stream');
        if (message.type() === 'error' && !isSearch)
          faults.push(`console: ${message.text()} ${message.location().url}`);
      });
      page.on('request', (request) => {
        if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).origin !== new URL(url).origin)
          faults.push(`foreign: ${request.url()}`);
      });
      await page.goto(url + path);
      await page.locator('main h1, main .state').first().waitFor();
      return { page, faults };
    },
    close: async () => {
      await browser.close();
      await server.stop();
      await registry.closeAll();
    },
  };
}
