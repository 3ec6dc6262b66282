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
  /** Stops the server and starts another one at the same address; `meanwhile` it is gone. */
  restart(meanwhile: () => Promise<void>): Promise<void>;
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
  const start = async (port: number): Promise<AdminServer> => {
    const started = new AdminServer({
      database,
      clock: systemClock,
      logger: createLogger({ level: 'info', format: 'json', destination: { write: (line) => void lines.push(line) } }),
      version: '1.2.3',
      health: () => [],
      config: { ...config, port, signIn: { ...config.signIn, mode } },
      cronDefaults: { timeZone: 'Asia/Seoul', minCronIntervalSeconds: 60 },
    });
    await started.start();
    return started;
  };
  let server = await start(0);
  const { url: ownUrl } = server;
  const browser = await launchBrowser();
  return {
    url: ownUrl,
    lines,
    database,
    browser,
    open: async (path, { language = 'ko', theme = 'light', width = 1440, url = ownUrl } = {}) => {
      const context = await browser.newContext({
        locale: language === 'ko' ? 'ko-KR' : 'en-US',
        colorScheme: theme,
        viewport: { width, height: 900 },
        reducedMotion: 'reduce',
      });
      const page = await context.newPage();
      const faults: string[] = [];
      page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
      page.on('console', (message) => {
        if (message.type() === 'error') faults.push(`console: ${message.text()} ${message.location().url}`);
      });
      page.on('request', (request) => {
        if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).origin !== new URL(url).origin)
          faults.push(`foreign: ${request.url()}`);
      });
      await page.goto(url + path);
      await page.locator('main h1, main .state').first().waitFor();
      return { page, faults };
    },
    restart: async (meanwhile) => {
      await server.stop();
      await meanwhile();
      server = await start(Number(new URL(ownUrl).port));
    },
    close: async () => {
      await browser.close();
      await server.stop();
      await registry.closeAll();
    },
  };
}
