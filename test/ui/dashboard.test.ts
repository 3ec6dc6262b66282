import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { checkEnglishPage, checkKoreanPage } from '../support/page-checks.ts';
import { openWeb, type Web } from '../support/web.ts';
import { seedExecutions } from '../support/web-seed-executions.ts';

let web: Web;
beforeAll(async () => {
  web = await openWeb();
  await seedExecutions(web.database, new Date());
});
afterAll(() => web?.close());

const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();
const PAGES: Readonly<Record<string, () => string>> = {
  'the last hour of one group': () => `/?range=1h&groupName=${encodeURIComponent('재무')}`,
  'a time that was chosen': () => `/?from=${minutesAgo(180)}&to=${minutesAgo(10)}`,
};
/** Values of the seed that stand in the pages. */
const DATA = ['report', 'nightly', 'HANDLER_ERROR', 'Error', 'ORA-00001'];

test.each(Object.keys(PAGES))('%s in Korean and light: no fault, no English, and it fits on a telephone', (name) =>
  checkKoreanPage(web, PAGES[name]!(), DATA),
);

test.each(Object.keys(PAGES))('%s in English and dark: no fault', (name) => checkEnglishPage(web, PAGES[name]!()));

async function open(path: string): Promise<Page> {
  const { page, faults } = await web.open(path, { language: 'en' });
  onTestFinished(async () => {
    expect(faults).toEqual([]);
    await page.context().close();
  });
  return page;
}

const tile = (page: Page, name: string) => page.locator('.tiles a', { hasText: name });

test('the whole page takes at most six requests', async () => {
  const page = await open('/settings?tab=about');
  const asked: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith('/api/v1/')) asked.push(pathname);
  });
  const load = async (path: string): Promise<string[]> => {
    asked.length = 0;
    await page.goto(web.url + path);
    await page.locator('main h1, main .state').first().waitFor();
    if (path === '/') await page.getByRole('heading', { name: 'Worker load' }).waitFor();
    return [...new Set(asked)];
  };
  const shell = await load('/settings?tab=about');
  // Of all pages of a browser one holds the stream, so which of these two opens it is chance.
  const own = (await load('/')).filter((path) => ![...shell, '/api/v1/stream'].includes(path));
  expect(own.length, own.join(' ')).toBeLessThanOrEqual(6);
  expect(own).toContain('/api/v1/stats/summary');
});

test('each figure leads to the list behind it', async () => {
  const page = await open('/?range=24h');
  await tile(page, 'Failed').click();
  await page.waitForURL(/executions\?.*finishedFrom=.*status=FAILED&status=TIMEOUT/);
  await page.goBack();
  await tile(page, 'Running').click();
  await page.waitForURL(/executions\?status=RUNNING/);
  await page.goBack();
  await tile(page, 'Workers alive').click();
  await page.waitForURL(/workers/);
});

test('period and group stand in the address, and Back brings them back', async () => {
  const page = await open('/');
  await page.locator('label', { hasText: '7 days' }).click();
  await page.waitForURL(/range=7d/);
  await page.getByRole('combobox', { name: 'Group' }).click();
  await page.getByRole('option', { name: '재무' }).click();
  await page.waitForURL(/groupName=/);
  await tile(page, 'Waiting').click();
  await page.waitForURL(/executions\?groupName=.*status=PENDING/);
  await page.goBack();
  await page.waitForURL(/range=7d/);
});

test('a drag over a chart chooses the time of the whole page, and a click goes back', async () => {
  const page = await open('/?range=24h');
  const over = page.locator('.u-over').first();
  await over.waitFor();
  const box = (await over.boundingBox())!;
  await page.mouse.move(box.x + box.width * 0.4, box.y + 40);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.6, box.y + 40, { steps: 5 });
  await page.mouse.up();
  await page.waitForURL(/from=.*to=/);
  const { searchParams } = new URL(page.url());
  const length = Date.parse(searchParams.get('to')!) - Date.parse(searchParams.get('from')!);
  expect(length).toBeGreaterThan(3 * 3_600_000);
  expect(length).toBeLessThan(7 * 3_600_000);
  await page.getByTitle('Back to the whole time').click();
  await expect.poll(() => new URL(page.url()).searchParams.has('from')).toBe(false);
});

test('what runs shows its progress and how long it still takes', async () => {
  const page = await open('/');
  const running = page.locator('.runs > li', { hasText: '42,000 / 100,000' });
  await running.getByText(/42% · .*about .* left/).waitFor();
  await running.getByRole('link', { name: '야간-집계' }).click();
  await page.waitForURL(/executions\/\d+/);
});

test('all failures of one error are retried by one operation', async () => {
  const page = await open('/');
  const row = page.getByRole('row', { name: /unique/ }).first();
  await row.getByRole('button', { name: 'Retry all' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(/This is for \d+ targets?\./).waitFor();
  await dialog.getByLabel('Although earlier').check();
  await dialog.getByLabel('Reason').fill('DB 복구됨');
  await dialog.getByRole('button', { name: 'Retry' }).click();
  await page.waitForURL(/operations\/\d+$/);
  await page.getByText('Done', { exact: true }).first().waitFor({ timeout: 20_000 });
  await page.getByText('DB 복구됨').first().waitFor();
});
