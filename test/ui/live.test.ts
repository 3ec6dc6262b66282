import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openWeb, type Web } from '../support/web.ts';

const SOON_MS = 1_500;

let web: Web;
beforeAll(async () => {
  web = await openWeb();
});
afterAll(() => web?.close());

const isStream = (url: string): boolean => new URL(url).pathname === '/api/v1/stream';

async function open(path: string, faultsAreExpected = false): Promise<Page> {
  const { page, faults } = await web.open(path, { language: 'en' });
  onTestFinished(async () => {
    await page.context().close();
    if (!faultsAreExpected) expect(faults).toEqual([]);
  });
  await page.locator('.live[data-state=stream]').waitFor();
  return page;
}

async function describe(description: string): Promise<void> {
  const { status } = await fetch(`${web.url}/api/v1/crons/2`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json', 'if-match': '*' },
    body: JSON.stringify({ description }),
  });
  expect(status).toBe(200);
}

test('a change through the API is on the screen within 1.5 s', async () => {
  const page = await open('/crons');
  await describe('changed by another');
  await page.getByText('changed by another').waitFor({ timeout: SOON_MS });
});

test('what a running execution logs appears as it is written', async () => {
  const { autocommit } = web.database;
  const id = String(await autocommit.fetchValue("SELECT id FROM job_executions WHERE status = 'RUNNING'"));
  const page = await open(`/executions/${id}?tab=logs`);
  await page.getByText('context.log.info').waitFor();
  await autocommit.execute(
    "INSERT INTO execution_logs (execution_id, attempt, logged_at, level, message) VALUES (:id, 1, :now, 'info', 'a fresh line')",
    { id, now: new Date() },
  );
  await page.locator('.log-line').getByText('a fresh line').waitFor({ timeout: 3_000 });
});

test('nothing moves while a dialog is open, and it is made up for afterwards', async () => {
  const page = await open('/crons');
  await page.locator('tr', { hasText: 'cleanup' }).getByRole('button', { name: 'Run now' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  const heard = page.waitForResponse(({ url }) => new URL(url()).pathname === '/api/v1/crons', { timeout: 2_500 });
  await describe('while a dialog was open');
  await expect(heard).rejects.toThrow('Timeout');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await page.getByText('while a dialog was open').waitFor({ timeout: 8_000 });
});

test('the tabs of a browser share one stream, and another tab takes it over', async () => {
  const first = await open('/crons');
  const streams: string[] = [];
  first.context().on('request', (request) => {
    if (isStream(request.url())) streams.push(request.url());
  });
  const second = await first.context().newPage();
  await second.goto(`${web.url}/crons`);
  await second.locator('.live[data-state=stream]').waitFor();
  await describe('told to both tabs');
  for (const page of [first, second]) await page.getByText('told to both tabs').waitFor({ timeout: SOON_MS });
  expect(streams).toEqual([]);
  await first.close();
  await expect.poll(() => streams.length).toBe(1);
  await describe('told to the other tab');
  await second.getByText('told to the other tab').waitFor({ timeout: SOON_MS });
});

test('the page recovers when the server comes back', async () => {
  const page = await open('/crons', true);
  await web.restart(async () => {
    await page.getByText('The server does not answer').waitFor();
    await page.getByText('hourly-report').waitFor();
  });
  await page.locator('.live[data-state=stream]').waitFor();
  await page.getByText('The server does not answer').waitFor({ state: 'detached' });
  await describe('after the restart');
  await page.getByText('after the restart').waitFor({ timeout: SOON_MS });
});
