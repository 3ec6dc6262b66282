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

test('the views in Korean and light: no fault, no English, and it fits on a telephone', () =>
  checkKoreanPage(web, '/settings?tab=views', []));

test('the views in English and dark: no fault', () => checkEnglishPage(web, '/settings?tab=views'));

async function open(path: string): Promise<Page> {
  const { page, faults } = await web.open(path, { language: 'en' });
  onTestFinished(async () => {
    expect(faults).toEqual([]);
    await page.context().close();
  });
  return page;
}

const dialog = (page: Page) => page.getByRole('dialog');
const navigation = (page: Page) => page.getByRole('navigation');

test('filters are kept under a name, pinned with their count, shared, renamed and deleted', async () => {
  const page = await open('/executions?status=HELD&trigger=manual');
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('menuitem', { name: 'Save this view' }).click();
  await dialog(page).getByLabel('Name').fill('보류된 수동 실행');
  await dialog(page).getByRole('button', { name: 'Save' }).click();
  const pinned = navigation(page).getByRole('link', { name: /보류된 수동 실행/ });
  await expect.poll(() => pinned.textContent()).toBe('보류된 수동 실행1');
  await page.goto(`${web.url}/executions`);
  await pinned.click();
  await page.waitForURL(/status=HELD.*trigger=manual/);

  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('menuitem', { name: 'Manage views' }).click();
  await page.getByRole('button', { name: 'Edit' }).click();
  await dialog(page).getByLabel('Name').fill('보류');
  await dialog(page).getByLabel('Share with everybody').check();
  await dialog(page).getByLabel('Pin to the navigation').uncheck();
  await dialog(page).getByRole('button', { name: 'Save' }).click();
  await dialog(page).waitFor({ state: 'detached' });
  await page.getByText('Everybody', { exact: true }).waitFor();
  await pinned.waitFor({ state: 'detached' });
  const stored = await web.database.autocommit.fetchOne('SELECT name, is_shared, is_pinned FROM saved_views');
  expect(stored).toMatchObject({ name: '보류' });

  await page.getByRole('button', { name: 'Delete' }).click();
  await dialog(page).getByRole('button', { name: 'Delete' }).click();
  await page.getByText('No saved views').waitFor();
});

test('views that are always there open their list, and are pinned as they are', async () => {
  const page = await open('/executions');
  for (const [name, address] of [
    ['Failed today', /finishedFrom=.*status=FAILED|status=FAILED.*finishedFrom=/],
    ['Running longer than usual (p95)', /slow=true/],
    ['Retrying', /retrying=true/],
    ['Runs by hand', /trigger=manual/],
    ['Lost with their worker', /lost=true/],
  ] as const) {
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('menuitem', { name, exact: true }).click();
    await page.waitForURL(address);
  }
  await page.goto(`${web.url}/settings?tab=views`);
  await page.getByRole('button', { name: 'Pin to the navigation: Failed today' }).click();
  await dialog(page).getByRole('button', { name: 'Save' }).click();
  await navigation(page)
    .getByRole('link', { name: /Failed today/ })
    .click();
  await page.waitForURL(/executions\?.*finishedFrom=/);
});
