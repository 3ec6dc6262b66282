import { request as ask, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openWeb, type Web } from '../support/web.ts';

let web: Web;
beforeAll(async () => {
  web = await openWeb();
});
afterAll(() => web?.close());

async function open(path: string, view: Parameters<Web['open']>[1] = { language: 'en' }): Promise<Page> {
  const { page } = await web.open(path, view);
  onTestFinished(() => page.close());
  return page;
}

const row = (page: Page, name: string) => page.locator('tr', { hasText: name });
const dialog = (page: Page) => page.getByRole('dialog');
const count = async (sql: string) => Number(await web.database.autocommit.fetchValue(sql));

test('a cron is run from the list, once', async () => {
  const page = await open('/crons');
  const before = await count('SELECT COUNT(*) FROM job_executions WHERE job_id = 2');
  await row(page, 'hourly-report').getByRole('button', { name: 'Run now' }).click();
  await dialog(page).getByRole('button', { name: 'Run now' }).click();
  await page.getByText('hourly-report was started').waitFor();
  expect(await count('SELECT COUNT(*) FROM job_executions WHERE job_id = 2')).toBe(before + 1);
});

test('an action is refused in words, and the page stays', async () => {
  const page = await open('/crons', { language: 'ko' });
  await row(page, '일일-정산').getByRole('button', { name: '지금 실행' }).click();
  await dialog(page).getByRole('button', { name: '지금 실행' }).click();
  await dialog(page).getByText('지금 상태에서는 할 수 없습니다.').waitFor();
  await page.keyboard.press('Escape');
  await row(page, '일일-정산').waitFor();
});

test('params keep big integers and the order of their keys, and are remembered', async () => {
  const page = await open('/crons/1');
  await page.getByRole('button', { name: 'Run with ...' }).click();
  const params = dialog(page).getByLabel('Params', { exact: true });
  expect(await params.inputValue()).toBe('{\n  "orderId": 90071992547409931,\n  "2": "b",\n  "1": "a"\n}');
  await params.fill('{"big": 12345678901234567890, "2": 1, "1": 2}');
  await dialog(page).getByLabel('Also while an earlier execution').check();
  await dialog(page).getByRole('button', { name: 'Run now' }).click();
  await dialog(page).waitFor({ state: 'detached' });
  const stored = await web.database.autocommit.fetchValue('SELECT params FROM job_executions ORDER BY id DESC LIMIT 1');
  expect(stored).toBe('{"big": 12345678901234567890, "2": 1, "1": 2}');
  await page.getByRole('button', { name: 'Run with ...' }).click();
  await dialog(page).getByRole('combobox', { name: 'Params used before' }).click();
  await page.getByRole('option').first().click();
  expect(await params.inputValue()).toBe('{"big": 12345678901234567890, "2": 1, "1": 2}');
});

test('a cron is paused and resumed, by keyboard alone', async () => {
  const page = await open('/crons');
  await row(page, 'cleanup').waitFor();
  const isPaused = () => count("SELECT COUNT(*) FROM cron_jobs WHERE name = 'cleanup' AND paused_at IS NOT NULL");
  for (const expected of [1, 0]) {
    const names = await page.locator('tbody tr .two-lines > a').allTextContents();
    await page.locator('h1').click();
    await page.reload();
    await row(page, 'cleanup').waitFor();
    for (let step = 0; step <= names.indexOf('cleanup'); step++) await page.keyboard.press('j');
    await page.keyboard.press('p');
    await dialog(page).waitFor();
    await page.keyboard.press('Control+Enter');
    await dialog(page).waitFor({ state: 'detached' });
    expect(await isPaused()).toBe(expected);
  }
});

