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

const PAGES = [
  '/workers',
  '/workers?open=worker-1',
  '/workers?tab=dispatchers',
  '/workers?tab=database',
  '/transactions',
  '/calendars',
  '/calendars/%ED%9C%B4%EC%9D%BC?year=2027',
];
/** Values of the seed that stand in the pages. */
const DATA = ['MB', 'SQLite', 'calendar'];

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

const dialog = (page: Page) => page.getByRole('dialog');

test('a worker is drained with a reason, and takes executions again', async () => {
  const page = await open('/workers');
  const wanted = () => web.database.autocommit.fetchValue("SELECT desired_state FROM workers WHERE id = 'worker-1'");
  await page.getByRole('button', { name: 'Drain' }).click();
  await dialog(page).getByLabel('Reason').fill('새 버전 배포');
  await dialog(page).getByRole('button', { name: 'Drain' }).click();
  await page.getByText('Draining').waitFor();
  expect(await wanted()).toBe('drain');
  await page.getByRole('button', { name: 'Resume' }).click();
  await dialog(page).getByRole('button', { name: 'Resume' }).click();
  await page.getByText('Active', { exact: true }).waitFor();
  expect(await wanted()).toBe('active');
});

test('everything that a worker runs is canceled as one operation', async () => {
  const page = await open('/workers?open=worker-1');
  const running = () =>
    web.database.autocommit.fetchValue<number>(
      "SELECT COUNT(*) FROM job_executions WHERE worker_id = 'worker-1' AND status = 'RUNNING' AND cancel_requested_at IS NULL",
    );
  const before = Number(await running());
  expect(before).toBeGreaterThan(0);
  await page.getByRole('button', { name: /^Cancel all that/ }).click();
  await dialog(page).getByLabel('Reason').fill('the machine goes');
  await dialog(page).getByRole('button', { name: 'Cancel executions' }).click();
  await page.waitForURL(/operations\/\d+/);
  await expect.poll(running, { timeout: 20_000 }).toBe(0);
});

test('a calendar is made, a day closed after its effect was shown, and the calendar deleted', async () => {
  const page = await open('/calendars');
  await page.getByRole('button', { name: 'New calendar' }).click();
  await dialog(page).getByLabel('Name').fill('Plant');
  await dialog(page).getByRole('button', { name: 'New calendar' }).click();
  await page.getByRole('heading', { name: 'Plant' }).waitFor();
  await page.goto(`${web.url}/calendars/Plant?year=2027`);
  await page.getByRole('button', { name: /2027-05-04/ }).click();
  await dialog(page).getByLabel('Name').fill('Founders');
  await dialog(page).getByRole('button', { name: 'Apply' }).click();
  await page.getByRole('button', { name: 'Save 1 day' }).click();
  await dialog(page).getByText('1 day changes.', { exact: true }).waitFor();
  await dialog(page).getByRole('button', { name: 'Save' }).click();
  await dialog(page).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: '4 2027-05-04, Closed, Founders', exact: true }).waitFor();
  await page.getByRole('button', { name: 'Delete' }).click();
  await dialog(page).getByRole('textbox').fill('Plant');
  await dialog(page).getByRole('button', { name: 'Delete' }).click();
  await page.waitForURL(/\/calendars$/);
});

test('holidays are imported after a preview, and a change tells what it does to the schedules', async () => {
  const page = await open('/calendars');
  await page.getByRole('button', { name: 'Import' }).click();
  await dialog(page).getByRole('textbox', { name: 'Name' }).fill('대한민국');
  expect(await dialog(page).getByRole('button', { name: 'Import' }).isDisabled()).toBe(true);
  await dialog(page).getByRole('button', { name: 'Show what changes' }).click();
  await dialog(page).getByText('No schedule uses this calendar yet.').waitFor();
  await dialog(page).getByRole('button', { name: 'Import' }).click();
  await page.getByRole('heading', { name: '대한민국' }).waitFor();
  await page.goto(`${web.url}/calendars/${encodeURIComponent('휴일')}?year=2027`);
  await page.getByRole('button', { name: /2027-05-04/ }).click();
  await dialog(page).getByRole('button', { name: 'Apply' }).click();
  await page.getByRole('button', { name: 'Save 1 day' }).click();
  await dialog(page)
    .getByText(/In the coming year \d+ runs move/)
    .waitFor();
});
