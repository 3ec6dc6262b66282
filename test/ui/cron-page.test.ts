import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { checkEnglishPage, checkKoreanPage } from '../support/page-checks.ts';
import { openWeb, type Web } from '../support/web.ts';

const SCHEMA = {
  type: 'object',
  required: ['day'],
  properties: {
    day: { type: 'string', description: '영업일' },
    orderId: { type: 'integer' },
    mode: { enum: ['full', 'part'] },
    dryRun: { type: 'boolean' },
    apiToken: { type: 'string' },
  },
};

let web: Web;
beforeAll(async () => {
  web = await openWeb();
  const { autocommit } = web.database;
  await autocommit.execute(
    `INSERT INTO worker_handlers (worker_id, handler_name, params_schema) VALUES ('worker-1', 'report', :schema)`,
    { schema: JSON.stringify(SCHEMA) },
  );
  await autocommit.execute('UPDATE cron_jobs SET notes = :notes WHERE id = 1', {
    notes:
      '# 실패하면\n\n1. 로그 확인\n\n- **재무팀** 호출: https://example.com/oncall\n\n<img src=x onerror="alert(1)">',
  });
  await patch('1', { maxRetry: 5, handlerParams: { day: '오늘' } });
});
afterAll(() => web?.close());

const patch = (id: string, body: object) =>
  fetch(`${web.url}/api/v1/crons/${id}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json', 'if-match': '*' },
    body: JSON.stringify(body),
  });

async function open(path: string, language: 'ko' | 'en' = 'en'): Promise<Page> {
  const { page, faults } = await web.open(path, { language });
  onTestFinished(async () => {
    expect(faults.filter((fault) => !/ 4(09|12|22) /.test(fault))).toEqual([]);
    await page.context().close();
  });
  return page;
}

const dialog = (page: Page) => page.getByRole('dialog');
const value = <T>(sql: string) => web.database.autocommit.fetchValue<T>(sql);

const PAGES = ['/crons/1', '/crons/1?tab=revisions', '/crons/1?tab=backfills', '/crons/1?tab=audit', '/crons/1/edit'];

test.each(PAGES)('%s in Korean and light: no fault, no English, and it fits on a telephone', (path) =>
  checkKoreanPage(web, path, ['default', 'report', 'daily', 'local', 'full', 'part']),
);

test.each(PAGES)('%s in English and dark: no fault', (path) => checkEnglishPage(web, path));

test('the overview shows the year by day, run times and notes, and none of their HTML runs', async () => {
  const page = await open('/crons/1', 'ko');
  await page.getByText(/실행한 날 \d+일/).waitFor();
  await page.getByRole('img', { name: '실행 시간' }).locator('circle').first().waitFor();
  const notes = page.locator('.notes');
  await notes.getByRole('link', { name: 'https://example.com/oncall' }).waitFor();
  await notes.getByText('<img src=x onerror="alert(1)">').waitFor();
  expect(await notes.locator('img').count()).toBe(0);
  expect(await notes.getByRole('listitem').allTextContents()).toEqual([
    '로그 확인',
    '재무팀 호출: https://example.com/oncall',
  ]);
  await page.getByText('날짜별 표').click();
  await page.locator('.link-button').first().click();
  await page.waitForURL(/executions\?cronId=1&finishedFrom=/);
});

test('tabs go by number; a revision shows what it changed and is restored', async () => {
  const page = await open('/crons/1');
  await page.keyboard.press('5');
  await page.waitForURL(/tab=revisions/);
  const latest = page.getByRole('list', { name: 'Revisions' }).getByRole('listitem').first();
  await latest.getByRole('cell', { name: 'maxRetry' }).waitFor();
  await latest.getByRole('cell', { name: '5', exact: true }).waitFor();
  await page.getByRole('button', { name: 'Restore revision 1' }).click();
  await dialog(page).getByLabel('Reason').fill('as before');
  await dialog(page).getByRole('button', { name: 'Restore', exact: true }).click();
  await page.getByRole('heading', { name: 'Revision 3' }).waitFor();
  expect(await value('SELECT max_retry FROM cron_jobs WHERE id = 1')).toBe(3);
  await page.keyboard.press('7');
  await page.getByText('as before').first().waitFor();
  await page.keyboard.press('6');
  await page.getByRole('button', { name: 'Backfill', exact: false }).first().click();
  await dialog(page).waitFor();
});

test('params are a form made of the schema of the handler, secrets are hidden, and big integers survive', async () => {
  const page = await open('/crons/2/edit');
  await page.getByText('A value is needed').waitFor();
  await page.getByRole('textbox', { name: 'day' }).fill('today');
  await page.getByLabel('orderId').fill('90071992547409931');
  await page.getByRole('combobox', { name: 'mode' }).click();
  await page.getByRole('option', { name: 'part' }).click();
  await page.getByLabel('dryRun').check();
  const token = page.getByRole('textbox', { name: 'apiToken' });
  expect(await token.getAttribute('type')).toBe('password');
  await token.fill('s3cret');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.waitForURL(/crons\/2$/);
  expect(await value<string>('SELECT handler_params FROM cron_jobs WHERE id = 2')).toMatch(
    /"orderId":\s*90071992547409931/,
  );
});

test('what is not saved is tried in a test run that says so', async () => {
  const page = await open('/crons/3/edit', 'ko');
  await page.getByLabel('day').fill('시험');
  page.on('dialog', (box) => void box.accept());
  await page.getByRole('button', { name: '시험 실행' }).click();
  await dialog(page).getByRole('button', { name: '시험 실행' }).click();
  await page.waitForURL(/executions\/\d+$/);
  const made = await web.database.autocommit.fetchOne(
    'SELECT param_source, job_id, params, max_retry FROM job_executions ORDER BY id DESC LIMIT 1',
  );
  expect(made).toMatchObject({ param_source: 'test', job_id: null, max_retry: 0 });
  expect(made!['params']).toContain('시험');
  expect(await value('SELECT handler_params FROM cron_jobs WHERE id = 3')).toBe('{}');
});

test('a crowded minute is left for a quieter one, and rare fields are saved', async () => {
  // Its handler asks for a day, which the revision that was restored has not.
  await patch('1', { handlerParams: { day: 'last' } });
  for (const number of [1, 2, 3, 4, 5, 6])
    await fetch(`${web.url}/api/v1/crons`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: `crowd-${number}`, handlerName: 'report', cronExpression: '0 2 * * *' }),
    });
  const page = await open('/crons/1/edit');
  await page.getByRole('button', { name: /^Move to :\d\d$/ }).click();
  await expect.poll(() => page.getByLabel('Expression').inputValue(), { timeout: 20_000 }).not.toBe('0 2 * * *');
  await page.getByLabel('Blackout windows (JSON)').fill('[{"from": "12:00", "to": "13:00"');
  expect(await page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
  await page.getByLabel('Blackout windows (JSON)').fill('[{"from": "12:00", "to": "13:00"}]');
  await page.getByLabel('On time within (s)').fill('120');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.waitForURL(/crons\/1$/);
  const saved = await web.database.autocommit.fetchOne(
    'SELECT cron_expression, misfire_grace_seconds, blackouts FROM cron_jobs WHERE id = 1',
  );
  expect(saved).toMatchObject({ misfire_grace_seconds: 120 });
  expect(saved!['cron_expression']).toMatch(/^[1-9]\d? 2 \* \* \*$/);
  expect(saved!['blackouts']).toContain('12:00');
});

test('a form that is left asks first, and what was typed is there again after a reload', async () => {
  const page = await open('/crons/3/edit');
  await page.getByLabel('Owner').fill('somebody');
  let asked = 0;
  page.on('dialog', (box) => {
    asked++;
    void (box.type() === 'beforeunload' ? box.accept() : box.dismiss());
  });
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect.poll(() => asked).toBe(1);
  await page.reload();
  expect(await page.getByLabel('Owner').inputValue()).toBe('somebody');
});

test('of two admins who edit the same cron, the second may take what the first has saved', async () => {
  // Its handler asks for a day.
  await patch('4', { handlerParams: { day: 'last' } });
  const page = await open('/crons/4/edit');
  await page.getByLabel('Owner').fill('second');
  expect((await patch('4', { owner: 'first' })).status).toBe(200);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const conflict = page.getByRole('alert');
  await conflict.getByText('"second"').waitFor();
  await conflict.getByText('"first"').waitFor();
  await conflict.getByRole('button', { name: 'Take theirs' }).click();
  await expect.poll(() => page.getByLabel('Owner').inputValue()).toBe('first');
  await page.getByLabel('Owner').fill('third');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.waitForURL(/crons\/4$/);
  expect(await value('SELECT owner FROM cron_jobs WHERE id = 4')).toBe('third');
});

test('the overview says with which attempt the last executions succeeded', async () => {
  const ids = (
    await web.database.autocommit.fetchAll<{ id: number }>(
      "SELECT id FROM job_executions WHERE job_id = 1 AND status IN ('SUCCESS', 'FAILED', 'TIMEOUT')",
    )
  ).map(({ id }) => id);
  expect(ids.length).toBeGreaterThan(4);
  const set = async (id: number, status: string, attempt: number) =>
    await web.database.autocommit.execute(
      'UPDATE job_executions SET status = :status, attempt = :attempt WHERE id = :id',
      {
        ...{ id, status, attempt },
      },
    );
  for (const id of ids) await set(id, 'SUCCESS', 1);
  await set(ids[0]!, 'SUCCESS', 3);
  await set(ids[1]!, 'FAILED', 4);
  const page = await open('/crons/1');
  const panel = page.locator('.panel', { hasText: 'Attempts until success' });
  const share = (count: number) => `${count} (${Math.round((count / ids.length) * 1000) / 10}%)`;
  await expect
    .poll(() => panel.locator('li').allInnerTexts())
    .toEqual([
      `With the first attempt\n${share(ids.length - 2)}`,
      `With attempt 3\n${share(1)}`,
      `Not at all\n${share(1)}`,
    ]);
  await panel.getByRole('link', { name: 'Not at all' }).click();
  await page.waitForURL(/cronId=1&.*status=FAILED/);
  await page.getByRole('link', { name: String(ids[1]), exact: true }).waitFor();
  await expect.poll(() => page.locator('main tbody tr').count()).toBe(1);
});
