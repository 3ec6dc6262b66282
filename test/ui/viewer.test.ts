import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Role } from '../../src/domain/roles.ts';
import { hashPassword } from '../../src/ledger/passwords.ts';
import { createUser } from '../../src/ledger/users.ts';
import { waitFor } from '../support/wait.ts';
import { accessibilityProblems, openWeb, type Web } from '../support/web.ts';
import { type SeededExecutions, seedExecutions } from '../support/web-seed-executions.ts';

const PASSWORD = 'correct horse battery';

let web: Web;
let seeded: SeededExecutions;
let operation: string;
const pages = {} as Record<'viewer' | 'admin', Page>;
/** Requests of the viewer's pages that are no questions. */
const writes: string[] = [];

beforeAll(async () => {
  web = await openWeb('password');
  seeded = await seedExecutions(web.database, new Date());
  await web.database.autocommit.execute("UPDATE job_executions SET worker_id = 'worker-1' WHERE id = :id", {
    id: seeded.running,
  });
  const note = { actor: 'test', via: 'cli', address: null, requestId: null } as const;
  for (const [name, role, groups] of [
    ['viewer', 'viewer', null],
    ['admin', 'admin', null],
    ['limited', 'editor', ['보고']],
  ] as [string, Role, string[] | null][]) {
    const passwordHash = await hashPassword(PASSWORD, name);
    await web.database.transaction((connection) =>
      createUser(connection, { name, role, groups, passwordHash }, note, new Date()),
    );
  }
  pages.viewer = await signIn('viewer');
  pages.admin = await signIn('admin');
  pages.viewer.on('request', (request) => {
    if (request.method() !== 'GET') writes.push(`${request.method()} ${new URL(request.url()).pathname}`);
  });
  operation = await pages.admin.evaluate(async (id) => {
    const answer = await fetch('/api/v1/operations', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-jobu-request': '1' },
      body: JSON.stringify({ action: 'execution.retry', target: { ids: [id, '999'] }, reason: 'again' }),
    });
    return ((await answer.json()) as { id: string }).id;
  }, seeded.succeeded);
  await waitFor(
    async () =>
      (await web.database.autocommit.fetchValue('SELECT status FROM operations WHERE id = :id', { id: operation })) ===
      'DONE',
    { timeoutMs: 20_000, what: 'the end of the operation' },
  );
}, 120_000);
afterAll(() => web?.close());

async function signIn(name: string): Promise<Page> {
  const { page } = await web.open('/', { language: 'en' });
  await page.getByLabel('Name').fill(name);
  await page.locator('input[type=password]').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
  return page;
}

/** Each page, and what an admin may do there: an admin sees all of it, a viewer nothing of it on any page. */
const PAGES: readonly (readonly [path: () => string, actions: readonly string[]])[] = [
  [() => '/', ['Retry all']],
  [
    () => '/crons',
    ['New schedule', 'Run now', 'Import a file', 'Pause', 'Switch off', 'Edit', 'Duplicate', 'Backfill', 'Delete'],
  ],
  [() => '/crons/1', ['Run now', 'Run with ...', 'Pause', 'Switch off', 'Edit', 'Duplicate', 'Backfill', 'Delete']],
  [() => '/crons/1?tab=executions', []],
  [() => '/crons/1?tab=upcoming', []],
  [() => '/crons/1?tab=definition', []],
  [() => '/crons/1?tab=revisions', []],
  [() => '/crons/1?tab=backfills', ['New backfill']],
  [() => '/crons/1?tab=audit', []],
  [() => '/executions', ['Cancel execution', 'Hold']],
  [() => `/executions?open=${seeded.failed}`, ['Retry']],
  [() => `/executions/${seeded.failed}`, ['Retry', 'Mark as handled', 'Mark as succeeded', 'Retry with changes']],
  [() => `/executions/${seeded.running}`, ['Cancel execution']],
  [() => `/executions/${seeded.held}`, ['Release', 'Cancel execution']],
  [() => `/executions/${seeded.pending}`, ['Hold', 'Cancel execution']],
  [() => `/executions/${seeded.failed}?tab=params`, []],
  [() => '/timeline', []],
  [() => '/upcoming', []],
  [() => '/backfills', ['New backfill']],
  [() => `/backfills/${seeded.backfillId}`, ['Pause', 'Cancel backfill', 'Retry failed']],
  [() => '/operations', []],
  [() => `/operations/${operation}?outcome=failed`, ['Try the failed ones on this page again']],
  [() => '/workers', ['Drain']],
  [() => '/workers?open=worker-1', ['Drain', 'Cancel all that batch-01 runs']],
  [() => '/workers?tab=dispatchers', []],
  [() => '/workers?tab=database', []],
  [() => '/transactions', []],
  [() => '/calendars', ['New calendar', 'Import']],
  [() => `/calendars/${encodeURIComponent('휴일')}`, ['Import', 'Edit', 'Delete']],
  [() => '/audit', ['Export']],
  [() => '/settings?tab=users', ['New user']],
  [() => '/settings?tab=general', []],
  [() => '/settings?tab=maintenance', ['Pause the scheduler']],
  [() => '/settings?tab=handlers', []],
  [() => '/settings?tab=about', ['Download the diagnostic file']],
];
const ACTIONS = new Set(PAGES.flatMap(([, actions]) => actions));
/** A viewer may export executions and schedules, not the audit log. */
ACTIONS.delete('Export');