test('a cron is paused with a reason that the list shows, and resumed', async () => {
  const page = await open('/crons', { language: 'ko' });
  const act = async (item: string) => {
    await row(page, 'hourly-report').getByRole('button', { name: '더 보기' }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };
  await act('일시정지');
  await dialog(page).getByLabel('사유').fill('원천 점검');
  await dialog(page).getByRole('button', { name: '일시정지' }).click();
  await row(page, 'hourly-report').getByText('원천 점검').waitFor();
  expect(await count('SELECT COUNT(*) FROM cron_jobs WHERE id = 2 AND paused_at IS NOT NULL')).toBe(1);
  await act('재개');
  await dialog(page).getByRole('button', { name: '재개' }).click();
  await row(page, 'hourly-report').getByText('원천 점검').waitFor({ state: 'detached' });
  expect(await count('SELECT COUNT(*) FROM cron_jobs WHERE id = 2 AND paused_at IS NOT NULL')).toBe(0);
});

test('a cron is created with a preview, duplicated, and deleted by its name', async () => {
  const page = await open('/crons');
  await page.getByRole('button', { name: 'New schedule' }).click();
  await page.getByLabel('Name *').fill('weekly-check');
  await page.getByRole('combobox', { name: 'Handler' }).fill('check');
  await page.getByLabel('Expression').fill('0 9 13 * FRI');
  await page.getByText('runs on days that fit either of them').waitFor();
  await page.getByLabel('Expression').fill('0 9 * *');
  await page.locator('.preview-error').waitFor();
  await page.getByLabel('Expression').fill('0 9 * * *');
  await page.getByRole('list', { name: 'The next 7 days' }).getByText(': 1 runs, 0 skipped').nth(5).waitFor();
  await page.getByRole('button', { name: 'Mondays' }).click();
  await page.locator('.preview-list li').nth(9).waitFor();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { name: 'weekly-check' }).waitFor();
  expect(
    await web.database.autocommit.fetchValue("SELECT cron_expression FROM cron_jobs WHERE name = 'weekly-check'"),
  ).toBe('0 9 * * MON');
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Duplicate' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { name: 'weekly-check-2', exact: true }).waitFor();
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  const confirm = dialog(page).getByRole('button', { name: 'Delete' });
  expect(await confirm.isDisabled()).toBe(true);
  await dialog(page).getByLabel('Type "weekly-check-2"').fill('weekly-check-2');
  await confirm.click();
  await page.waitForURL('**/crons');
  expect(await count("SELECT COUNT(*) FROM cron_jobs WHERE name LIKE 'weekly-check%'")).toBe(1);
});

test('of two who edit the same cron, the second sees what the first has done', async () => {
  const page = await open('/crons/2/edit');
  await page.getByLabel('Owner').fill('second');
  await fetch(`${web.url}/api/v1/crons/2`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json', 'x-jobu-request': '1', 'if-match': '*' },
    body: JSON.stringify({ description: 'by the first' }),
  });
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Somebody else has changed it', { exact: true }).waitFor();
  await page.getByText('"by the first"').waitFor();
  await page.getByRole('button', { name: 'Save mine on top' }).click();
  await page.getByRole('heading', { name: 'hourly-report' }).waitFor();
  const saved = await web.database.autocommit.fetchOne('SELECT owner, description FROM cron_jobs WHERE id = 2');
  expect(saved).toMatchObject({ owner: 'second', description: 'by the first' });
});

test('the palette finds by first consonants, and z shows UTC', async () => {
  const page = await open('/upcoming', { language: 'ko' });
  expect(await page.locator('time').first().textContent()).toMatch(/ KST$/);
  await page.keyboard.press('z');
  expect(await page.locator('time').first().textContent()).toMatch(/ UTC$/);
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('스케줄, 화면').fill('ㅇㅇ ㅈㅅ');
  await page
    .getByRole('option', { name: '일일-정산' })
    .or(page.locator('[data-action]', { hasText: '일일-정산' }))
    .first()
    .click();
  await page.getByRole('heading', { name: '일일-정산' }).waitFor();
  await page.keyboard.press('?');
  await dialog(page).getByText('상대 시간과 바꿔 보기').waitFor();
});

test('the state of a list stands in its address and survives Back', async () => {
  const page = await open('/crons');
  await page.getByLabel('Find by name or description').fill('report');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/crons?search=report');
  await row(page, 'hourly-report').getByRole('link').click();
  await page.waitForURL('**/crons/2');
  await page.goBack();
  await page.waitForURL('**/crons?search=report');
  expect(await page.getByLabel('Find by name or description').inputValue()).toBe('report');
  await row(page, 'cleanup').waitFor({ state: 'detached' });
});

test('the server is missed in words, and found again', async () => {
  const page = await open('/crons', { language: 'ko' });
  await page.context().setOffline(true);
  await page.getByText('서버가 응답하지 않습니다').waitFor();
  await row(page, 'cleanup').waitFor();
  await page.context().setOffline(false);
  await page.getByText('서버가 응답하지 않습니다').waitFor({ state: 'detached' });
});

test('everything works below a path that a proxy takes away', async () => {
  const prefix = '/ops/jobu';
  const { host, port, hostname } = new URL(web.url);
  const proxy = createServer((incoming, outgoing) => {
    const path = (incoming.url ?? '').slice(prefix.length);
    if (!incoming.url?.startsWith(`${prefix}/`)) return void outgoing.writeHead(404).end();
    const { origin: _, ...headers } = incoming.headers;
    const onward = ask({ hostname, port, path, method: incoming.method, headers: { ...headers, host } }, (answer) => {
      outgoing.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(onward);
  });
  await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', done));
  onTestFinished(() => void proxy.close());
  const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const { page, faults } = await web.open(`${prefix}/crons/1`, { language: 'en', url });
  onTestFinished(() => page.close());
  await page.getByRole('link', { name: 'Upcoming' }).click();
  await page.waitForURL(`${url}${prefix}/upcoming`);
  await page.getByRole('heading', { name: 'Upcoming' }).waitFor();
  await page.reload();
  await page.locator('.density').waitFor();
  expect(faults).toEqual([]);
});
