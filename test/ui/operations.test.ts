import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { checkEnglishPage, checkKoreanPage } from '../support/page-checks.ts';
import { waitFor } from '../support/wait.ts';
import { openWeb, type Web } from '../support/web.ts';
import { type SeededExecutions, seedExecutions } from '../support/web-seed-executions.ts';

let web: Web;
let seeded: SeededExecutions;
let finished: string;
beforeAll(async () => {
  web = await openWeb();
  seeded = await seedExecutions(web.database, new Date());
  finished = await start({ action: 'execution.retry', target: { ids: [seeded.succeeded, '999'] }, reason: '재처리' });
});
afterAll(() => web?.close());

/** Starts an operation and waits for its end. */
async function start(body: object): Promise<string> {
  const answer = await fetch(`${web.url}/api/v1/operations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const { id } = (await answer.json()) as { id: string };
  await waitFor(async () => (await statusOf(id)) === 'DONE', { timeoutMs: 20_000, what: 'the end of the operation' });
  return id;
}

const statusOf = (id: string) =>
  web.database.autocommit.fetchValue<string>('SELECT status FROM operations WHERE id = :id', { id });
const statusOfExecution = (id: string) =>
  web.database.autocommit.fetchValue<string>('SELECT status FROM job_executions WHERE id = :id', { id });

async function open(path: string): Promise<Page> {
  const { page, faults } = await web.open(path, { language: 'en' });
  onTestFinished(async () => {
    expect(faults).toEqual([]);
    await page.context().close();
  });
  return page;
}

const dialog = (page: Page) => page.getByRole('dialog');
const bar = (page: Page) => page.getByRole('region', { name: 'What to do with the selection' });

const PAGES: Readonly<Record<string, () => string>> = {
  'the list': () => '/operations',
  'one operation': () => `/operations/${finished}`,
  'its failed targets': () => `/operations/${finished}?outcome=failed`,
};

test.each(Object.keys(PAGES))('%s in Korean and light: no fault, no English, and it fits on a telephone', (name) =>
  checkKoreanPage(web, PAGES[name]!(), []),
);

test.each(Object.keys(PAGES))('%s in English and dark: no fault', (name) => checkEnglishPage(web, PAGES[name]!()));

test('selected executions are put on hold by one operation, with a reason, after saying how many', async () => {
  const page = await open('/executions?status=PENDING&since=24h');
  await page.getByRole('checkbox', { name: `Select ${seeded.pending}`, exact: true }).check();
  await bar(page).getByText('1 selected').waitFor();
  expect(await bar(page).getByRole('button', { name: 'Release' }).isDisabled()).toBe(true);
  await bar(page).getByRole('button', { name: 'Hold' }).click();
  await dialog(page).getByText('This is for 1 target.').waitFor();
  await dialog(page).getByLabel('Reason').fill('점검');
  await dialog(page).getByRole('button', { name: 'Hold' }).click();
  await page.waitForURL(/operations\/\d+$/);
  await page.getByText('Done', { exact: true }).first().waitFor({ timeout: 20_000 });
  expect(await statusOfExecution(seeded.pending)).toBe('HELD');
  await page.getByText('점검').first().waitFor();
});

test('all that match are chosen with the keyboard, and only those that the action fits are counted', async () => {
  const page = await open(`/executions?cronId=${seeded.cronId}&since=90d`);
  await page.getByRole('checkbox', { name: `Select ${seeded.failed}`, exact: true }).waitFor();
  await page.locator('h1').click();
  await page.keyboard.press('Control+a');
  await bar(page)
    .getByText(/^\d+ selected$/)
    .waitFor();
  await page.keyboard.press('Control+a');
  await bar(page)
    .getByText(/^All \d+ that match$/)
    .waitFor();
  await bar(page).getByRole('button', { name: 'Mark as succeeded' }).click();
  await dialog(page)
    .getByText(/^This is for \d+ targets\.$/)
    .waitFor();
  await dialog(page)
    .getByText(/^Show the first/)
    .click();
  await dialog(page).getByText(`#${seeded.failed}`, { exact: true }).waitFor();
  await page.keyboard.press('Escape');
  await bar(page).getByRole('button', { name: 'Select none' }).click();
  await bar(page).waitFor({ state: 'detached' });
});

test('an operation is copied as a command that names the filter', async () => {
  const page = await open('/executions?status=FAILED&since=24h');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('checkbox', { name: 'Select all shown' }).check();
  await page.keyboard.press('Control+a');
  await bar(page).getByRole('button', { name: 'Retry' }).click();
  await dialog(page)
    .getByText(/This is for/)
    .waitFor();
  await dialog(page).getByRole('button', { name: 'Copy as curl' }).click();
  await page.getByText('Copied').waitFor();
  const copied = (await page.evaluate('navigator.clipboard.readText()')) as string;
  expect(copied).toContain('/api/v1/operations');
  expect(copied).toContain('"filter":{"status":["FAILED"],"since":"24h"}');
});

test('what failed says why, is narrowed to in the address, and is tried again', async () => {
  const page = await open('/operations');
  await page.getByRole('link', { name: finished, exact: true }).click();
  await page.getByText('Failed', { exact: true }).first().waitFor();
  await page.locator('label', { hasText: /^Failed/ }).click();
  await page.waitForURL(/outcome=failed/);
  await page.getByText('EXECUTION_NOT_FOUND').waitFor();
  await page.getByRole('button', { name: 'Try the failed ones on this page again' }).click();
  await dialog(page).getByText('This is for 1 target.').waitFor();
  await dialog(page).getByRole('button', { name: 'Retry' }).click();
  await page.waitForURL((url) => /operations\/\d+$/.test(url.pathname) && !url.pathname.endsWith(`/${finished}`));
});

test('an operation that is under way is stopped', async () => {
  const made = await start({ action: 'execution.hold', target: { ids: [seeded.succeeded] } });
  const setStatus = (status: string) =>
    web.database.autocommit.execute(
      `UPDATE operations SET status = :status, finished_at = NULL, lease_owner = 'other', leased_until = :until
       WHERE id = :id`,
      { id: made, status, until: new Date(Date.now() + 600_000) },
    );
  await setStatus('RUNNING');
  const page = await open('/operations?status=RUNNING');
  await page.getByRole('button', { name: 'Stop' }).click();
  await dialog(page).getByLabel('Reason').fill('잘못 골랐습니다');
  await dialog(page).getByRole('button', { name: 'Stop' }).click();
  await dialog(page).waitFor({ state: 'detached' });
  expect(await statusOf(made)).toBe('STOPPED');
  await page.getByRole('button', { name: 'Clear all filters' }).click();
  await page.locator('td').getByText('Stopped', { exact: true }).waitFor();
});
