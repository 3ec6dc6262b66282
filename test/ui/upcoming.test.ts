import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { checkEnglishPage, checkKoreanPage } from '../support/page-checks.ts';
import { openWeb, type Web } from '../support/web.ts';
import { seedExecutions } from '../support/web-seed-executions.ts';

let web: Web;
beforeAll(async () => {
  web = await openWeb();
  const { cronId } = await seedExecutions(web.database, new Date());
  await fetch(`${web.url}/api/v1/crons/${cronId}/pause`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"reason": "점검"}',
  });
});
afterAll(() => web?.close());

const PAGES = ['/upcoming?view=day', '/upcoming?view=week', '/upcoming?view=month'];
/** Values of the seed that stand in the pages. */
const DATA = ['report', 'cleanup', 'hourly-report'];

test.each(PAGES)('%s in Korean and light: no fault, no English, and it fits on a telephone', (path) =>
  checkKoreanPage(web, path, DATA),
);

test.each(PAGES)('%s in English and dark: no fault', (path) => checkEnglishPage(web, path));

async function open(path: string): Promise<Page> {
  const { page, faults } = await web.open(path, { language: 'en' });
  onTestFinished(async () => {
    expect(faults).toEqual([]);
    await page.context().close();
  });
  return page;
}

test('the next 24 hours count down, and what is paused is struck through with its reason', async () => {
  const page = await open('/upcoming');
  await page
    .getByText(/^in \d/)
    .first()
    .waitFor();
  await page.getByRole('combobox', { name: 'Group' }).click();
  await page.getByRole('option', { name: '재무' }).click();
  await page.waitForURL(/groupName=/);
  const row = page.getByRole('row', { name: /야간-집계/ }).first();
  await row.getByText('Paused').waitFor();
  expect(await row.locator('.struck').count()).toBe(1);
});

test('a month leads to a day, and the day to others', async () => {
  const page = await open('/upcoming');
  await page.locator('label', { hasText: 'Month' }).click();
  await page.waitForURL(/view=month/);
  await page.getByRole('button', { name: 'Later' }).click();
  await page.waitForURL(/date=\d{4}-\d\d-01/);
  const month = new URL(page.url()).searchParams.get('date')!.slice(0, 7);
  await page.getByRole('link', { name: `What runs on ${month}-15` }).click();
  await page.waitForURL(/view=day/);
  await page
    .getByRole('row', { name: new RegExp(`${month}-15 .*일일-정산`) })
    .first()
    .waitFor();
  await page.getByRole('button', { name: 'Later' }).click();
  await page.waitForURL(new RegExp(`date=${month}-16`));
  await page.getByRole('button', { name: 'Today' }).click();
  await expect.poll(() => new URL(page.url()).searchParams.has('date')).toBe(false);
});

test('a week shows its hours, and a row leads to its day', async () => {
  const page = await open('/upcoming?view=week');
  const next = page.getByRole('button', { name: 'Later' });
  await next.click();
  await page.waitForURL(/date=/);
  const first = new URL(page.url()).searchParams.get('date')!;
  await page
    .getByRole('region', { name: 'Runs per hour' })
    .getByRole('link', { name: first.slice(5) })
    .click();
  await page.waitForURL(new RegExp(`date=${first}.*view=day|view=day.*date=${first}`));
});
