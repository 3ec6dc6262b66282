import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { checkEnglishPage, checkKoreanPage } from '../support/page-checks.ts';
import { waitFor } from '../support/wait.ts';
import { openWeb, type Web } from '../support/web.ts';

let web: Web;
beforeAll(async () => {
  web = await openWeb();
  const hasResults = () => value('SELECT COUNT(*) FROM cron_results');
  await waitFor(async () => Number(await hasResults()) > 0, { timeoutMs: 20_000, what: 'the results of the crons' });
});
afterAll(() => web?.close());

async function open(path: string, language: 'ko' | 'en' = 'en'): Promise<Page> {
  const { page, faults } = await web.open(path, { language });
  onTestFinished(async () => {
    expect(faults.filter((fault) => !fault.includes('409') && !fault.includes('422'))).toEqual([]);
    await page.context().close();
  });
  return page;
}

const dialog = (page: Page) => page.getByRole('dialog');
const row = (page: Page, name: string) => page.locator('tbody tr', { hasText: name });
const names = (page: Page) => page.locator('tbody .two-lines > a[href*="/crons/"]').allTextContents();
const bar = (page: Page) => page.getByRole('region', { name: 'What to do with the selection' });
const value = <T>(sql: string) => web.database.autocommit.fetchValue<T>(sql);

const PAGES = [
  '/crons',
  '/crons?view=groups&lastStatus=SUCCESS&isEnabled=true&columns=name,tags,queue,policies,updated',
];

test.each(PAGES)('%s in Korean and light: no fault, no English, and it fits on a telephone', (path) =>
  checkKoreanPage(web, path, ['default', 'report', 'daily', 'YAML']),
);

test.each(PAGES)('%s in English and dark: no fault', (path) => checkEnglishPage(web, path));

test('filters are chosen from one field, stand in the address as chips, and survive a reload', async () => {
  const page = await open('/crons', 'ko');
  const add = async (typed: string, option: string) => {
    await page.getByRole('combobox', { name: '필터 추가' }).fill(typed);
    await page.getByRole('option', { name: option, exact: true }).click();
  };
  await add('성공', '마지막 결과: 성공');
  await page.waitForURL(/lastStatus=SUCCESS/);
  await add('재무', '재무');
  await page.waitForURL(/groupName=/);
  await expect.poll(() => names(page)).toEqual(['일일-정산']);
  await page.reload();
  await page.getByRole('button', { name: '재무 필터 지우기' }).click();
  await page.getByRole('button', { name: '필터 모두 지우기', exact: true }).click();
  await expect.poll(async () => (await names(page)).length).toBe(6);
  await add('꺼', '꺼짐');
  await expect.poll(() => names(page)).toEqual(['month-end']);
});

test('the list is sorted by the next time, grouped, and shows the columns that are chosen', async () => {
  const page = await open('/crons?isEnabled=true');
  await row(page, 'cleanup').waitFor();
  await page.getByRole('columnheader', { name: 'Next run' }).getByRole('button').click();
  await page.waitForURL(/sort=nextRunAt/);
  // Shortly before the full hour several are due at once.
  const first = await value<string>(
    'SELECT name FROM cron_jobs WHERE is_enabled = TRUE AND next_run_at IS NOT NULL ORDER BY next_run_at, id LIMIT 1',
  );
  await expect.poll(async () => (await names(page))[0]).toBe(first);
  await page.getByLabel('By group').check();
  await page.waitForURL(/view=groups/);
  expect(await page.locator('.group-row').allTextContents()).toContain('재무');
  await page.getByRole('button', { name: 'Columns and row height' }).click();
  await page.getByLabel('Tags').check();
  await page.waitForURL(/columns=.*tags/);
  await page.getByRole('columnheader', { name: 'Tags' }).waitFor();
});

test('starred schedules are shown alone, also after a reload', async () => {
  const page = await open('/crons');
  await page
    .getByRole('button', { name: /^Star / })
    .nth(1)
    .click();
  const name = (await page.getByRole('button', { name: /^Star /, pressed: true }).getAttribute('aria-label'))!.slice(5);
  await page.getByRole('button', { name: 'Starred' }).click();
  await page.waitForURL(/id=/);
  await page.reload();
  await page.getByRole('button', { name: 'Starred', pressed: true }).waitFor();
  await page.getByText('1 schedule', { exact: true }).waitFor();
  await page.getByRole('link', { name, exact: true }).waitFor();
  await page.getByRole('button', { name: 'Starred' }).click();
  await page
    .getByRole('button', { name: /^Star / })
    .nth(1)
    .waitFor();
});