/** Runs in the page: the names of all that can be pressed. */
const PRESSABLE = `[...document.querySelectorAll('main :is(button, a, [role=switch]), [role=dialog] :is(button, a), [role=menuitem]')]
  .filter((one) => !one.disabled && !one.matches('[data-disabled], .day, .time') && one.checkVisibility())
  .map((one) => (one.getAttribute('aria-label') ?? one.textContent).trim())`;

/** The same of a page, also in the first menus of it. */
async function pressable(page: Page, path: string): Promise<string[]> {
  await page.goto(web.url + path);
  await page.locator('main h1, main .state').first().waitFor();
  await page.waitForLoadState('networkidle');
  const names = (await page.evaluate(PRESSABLE)) as string[];
  const within = (await page.getByRole('dialog').count()) > 0 ? '[role=dialog]' : 'main';
  const menus = await page
    .locator(`${within} button[aria-haspopup=menu]:not([aria-label="Columns and row height"])`)
    .all();
  for (const menu of menus.slice(0, 4)) {
    await menu.click();
    await page.getByRole('menuitem').first().waitFor();
    names.push(...((await page.evaluate(PRESSABLE)) as string[]));
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'detached' });
  }
  return [...new Set(names)];
}

test.each(PAGES)(
  '%s shows what an admin may do to the admin alone',
  async (path, actions) => {
    // What is counted in the background, as the dashboard's errors are, may come after the page.
    await expect
      .poll(() => pressable(pages.admin, path()), { timeout: 40_000 })
      .toEqual(expect.arrayContaining([...actions]));
    const ofViewer = await pressable(pages.viewer, path());
    expect(ofViewer.filter((name) => ACTIONS.has(name) || actions.includes(name))).toEqual([]);
  },
  60_000,
);

test('what holds for everybody is shown to a viewer and cannot be typed over', async () => {
  await pages.viewer.goto(`${web.url}/settings?tab=general`);
  const field = pages.viewer.getByRole('textbox', { name: 'Notice' });
  await field.waitFor();
  expect(await field.isDisabled()).toBe(true);
});

test('keys and the palette do nothing for a viewer either', async () => {
  const { viewer } = pages;
  for (const path of [
    '/crons',
    '/crons/1',
    '/executions',
    `/executions/${seeded.failed}`,
    '/calendars',
    '/backfills',
  ]) {
    await viewer.goto(web.url + path);
    await viewer.locator('main h1').first().waitFor();
    await viewer.waitForLoadState('networkidle');
    for (const key of ['j', 'n', 'e', 'p', 'r', 'c', 'b', 'Shift+R', 'Delete']) await viewer.keyboard.press(key);
    expect(await viewer.getByRole('dialog').count(), path).toBe(0);
    expect(new URL(viewer.url()).pathname).toBe(path);
  }
  for (const [page, hasActions] of [
    [viewer, false],
    [pages.admin, true],
  ] as const) {
    await page.goto(`${web.url}/crons`);
    await page.getByRole('heading', { name: 'Schedules' }).waitFor();
    await page.keyboard.press('Control+k');
    await page.locator('input.mantine-Spotlight-search').fill('hourly-report');
    await page.locator('[data-action]', { hasText: 'Executions of' }).waitFor();
    expect(await page.locator('[data-action]', { hasText: /^(Run|Pause)/ }).count()).toBe(hasActions ? 2 : 0);
  }
});

test.each(['/crons/new', '/crons/new?from=1', '/crons/1/edit'])(
  '%s says which role it takes and who can grant it',
  async (path) => {
    const { viewer } = pages;
    await viewer.goto(web.url + path);
    await viewer.getByText('You may not do this.').last().waitFor();
    await viewer.getByText('This takes the role editor or higher; yours is viewer.').waitFor();
    await viewer.getByText('Somebody with the role administrator can grant it in Settings, Users and roles.').waitFor();
    expect(await viewer.getByRole('textbox').count()).toBe(0);
    expect(await accessibilityProblems(viewer)).toEqual([]);
    await viewer.getByRole('link', { name: 'To the schedules' }).click();
    await viewer.getByRole('heading', { name: 'Schedules' }).waitFor();
  },
);

test('an editor of one group learns that another group is what is missing, in Korean too', async () => {
  const page = await signIn('limited');
  for (const path of ['/crons/1', '/crons/1/edit']) {
    await page.goto(web.url + path);
    await page.getByText('This is not in a group that you were given. Yours are: 보고.').waitFor();
  }
  await page.getByRole('button', { name: '한국어로 보기' }).click();
  await page.getByText('지금 맡은 그룹: 보고.').waitFor();
  await page.getByText('역할이 관리자인 사람이 설정 > 사용자와 역할에서 줄 수 있습니다.').waitFor();
});

test('none of these pages has asked the server to change anything for the viewer', () => {
  expect(writes).toEqual([]);
});
