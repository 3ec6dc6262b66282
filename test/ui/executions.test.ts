import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openWeb, type Web } from '../support/web.ts';
import { type SeededExecutions, seedExecutions } from '../support/web-seed-executions.ts';

let web: Web;
let seeded: SeededExecutions;
beforeAll(async () => {
  web = await openWeb();
  seeded = await seedExecutions(web.database, new Date());
});
afterAll(() => web?.close());

async function open(path: string, language: 'ko' | 'en' = 'en'): Promise<Page> {
  const { page, faults } = await web.open(path, { language });
  onTestFinished(async () => {
    expect(faults.filter((fault) => !fault.includes('409'))).toEqual([]);
    await page.context().close();
  });
  return page;
}

const rows = (page: Page) => page.locator('.data-table tbody tr td a.mono');
const dialog = (page: Page) => page.getByRole('dialog');
const filter = (page: Page, language = 'en') =>
  page.getByRole('combobox', { name: language === 'ko' ? '실행 필터' : 'Filter executions' });
const statusOf = (id: string) =>
  web.database.autocommit.fetchValue<string>('SELECT status FROM job_executions WHERE id = :id', { id });

test('filters are typed in either language, stand in the address, and survive going back', async () => {
  const page = await open('/executions', 'ko');
  await rows(page).first().waitFor();
  await filter(page, 'ko').fill('상태:실패,시간초과 cron:야간-*');
  await filter(page, 'ko').press('Escape');
  await filter(page, 'ko').press('Enter');
  await page.waitForURL(/status=FAILED&status=TIMEOUT/);
  await page.getByRole('button', { name: '상태 실패, 시간 초과' }).waitFor();
  await expect.poll(() => rows(page).count()).toBe(3);
  await rows(page).first().click();
  await page.getByRole('tab', { name: '로그' }).waitFor();
  await page.goBack();
  await page.getByRole('button', { name: '상태 실패, 시간 초과' }).waitFor();
  await page.getByRole('button', { name: '상태 필터 지우기' }).click();
  await expect.poll(() => new URL(page.url()).searchParams.has('status')).toBe(false);
});

test('filters are completed, and what is no filter is said', async () => {
  const page = await open('/executions');
  await filter(page).fill('trig');
  await page.getByRole('option', { name: 'trigger:' }).waitFor();
  await filter(page).fill('trigger:back');
  await page.getByRole('option', { name: 'trigger:backfill' }).click();
  await page.waitForURL(/trigger=backfill/);
  await filter(page).fill('cron:야간');
  await page.getByRole('option', { name: 'cron:야간-집계' }).click();
  await page.waitForURL(/cron=/);
  await filter(page).fill('colour:red');
  await filter(page).press('Enter');
  await page.getByText('There is no filter "colour".').waitFor();
});

test('the period that nobody asked for is shown, and an empty list offers to widen it', async () => {
  const page = await open('/executions?cron=no-such-*');
  await page.getByText('Last 24 hours').waitFor();
  await page.getByRole('button', { name: 'Widen to 30 days' }).click();
  await page.waitForURL(/since=30d/);
});

test('the chart narrows the list, also by keyboard through its table', async () => {
  const page = await open('/executions');
  await page.getByRole('button', { name: 'Show as a table' }).click();
  await page.getByRole('region', { name: 'Executions over time' }).getByRole('button').first().press('Enter');
  await page.waitForURL(/finishedFrom=/);
  await page.goBack();
  await page.getByRole('button', { name: 'Show as a chart' }).click();
  const chart = page.locator('.histogram-chart svg');
  const box = (await chart.boundingBox())!;
  await page.mouse.move(box.x + box.width * 0.5, box.y + 30);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width - 2, box.y + 30, { steps: 4 });
  await page.mouse.up();
  await page.waitForURL(/finishedFrom=.*finishedTo=/);
});

test('an execution opens beside the list, the next with j, and as a page with o', async () => {
  const page = await open('/executions?status=SUCCESS&since=24h');
  await rows(page).first().waitFor();
  const [first, second] = await rows(page).allTextContents();
  await page.locator('h1').click();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  const panel = page.getByRole('region', { name: 'Selected execution' });
  await panel.locator('h2 span', { hasText: `#${first}` }).waitFor();
  await page.keyboard.press('j');
  await panel.locator('h2 span', { hasText: `#${second}` }).waitFor();
  await page.keyboard.press('Escape');
  await panel.waitFor({ state: 'detached' });
  await page.keyboard.press('o');
  await page.waitForURL(/executions\/\d+$/);
});

test('new executions wait until they are asked for', async () => {
  const page = await open('/executions?trigger=manual&since=24h');
  await rows(page).first().waitFor();
  const before = await rows(page).first().textContent();
  await fetch(`${web.url}/api/v1/crons/${seeded.cronId}/trigger`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"allowOverlap": true}',
  });
  await page.getByRole('button', { name: /Show 1 new execution/ }).waitFor({ timeout: 15_000 });
  expect(await rows(page).first().textContent()).toBe(before);
  await page.keyboard.press('.');
  await expect.poll(() => rows(page).first().textContent()).not.toBe(before);
});

