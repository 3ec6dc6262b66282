import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessibilityProblems, openWeb, type Web } from '../support/web.ts';

const PASSWORD = 'correct horse battery';
const TABS = ['profile', 'security', 'views', 'tokens', 'users', 'general', 'maintenance', 'handlers', 'about'];

let web: Web;
let page: Page;
let faults: string[];
beforeAll(async () => {
  web = await openWeb('password');
  const [, link] = /\/setup(#token=[\w-]+)/.exec(web.lines.join(''))!;
  ({ page, faults } = await web.open(`/setup${link}`, { language: 'ko' }));
  await page.getByLabel('이름').fill('관리자');
  for (const field of await page.locator('input[type=password]').all()) await field.fill(PASSWORD);
  await page.getByRole('button', { name: '만들고 로그인' }).click();
  await page.getByRole('heading', { name: '대시보드' }).waitFor();
});
afterAll(() => web?.close());

const dialog = () => page.getByRole('dialog');
const value = (sql: string) => web.database.autocommit.fetchValue(sql);
const visit = async (tab: string) => {
  await page.goto(`${web.url}/settings?tab=${tab}`);
  await page.getByRole('tabpanel').waitFor();
  await page.waitForLoadState('networkidle');
};

test('what the viewer likes is kept with the account, and holds in a browser that knows nothing', async () => {
  await visit('profile');
  await page.getByText('English').click();
  await page.getByRole('heading', { name: 'Settings' }).waitFor();
  await page.getByRole('combobox', { name: 'Time zone of display' }).fill('America/New_York');
  await page.getByRole('option', { name: 'America/New_York' }).click();
  await page.getByText('Dark', { exact: true }).click();
  await expect
    .poll(async () => JSON.parse(String(await value('SELECT preference_values FROM preferences'))))
    .toMatchObject({ language: 'en', timeZone: 'America/New_York', theme: 'dark' });
  await page.evaluate('localStorage.clear()');
  await page.reload();
  await page.getByRole('heading', { name: 'Settings' }).waitFor();
  expect(await page.getByRole('combobox', { name: 'Time zone of display' }).inputValue()).toBe('America/New_York');
  await page.locator('html[data-mantine-color-scheme=dark]').waitFor();
});

test.each(TABS)('%s has no fault in either language', async (tab) => {
  for (const language of ['한국어로 보기', 'Switch to English']) {
    await visit(tab);
    await page.getByRole('button', { name: language }).click();
    await page.getByRole('button', { name: language }).waitFor({ state: 'detached' });
    expect(await accessibilityProblems(page)).toEqual([]);
  }
});

test('the password is changed by whoever knows it', async () => {
  await visit('security');
  const fill = async (current: string) => {
    await page.getByLabel('Present password').fill(current);
    await page.getByLabel('New password').fill('another long one');
    await page.getByLabel('Password once more').fill('another long one');
    await page.getByRole('button', { name: 'Change the password' }).click();
  };
  await fill('not this one');
  await page.getByRole('alert').waitFor();
  await fill(PASSWORD);
  await page.getByText('The password was changed').waitFor();
  await page.getByText('Here', { exact: true }).waitFor();
});

test('a token is shown once, works, and is refused once it is revoked', async () => {
  await visit('tokens');
  await page.getByRole('button', { name: 'New token' }).click();
  await dialog().getByLabel('Name').fill('nightly export');
  expect(await accessibilityProblems(page)).toEqual([]);
  await dialog().getByRole('button', { name: 'Create' }).click();
  const token = String(await dialog().locator('code.secret').textContent());
  await dialog().getByRole('button', { name: 'Close', exact: true }).last().click();
  const ask = async () =>
    (await fetch(`${web.url}/api/v1/crons`, { headers: { authorization: `Bearer ${token}` } })).status;
  expect(await ask()).toBe(200);
  expect(await page.content()).not.toContain(token);
  await page.getByRole('button', { name: 'Revoke' }).click();
  await dialog().getByRole('button', { name: 'Revoke' }).click();
  await page.getByText('Token nightly export was revoked').waitFor();
  expect(await ask()).toBe(401);
});

test('a user is made, changed, disabled and deleted', async () => {
  await visit('users');
  await page.getByRole('button', { name: 'New user' }).click();
  await dialog().getByLabel('Sign-in name').fill('minsu');
  expect(await accessibilityProblems(page)).toEqual([]);
  await dialog().getByLabel('New password').fill('a password of minsu');
  await dialog().getByRole('button', { name: 'Create' }).click();
  const row = page.locator('tr', { hasText: 'minsu' });
  await row.click();
  await dialog().getByRole('combobox', { name: 'Role' }).click();
  await page.getByRole('option', { name: 'Operator' }).click();
  await dialog().getByLabel('May sign in').click();
  await dialog().getByRole('button', { name: 'Save' }).click();
  await row.getByText('Disabled').waitFor();
  await row.getByText('Operator').waitFor();
  expect(
    await web.database.autocommit.fetchOne("SELECT role, is_enabled FROM users WHERE name = 'minsu'"),
  ).toMatchObject({ role: 'operator', is_enabled: 0 });
  await row.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await dialog().getByLabel('Type "minsu"').fill('minsu');
  await dialog().getByRole('button', { name: 'Delete' }).click();
  await row.waitFor({ state: 'detached' });
});

test('the environment has its name and colour on every page, and a notice is read by all', async () => {
  await visit('general');
  await page.getByLabel('Name of the environment').fill('prod');
  await page.getByRole('combobox', { name: 'Colour of the environment' }).click();
  await page.getByRole('option', { name: 'Red' }).click();
  await page.getByLabel('Notice').fill('Maintenance at 22:00');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.goto(`${web.url}/crons`);
  await page.locator('.top-bar[data-environment=red]').getByText('prod').waitFor();
  await page.getByRole('status').filter({ hasText: 'Maintenance at 22:00' }).waitFor();
  expect(await accessibilityProblems(page)).toEqual([]);
});

test('the editor begins a new schedule with the policies that an admin has set', async () => {
  await visit('general');
  const group = page.getByRole('group', { name: 'New schedules' });
  await group.getByLabel('Retries').fill('7');
  await group.getByRole('combobox', { name: 'Overlap' }).click();
  await page.getByRole('option', { name: /^Queue all/ }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('The settings were saved').waitFor();
  await page.goto(`${web.url}/crons/new`);
  await page.getByRole('heading', { name: 'New schedule' }).waitFor();
  expect(await page.getByLabel('Retries').inputValue()).toBe('7');
  expect(await page.getByRole('radio', { name: /^Queue all/ }).isChecked()).toBe(true);
  expect(await page.getByRole('radio', { name: /^Run the newest/ }).isChecked()).toBe(true);
});

test('the scheduler is paused with a reason that every page shows, and resumed', async () => {
  await visit('maintenance');
  await page.getByRole('button', { name: 'Pause the scheduler' }).click();
  await dialog().getByLabel('Reason').fill('disk is full');
  expect(await accessibilityProblems(page)).toEqual([]);
  await dialog().getByRole('button', { name: 'Pause', exact: true }).click();
  const banner = page.getByRole('status').filter({ hasText: 'The scheduler is paused.' });
  await banner.getByText('disk is full').waitFor();
  await banner.getByText('by 관리자').waitFor();
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.getByRole('button', { name: 'Resume the scheduler' }).click();
  await dialog().getByRole('combobox', { name: 'What comes due meanwhile' }).click();
  await page.getByRole('option', { name: 'The newest of each schedule runs' }).click();
  await dialog().getByRole('button', { name: 'Resume', exact: true }).click();
  await banner.waitFor({ state: 'detached' });
  const actions = await web.database.autocommit.fetchAll(
    "SELECT action FROM audit_log WHERE action LIKE 'scheduler.%' ORDER BY id",
  );
  expect(actions).toHaveLength(2);
});

test('old records are counted before they are deleted', async () => {
  const ended = await web.database.autocommit.fetchAll<{ id: string }>(
    "SELECT id FROM job_executions WHERE status = 'SUCCESS'",
  );
  for (const { id } of ended)
    await web.database.autocommit.execute(
      'UPDATE job_executions SET finished_at = :at, scheduled_time = :at WHERE id = :id',
      { id, at: new Date(Date.now() - 100 * 86_400_000 - Number(id) * 1000) },
    );
  const left = () => value("SELECT COUNT(*) FROM job_executions WHERE status = 'SUCCESS'");
  const before = Number(await left());
  await visit('maintenance');
  await page.getByLabel('Successes').fill('30');
  await page.getByRole('button', { name: 'Preview' }).click();
  await page.getByText('To be deleted: ').waitFor();
  expect(Number(await left())).toBe(before);
  await page.getByRole('button', { name: 'Delete' }).click();
  await dialog().getByLabel('Type "delete"').fill('delete');
  await dialog().getByRole('button', { name: 'Delete' }).click();
  await page.getByText('Old records were deleted').waitFor();
  expect(Number(await left())).toBeLessThan(before);
  // The present password was wrong once.
  const refused = `${web.url}/api/v1/me/password`;
  expect(faults).toEqual([expect.stringMatching(/^console: .* 422 .*\/api\/v1\/me\/password$/)]);
  expect(faults[0]).toContain(refused);
});

test('a handler is shown with what it takes and who offers it', async () => {
  const { autocommit } = web.database;
  await autocommit.execute("INSERT INTO worker_handlers (worker_id, handler_name) VALUES ('worker-1', 'report')");
  await visit('handlers');
  await page.getByRole('row', { name: /^report.* jobu \d/ }).waitFor();
  await autocommit.execute("UPDATE workers SET code_version = '2026.11-rc1' WHERE role = 'worker'");
  await page.reload();
  await page.getByRole('row', { name: /^report.* 2026\.11-rc1/ }).click();
  await page
    .getByRole('dialog')
    .getByRole('heading', { name: /Workers|워커/ })
    .waitFor();
  await page.getByRole('dialog').getByText('2026.11-rc1').waitFor();
  await page.keyboard.press('Escape');
});

test('what is known of the installation is one file without params, results and secrets', async () => {
  await visit('about');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('jobu-diagnostics.json');
  const text = readFileSync((await download.path())!, 'utf8');
  expect(JSON.parse(text)).toMatchObject({ signInMode: 'password', database: { dialect: 'sqlite' } });
  expect(text).not.toMatch(/scrypt|password_hash|token_hash/);
});