test('crons are selected by key, counted and paused by one operation', async () => {
  const page = await open('/crons?search=e');
  await row(page, 'hourly-report').waitFor();
  await page.locator('h1').click();
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await bar(page).getByText('1 selected').waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('Shift+x');
  await bar(page).getByText('3 selected').waitFor();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+a');
  await bar(page).getByText(/^All/).waitFor();
  await bar(page).getByRole('button', { name: 'Pause' }).click();
  await dialog(page)
    .getByText(/This is for \d targets?/)
    .waitFor();
  await dialog(page).getByLabel('Reason').fill('maintenance');
  await dialog(page).getByRole('button', { name: 'Pause', exact: true }).click();
  await page.waitForURL(/operations\/\d+$/);
  await expect
    .poll(() => value("SELECT COUNT(*) FROM cron_jobs WHERE pause_reason = 'maintenance'"), { timeout: 20_000 })
    .toBeGreaterThan(1);
  await web.database.autocommit.execute('UPDATE cron_jobs SET paused_at = NULL, pause_reason = NULL');
});

test('tags and owner of those selected are edited together, and they are deleted by typing their number', async () => {
  const page = await open('/crons?search=month');
  const pick = async (name: string) => {
    await page.getByRole('checkbox', { name: 'Select all shown' }).check();
    await bar(page).getByRole('button', { name, exact: true }).click();
  };
  await pick('Edit');
  await dialog(page).getByRole('combobox', { name: 'Tags to add' }).fill('closing');
  await page.keyboard.press('Enter');
  await dialog(page).getByLabel('Owner').fill('최지우');
  await dialog(page).getByText('This is for 1 target.').waitFor();
  await dialog(page).getByRole('button', { name: 'Edit', exact: true }).click();
  await page.waitForURL(/operations\/\d+$/);
  await expect
    .poll(() => value("SELECT CONCAT(tags, owner) FROM cron_jobs WHERE name = 'month-end'"), { timeout: 20_000 })
    .toBe('closing최지우');
  await page.goto(`${web.url}/crons?search=month`);
  await pick('Delete schedules');
  const confirm = dialog(page).getByRole('button', { name: 'Delete schedules' });
  await dialog(page).getByText('This is for 1 target.').waitFor();
  expect(await confirm.isDisabled()).toBe(true);
  await dialog(page).getByLabel('Type "1"').fill('1');
  await confirm.click();
  await expect
    .poll(() => value("SELECT COUNT(*) FROM cron_jobs WHERE name = 'month-end'"), { timeout: 20_000 })
    .toBe(0);
});

test('a row is copied as a link, as curl and as JSON, and leads to its executions', async () => {
  const page = await open('/crons');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const copied = async (item: string): Promise<string> => {
    await row(page, 'cleanup').getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: item }).click();
    return (await page.evaluate('navigator.clipboard.readText()')) as string;
  };
  expect(await copied('Copy link')).toBe(`${web.url}/crons/3`);
  expect(await copied('Copy run as curl')).toContain(`curl -X POST '${web.url}/api/v1/crons/3/trigger'`);
  expect(JSON.parse(await copied('Copy as JSON'))).toMatchObject({ name: 'cleanup', cronExpression: '*/5 * * * *' });
  await row(page, 'cleanup').getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Execution history' }).click();
  await page.waitForURL(/executions\?cronId=3/);
});

test('a file is imported after its changes were shown, field by field, and the same is exported', async () => {
  const page = await open('/crons');
  const menu = async (item: string) => {
    await page.getByRole('button', { name: 'Import/export' }).click();
    return page.getByRole('menuitem', { name: item });
  };
  await (await menu('Import a file')).click();
  const text = dialog(page).getByLabel('Content');
  await text.fill('crons:\n  - name: x\n    cron_expresion: "0 3 * * *"');
  await dialog(page).getByText('cron_expresion').nth(1).waitFor();
  await text.fill(
    'crons:\n  - { name: imported, handler_name: report }\n  - { name: cleanup, handler_name: report, cron_expression: "*/10 * * * *" }',
  );
  await dialog(page).getByLabel('Also change what is managed elsewhere').check();
  await dialog(page).getByText('*/10 * * * *').nth(1).waitFor();
  await dialog(page).getByRole('button', { name: 'Apply' }).click();
  await dialog(page).waitFor({ state: 'detached' });
  expect(await value("SELECT cron_expression FROM cron_jobs WHERE name = 'cleanup'")).toBe('*/10 * * * *');
  await row(page, 'imported').waitFor();
  await (await menu('Import a file')).click();
  await dialog(page).getByText('crontab', { exact: true }).click();
  await text.fill('@reboot /bin/a\n15 4 * * * /opt/night.sh');
  await dialog(page).getByText('Line 1 left out:').waitFor();
  await dialog(page).getByText('night', { exact: true }).waitFor();
  await dialog(page).getByRole('button', { name: 'Apply' }).click();
  await row(page, 'night').waitFor();
  const download = page.waitForEvent('download');
  await (await menu('Export all')).click();
  expect(await readFile(await (await download).path(), 'utf8')).toContain('name: imported');
});

test('who only looks sees no action, and the list says when nothing fits', async () => {
  const page = await open('/crons?search=nothing-like-it');
  await page.getByRole('button', { name: 'Clear all filters' }).first().click();
  await expect.poll(() => new URL(page.url()).search).toBe('');
  await row(page, 'cleanup').waitFor();
});
