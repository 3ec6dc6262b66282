import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { accessibilityProblems, openWeb, type Web } from '../support/web.ts';

let web: Web;
beforeAll(async () => {
  web = await openWeb();
});
afterAll(() => web?.close());

async function open(path: string, language: 'ko' | 'en' = 'en', expected = /^$/): Promise<Page> {
  const { page, faults } = await web.open(path, { language });
  onTestFinished(async () => {
    await page.context().close();
    expect(faults.filter((fault) => !expected.test(fault))).toEqual([]);
  });
  await page.locator('.live[data-state=stream]').waitFor();
  return page;
}

const banner = (page: Page, text: string) => page.getByRole('status').filter({ hasText: text });
const dialog = (page: Page) => page.getByRole('dialog');
const found = (page: Page, text: string) => page.locator('[data-action]', { hasText: text });

async function post(path: string, body: object): Promise<void> {
  const { status } = await fetch(`${web.url}/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(status).toBe(200);
}

async function search(page: Page, text: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.locator('input.mantine-Spotlight-search').fill(text);
}

test('what stops work is said on every page as it happens, and goes when it is over', async () => {
  const { autocommit } = web.database;
  const page = await open('/audit');
  await post('/system/pause', { reason: 'disk <i>full</i>' });
  await banner(page, 'The scheduler is paused.').getByText('“disk <i>full</i>”').waitFor({ timeout: 3_000 });
  await banner(page, 'The scheduler is paused.').getByText('by local').waitFor();
  await autocommit.execute("UPDATE workers SET state = 'lost' WHERE role = 'worker'");
  await banner(page, 'No worker is alive').waitFor({ timeout: 5_000 });
  await autocommit.execute("UPDATE workers SET state = 'lost' WHERE role = 'dispatcher'");
  await banner(page, 'No dispatcher is alive').waitFor({ timeout: 5_000 });
  expect(await accessibilityProblems(page)).toEqual([]);
  await autocommit.execute(
    `UPDATE workers SET state = 'active', vitals = '{"clockSkewMs":-7200}' WHERE id = 'worker-1'`,
  );
  await banner(page, 'The clock of batch-01 · worker 4711 is 7.2 s behind').waitFor({ timeout: 5_000 });
  await autocommit.execute("UPDATE workers SET state = 'active', vitals = NULL WHERE id LIKE '%-1'");
  await post('/system/resume', {});
  await expect.poll(() => page.locator('.banner').count(), { timeout: 5_000 }).toBe(0);
});

test('the navigation counts what runs, is late, and failed since the executions were last looked at', async () => {
  const { autocommit } = web.database;
  const page = await open('/audit');
  const item = (name: string) => page.locator('.navigation a').filter({ hasText: name });
  const fail = async () => {
    const [id] = await autocommit.fetchAll<{ id: number }>(
      "SELECT MAX(id) AS id FROM job_executions WHERE status = 'SUCCESS'",
    );
    await autocommit.execute("UPDATE job_executions SET status = 'FAILED', finished_at = :now WHERE id = :id", {
      ...{ now: new Date(), id: id!.id },
    });
  };
  const failed = item('Executions').locator('.count[data-tone=danger]');
  await item('Executions').click();
  await page.getByRole('heading', { name: 'Executions' }).waitFor();
  await item('Audit log').click();
  await failed.waitFor({ state: 'detached' });
  await fail();
  await expect.poll(() => failed.getAttribute('title'), { timeout: 5_000 }).toBe('1 failed since you last looked');
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.reload();
  expect(await failed.getAttribute('title')).toBe('1 failed since you last looked');
  await page.getByRole('button', { name: 'Narrow the navigation' }).click();
  expect((await failed.boundingBox())?.width).toBe(8);
  await page.getByRole('button', { name: 'Widen the navigation' }).click();
  await autocommit.execute(
    'UPDATE cron_jobs SET next_run_at = :late WHERE id = (SELECT MIN(id) FROM cron_jobs WHERE is_enabled)',
    {
      late: new Date(Date.now() - 120_000),
    },
  );
  await item('Executions').click();
  await failed.waitFor({ state: 'detached' });
  await item('Audit log').click();
  await expect.poll(() => item('Schedules').locator('.count').getAttribute('title')).toBe('1 late');
  expect(await failed.count()).toBe(0);
  await autocommit.execute(
    "UPDATE job_executions SET status = 'RUNNING', finished_at = NULL WHERE id = (SELECT MAX(id) FROM job_executions)",
  );
  await expect
    .poll(() => item('Executions').locator('.count[data-tone=info]').getAttribute('title'), { timeout: 5_000 })
    .toMatch(/^\d+ running$/);
});

test('without the server the last state stays, grey and with its age', async () => {
  const page = await open('/crons', 'ko', /Failed to load resource|ERR_INTERNET_DISCONNECTED/);
  await page.context().setOffline(true);
  await banner(page, '서버가 응답하지 않습니다').getByText('마지막으로 받은 시각').waitFor();
  await page.locator('.outlet[data-stale]').getByText('cleanup').waitFor();
  await page.context().setOffline(false);
  await banner(page, '서버가 응답하지 않습니다').waitFor({ state: 'detached' });
});

test('what does not exist leaves the search', async () => {
  const page = await open('/crons', 'en', /404/);
  await page.goto(`${web.url}/executions/424242`);
  await page.getByRole('alert').getByRole('button', { name: 'Search' }).click();
  await page.locator('input.mantine-Spotlight-search').waitFor();
});

test('the palette acts on crons in either language, and opens what is pasted', async () => {
  const page = await open('/upcoming', 'en');
  await search(page, '일시정지 hourly');
  await found(page, 'Pause: hourly-report').click();
  await dialog(page).getByLabel('Reason').fill('by palette');
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.keyboard.press('Control+Enter');
  await dialog(page).waitFor({ state: 'detached' });
  expect(
    await web.database.autocommit.fetchValue("SELECT pause_reason FROM cron_jobs WHERE name = 'hourly-report'"),
  ).toBe('by palette');
  await search(page, 'hourly resume');
  await found(page, 'Resume: hourly-report').click();
  await dialog(page).getByRole('button', { name: 'Resume', exact: true }).click();
  await dialog(page).waitFor({ state: 'detached' });
  await search(page, 'https://other.example/jobu/executions/3?tab=logs');
  await found(page, 'Open /executions/3?tab=logs').click();
  await page.waitForURL('**/executions/3?tab=logs');
  await search(page, 'ㅇㅇ');
  await found(page, 'Executions of 일일-정산').click();
  await page.waitForURL('**/executions?cronId=1');
});

test('the palette knows saved views, settings, likings and what was seen lately', async () => {
  const { status } = await fetch(`${web.url}/api/v1/saved-views`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      name: '오늘 <b>실패</b>',
      page: 'executions',
      filters: { status: ['FAILED'], since: '24h' },
    }),
  });
  expect(status).toBe(201);
  const page = await open('/crons/2', 'ko');
  await page.getByRole('heading', { name: 'hourly-report' }).waitFor();
  await expect
    .poll(() => page.evaluate("localStorage.getItem('jobu:recent') ?? ''"), { timeout: 10_000 })
    .toContain('hourly-report');
  await search(page, 'ㅇㄴ ㅅㅍ');
  await found(page, '오늘 <b>실패</b>').click();
  await page.waitForURL('**/executions?status=FAILED&since=24h');
  await search(page, '');
  await found(page, 'hourly-report').first().click();
  await page.waitForURL('**/crons/2');
  await search(page, '정보');
  await found(page, '정보').click();
  await page.waitForURL('**/settings?tab=about');
  await search(page, 'English');
  await found(page, 'Switch to English').click();
  await page.getByRole('heading', { name: 'Settings' }).waitFor();
});

test('? lists the keys of the page, and single keys can be switched off', async () => {
  const page = await open('/workers');
  await page.keyboard.press('2');
  await page.waitForURL('**/workers?tab=dispatchers');
  await page.keyboard.press('?');
  const keys = await dialog(page).locator('dt').allTextContents();
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys).toEqual(expect.arrayContaining(['Ctrlk', 'ge', 'gs', 'z', 'l', '/', '3']));
  expect(await accessibilityProblems(page)).toEqual([]);
  await dialog(page).getByLabel('Single-key shortcuts').click();
  await page.keyboard.press('Escape');
  await dialog(page).waitFor({ state: 'detached' });
  await page.keyboard.press('3');
  await page.keyboard.press('Control+k');
  await page.locator('input.mantine-Spotlight-search').waitFor();
  expect(page.url()).toContain('tab=dispatchers');
});
