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
  '/timeline?span=360m',
  '/timeline?view=table&lanes=group',
  '/timeline?span=10080m&gaps=short&lanes=worker',
];
/** Values of the seed that stand in the pages. */
const DATA = ['default', 'report', 'cleanup', 'hourly-report'];

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

const chart = (page: Page) => page.locator('.gantt-plot > svg').first();
const spanOf = (page: Page) => Number.parseInt(new URL(page.url()).searchParams.get('span') ?? '', 10);
const fromOf = (page: Page) => Date.parse(new URL(page.url()).searchParams.get('from') ?? '');

test('keys, buttons and the wheel zoom, between 15 minutes and a week, and the address keeps it', async () => {
  const page = await open('/timeline?span=120m');
  await chart(page).waitFor();
  await page.keyboard.press('+');
  await expect.poll(() => spanOf(page)).toBe(72);
  expect(fromOf(page)).toBeNaN();
  await page.keyboard.press('-');
  await expect.poll(() => spanOf(page)).toBe(120);
  await page.getByRole('button', { name: 'Zoom in' }).click();
  await expect.poll(() => spanOf(page)).toBe(72);
  const box = (await chart(page).boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + 60);
  await page.mouse.wheel(0, 9_000);
  await expect.poll(() => spanOf(page)).toBe(10_080);
  await page.mouse.wheel(0, -20_000);
  await expect.poll(() => spanOf(page)).toBe(15);
  await page.getByRole('combobox', { name: 'Length of time' }).click();
  await page.getByRole('option', { name: '6 h', exact: true }).click();
  await expect.poll(() => spanOf(page)).toBe(360);
});

test('a drag and the arrows move it, and Now goes with the time again', async () => {
  const page = await open('/timeline?span=120m');
  const box = (await chart(page).boundingBox())!;
  await page.mouse.move(box.x + 300, box.y + 60);
  await page.mouse.down();
  await page.mouse.move(box.x + 500, box.y + 60, { steps: 4 });
  await page.mouse.up();
  await expect.poll(() => fromOf(page)).not.toBeNaN();
  const dragged = fromOf(page);
  expect(dragged).toBeLessThan(Date.now() - 90 * 60_000);
  await page.getByRole('region', { name: /arrows move it/ }).focus();
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => fromOf(page)).toBe(dragged - 24 * 60_000);
  await page.reload();
  await chart(page).waitFor();
  expect(fromOf(page)).toBe(dragged - 24 * 60_000);
  await page.getByRole('button', { name: 'Now' }).click();
  await expect.poll(() => fromOf(page)).toBeNaN();
});

test('anywhere on a row opens the nearest execution, beside the chart', async () => {
  const page = await open('/timeline?span=120m');
  await page.getByRole('link', { name: '일일-정산' }).waitFor();
  const names = await page.locator('.gantt-names > div').allTextContents();
  const row = names.indexOf('일일-정산');
  const box = (await chart(page).boundingBox())!;
  await page.mouse.click(box.x + 12, box.y + 26 + row * 30 + 15);
  await page.waitForURL(/open=\d+/);
  await page.getByRole('region', { name: 'Selected execution' }).getByText('일일-정산').waitFor();
  await page.keyboard.press('Escape');
  await expect.poll(() => new URL(page.url()).searchParams.has('open')).toBe(false);
});

test('a bar says in words what it is', async () => {
  const page = await open('/timeline?span=120m');
  await page.getByRole('link', { name: '일일-정산' }).waitFor();
  const bar = (await page.locator('.gantt-bar').first().boundingBox())!;
  await page.mouse.move(bar.x + bar.width / 2, bar.y + bar.height / 2);
  await page
    .locator('.gantt-card')
    .getByText(/Succeeded|Failed|Timed out|Running/)
    .waitFor();
});

test('rows are by schedule, group or worker, one group alone, and the table tells what is coming', async () => {
  const page = await open('/timeline?span=360m');
  await page.getByRole('combobox', { name: 'A row for each' }).click();
  await page.getByRole('option', { name: 'Worker' }).click();
  await page.getByRole('link', { name: 'worker-1' }).waitFor();
  await page.getByText('not assigned yet').waitFor();
  await page.getByRole('combobox', { name: 'A row for each' }).click();
  await page.getByRole('option', { name: 'Schedule' }).click();
  await page.getByRole('combobox', { name: 'Group' }).click();
  await page.getByRole('option', { name: '운영' }).click();
  await page.waitForURL(/groupName=/);
  await expect.poll(() => page.locator('.gantt-names a').allTextContents()).toEqual(['cleanup']);
  await page.locator('label', { hasText: 'Table' }).click();
  await page.getByText('To come').first().waitFor();
  expect(await page.locator('.gantt').count()).toBe(0);
});

test('idle times are shortened on wish', async () => {
  const page = await open('/timeline?span=10080m&lanes=worker');
  await chart(page).waitFor();
  expect(await page.locator('.gantt-gap').count()).toBe(0);
  await page.getByRole('switch', { name: 'Shorten idle times' }).check();
  await page.waitForURL(/gaps=short/);
  await expect.poll(() => page.locator('.gantt-gap').count()).toBeGreaterThan(0);
});