test('a failed execution is marked as handled and retried', async () => {
  const page = await open(`/executions/${seeded.failed}`);
  await page.getByRole('button', { name: 'Mark as handled' }).click();
  await dialog(page).getByLabel('Note').fill('재처리 예정');
  await page.keyboard.press('Control+Enter');
  // Keys belong to a dialog as long as it is there.
  await dialog(page).waitFor({ state: 'detached' });
  await page.getByText('재처리 예정').waitFor();
  await page.keyboard.press('r');
  await dialog(page).getByLabel('Although an earlier').check();
  await dialog(page).getByRole('button', { name: 'Retry', exact: true }).click();
  await dialog(page).waitFor({ state: 'detached' });
  expect(await statusOf(seeded.failed)).toBe('PENDING');
});

test('params are a tree whose names copy their path, or text', async () => {
  const page = await open(`/executions/${seeded.succeeded}?tab=result`);
  const tree = page.getByRole('region', { name: 'Result' });
  await tree.getByRole('button').first().click();
  await page.getByText('Copied').waitFor();
  await page.getByText('Text', { exact: true }).click();
  await tree.getByText('{').waitFor();
  expect(await tree.getByRole('button').count()).toBe(0);
});

test('a retry with other params is a new execution that keeps big integers', async () => {
  const page = await open(`/executions/${seeded.succeeded}`);
  await page.getByRole('button', { name: 'Retry with changes' }).click();
  await dialog(page).getByLabel('Params', { exact: true }).fill('{"z": 90071992547409931, "a": 1}');
  await dialog(page).getByLabel('Although an earlier').check();
  await dialog(page).getByRole('button', { name: 'Retry with changes' }).click();
  await expect.poll(() => page.url()).not.toContain(`/executions/${seeded.succeeded}`);
  const id = /executions\/(\d+)/.exec(page.url())![1]!;
  const params = await web.database.autocommit.fetchValue('SELECT params FROM job_executions WHERE id = :id', { id });
  expect(params).toBe('{"z": 90071992547409931, "a": 1}');
});

test('hold, release, mark as succeeded, cancel and force, each with what it does', async () => {
  const page = await open(`/executions/${seeded.pending}`);
  const act = async (name: string, expected: string) => {
    await page.getByRole('button', { name, exact: true }).click();
    const overlap = dialog(page).getByLabel('Although an earlier');
    if (await overlap.count()) await overlap.check();
    if (name === 'Mark as succeeded') await dialog(page).getByLabel('Reason').fill('checked by hand');
    await dialog(page).getByRole('button', { name, exact: true }).click();
    await dialog(page).waitFor({ state: 'detached' });
    expect(await statusOf(/executions\/(\d+)/.exec(page.url())![1]!)).toBe(expected);
  };
  await act('Hold', 'HELD');
  await act('Release', 'PENDING');
  await act('Hold', 'HELD');
  await act('Mark as succeeded', 'SUCCESS');
  await page.goto(`${web.url}/executions/${seeded.running}`);
  await act('Cancel execution', 'RUNNING');
  await page.getByText('Cancel requested').waitFor();
  await act('Force cancel', 'CANCELED');
  await page.getByRole('tab', { name: 'Audit' }).click();
  await expect.poll(() => page.getByText('execution.cancel', { exact: true }).count()).toBe(2);
});

test('an action is copied as a command, and a refusal stays in the dialog', async () => {
  const page = await open(`/executions/${seeded.held}`);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Release' }).click();
  await dialog(page).getByRole('button', { name: 'Copy as curl' }).click();
  await page.getByText('Copied').waitFor();
  const copied = await page.evaluate('navigator.clipboard.readText()');
  expect(copied).toContain(`/api/v1/executions/${seeded.held}/release'`);
  await web.database.autocommit.execute("UPDATE job_executions SET status = 'CANCELED' WHERE id = :id", {
    id: seeded.held,
  });
  await dialog(page).getByRole('button', { name: 'Release' }).click();
  await dialog(page).getByText('cannot be released').waitFor();
});

test('a log is searched, filtered, linked to a line, and downloaded', async () => {
  const page = await open(`/executions/${seeded.failed}#L2990`);
  await page.getByText('row 2990: ORA-00001 <script>alert(1)</script>').waitFor();
  await page.getByText('3,000 of 3,000 lines').waitFor();
  await page.getByLabel('Find in the log').fill('batch 7');
  await page.getByText('– of 1').waitFor();
  await page.getByLabel('Find in the log').press('Enter');
  await page.locator('mark', { hasText: 'batch 7' }).waitFor();
  await page.getByLabel('Find in the log').fill('');
  await page.locator('.log-tools label', { hasText: 'Error' }).click();
  await page.getByText('1 of 3,000 lines').waitFor();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe(`execution-${seeded.failed}.log`);
});

test('what differs from the last success is shown', async () => {
  const page = await open(`/executions/${seeded.failed}?tab=params`);
  const row = page.getByRole('row', { name: '/date' });
  await row.waitFor();
  expect(await row.textContent()).toContain('2026-11-21');
  await page.getByText('90071992547409931').first().waitFor();
});
