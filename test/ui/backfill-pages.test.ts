import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { checkEnglishPage, checkKoreanPage } from '../support/page-checks.ts';
import { openWeb, type Web } from '../support/web.ts';
import { type SeededExecutions, seedExecutions } from '../support/web-seed-executions.ts';

let web: Web;
let seeded: SeededExecutions;
beforeAll(async () => {
  web = await openWeb();
  seeded = await seedExecutions(web.database, new Date());
});
afterAll(() => web?.close());

const PAGES: Readonly<Record<string, () => string>> = {
  'the list': () => '/backfills',
  'one backfill': () => `/backfills/${seeded.backfillId}`,
};

test.each(Object.keys(PAGES))('%s in Korean and light: no fault, no English, and it fits on a telephone', (name) =>
  checkKoreanPage(web, PAGES[name]!(), []),
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

const dialog = (page: Page) => page.getByRole('dialog');

test('a backfill is paused, resumed, its failures retried, and canceled', async () => {
  const page = await open(`/backfills/${seeded.backfillId}`);
  const status = () =>
    web.database.autocommit.fetchValue('SELECT status FROM backfills WHERE id = :id', { id: seeded.backfillId });
  const act = async (name: string, expected: string) => {
    await page.getByRole('button', { name, exact: true }).click();
    await dialog(page).getByRole('button', { name, exact: true }).click();
    await dialog(page).waitFor({ state: 'detached' });
    expect(await status()).toBe(expected);
  };
  await act('Pause', 'PAUSED');
  await act('Resume', 'RUNNING');
  await act('Retry failed', 'RUNNING');
  await act('Cancel backfill', 'CANCELED');
});

test('a backfill starts only after what it would run was shown', async () => {
  const page = await open('/backfills');
  await page.getByRole('link', { name: seeded.backfillId, exact: true }).waitFor();
  await page.getByRole('button', { name: 'New backfill' }).click();
  const start = dialog(page).locator('button[type=submit]');
  await dialog(page).getByRole('combobox', { name: 'Schedule', exact: true }).fill('hourly');
  await page.getByRole('option', { name: 'hourly-report' }).click();
  await dialog(page).getByRole('combobox', { name: 'The schedule meanwhile' }).click();
  await page.getByRole('option', { name: 'Paused; then all that came due run' }).click();
  expect(await start.isDisabled()).toBe(true);
  await dialog(page).getByRole('button', { name: 'Show what would run' }).click();
  await dialog(page)
    .getByText(/\d+ executions would run/)
    .waitFor();
  expect(await start.textContent()).toMatch(/^Run \d+$/);
  await start.click();
  await page.waitForURL(/backfills\/\d+$/);
  await page.getByText(/wait for their turn/).waitFor();
  await page.getByText('Paused; then all that came due run', { exact: true }).waitFor();
  const id = page.url().split('/').at(-1);
  await page.goto(`${web.url}/crons?search=hourly`);
  await page.getByText(`until backfill ${id} is over`).waitFor();
  await page.getByRole('link', { name: 'hourly-report', exact: true }).click();
  await page.getByText(`Paused: until backfill ${id} is over`).waitFor();
  await page.locator('.next-runs .time').first().waitFor();
  const decoration = await page.evaluate(
    "getComputedStyle(document.querySelector('.next-runs .time')).textDecorationLine",
  );
  expect(decoration).toBe('line-through');
});
