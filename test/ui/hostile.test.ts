import { afterAll, beforeAll, expect, test } from 'vitest';
import { createToken } from '../../src/ledger/tokens.ts';
import { createUser } from '../../src/ledger/users.ts';
import { openWeb, type Web } from '../support/web.ts';

/** As each place takes it; `mark` says where it came from. */
const hostile = (mark: string): string =>
  `${mark}"'><img src=x onerror="globalThis.attacked='${mark}'"><script>1</script>`;

let web: Web;
let cron: string;
let execution: string;
let operation: string;
let backfill: string;
beforeAll(async () => {
  web = await openWeb();
  const { autocommit } = web.database;
  const send = async (path: string, body: object): Promise<{ id: string }> => {
    const response = await fetch(`${web.url}/api/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(response.status).toBeLessThan(300);
    return (await response.json()) as { id: string };
  };
  ({ id: cron } = await send('/crons', {
    name: hostile('cron'),
    description: hostile('description'),
    handlerName: 'report',
    cronExpression: '0 * * * *',
    timeZone: 'Asia/Seoul',
    groupName: hostile('group').slice(0, 60),
    owner: hostile('owner').slice(0, 60),
    tags: [hostile('tag').slice(0, 40)],
    notes: hostile('notes'),
    handlerParams: { [hostile('key')]: hostile('param') },
  }));
  ({ id: execution } = await send(`/crons/${cron}/trigger`, { reason: hostile('reason') }));
  await autocommit.execute(
    `UPDATE job_executions SET status = 'FAILED', started_at = :now, finished_at = :now, attempt = 1, error_code = 'HANDLER_ERROR',
       error_message = :error, result = :result, progress_message = :error, worker_id = 'worker-1',
       code_version = :release WHERE id = :id`,
    {
      id: execution,
      release: hostile('release'),
      now: new Date(),
      error: hostile('error'),
      result: JSON.stringify({ a: hostile('result') }),
    },
  );
  await autocommit.execute(
    "INSERT INTO execution_logs (execution_id, attempt, logged_at, level, message, data) VALUES (:id, 1, :now, 'error', :line, :data)",
    { id: execution, now: new Date(), line: hostile('log'), data: JSON.stringify({ a: hostile('data') }) },
  );
  await autocommit.execute('UPDATE workers SET host = :host, code_version = :release', {
    ...{ host: hostile('host').slice(0, 200), release: hostile('release') },
  });
  await autocommit.execute(
    "INSERT INTO worker_handlers (worker_id, handler_name, description) VALUES ('worker-1', :name, :description)",
    { name: hostile('handler'), description: hostile('purpose') },
  );
  ({ id: operation } = await send('/operations', {
    ...{ action: 'cron.pause', target: { ids: [cron] }, reason: hostile('bulk') },
  }));
  const note = { via: 'cli' as const, actor: hostile('actor').slice(0, 200), reason: hostile('granted') };
  const access = { role: 'viewer', groups: null } as const;
  const now = new Date();
  const user = { name: 'kim', displayName: hostile('person'), isEnabled: true, passwordHash: null, ...access };
  await createUser(autocommit, user, note, now);
  const token = { name: hostile('token').slice(0, 100), userId: null, expiresAt: null, ...access };
  await createToken(autocommit, token, note, now);
  await send('/calendars', {
    name: 'plain',
    description: hostile('office'),
    note: hostile('note'),
    days: [{ day: `${new Date().getUTCFullYear()}-05-01`, isOpen: false, label: hostile('label').slice(0, 100) }],
  });
  ({ id: backfill } = await send('/backfills', {
    cronId: cron,
    from: new Date(Date.now() - 3 * 86_400_000).toISOString(),
    to: new Date(Date.now() - 86_400_000).toISOString(),
    reason: hostile('backfill'),
    params: { a: hostile('filled') },
  }));
  await send('/saved-views', { name: hostile('view'), page: 'executions', filters: { since: '7d' } });
  await fetch(`${web.url}/api/v1/settings`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json', 'if-match': '*' },
    body: JSON.stringify({ environmentName: hostile('env').slice(0, 40), notice: hostile('notice') }),
  });
});
afterAll(() => web?.close());

/** Each page, and the marks of what it has to show in full. */
const PAGES: readonly (readonly [path: () => string, marks: readonly string[]])[] = [
  [() => '/', ['notice']],
  [() => '/crons', ['cron', 'description', 'notice']],
  [() => `/crons/${cron}`, ['cron', 'description', 'notes', 'group', 'owner', 'tag']],
  [() => `/crons/${cron}?tab=executions`, ['error']],
  [() => `/crons/${cron}?tab=upcoming`, ['cron']],
  [() => `/crons/${cron}?tab=definition`, ['param']],
  [() => `/crons/${cron}?tab=revisions`, ['cron']],
  [() => `/crons/${cron}?tab=audit`, ['cron']],
  [() => `/crons/${cron}/edit`, ['notice']],
  [() => `/operations/${operation}`, ['bulk', 'cron']],
  [() => `/executions?open=${execution}`, ['cron', 'error']],
  [() => `/executions/${execution}`, ['cron', 'error', 'reason', 'release']],
  [() => `/executions/${execution}?tab=logs`, ['log', 'data']],
  [() => `/executions/${execution}?tab=params`, ['key', 'param']],
  [() => `/executions/${execution}?tab=result`, ['result']],
  [() => `/executions/${execution}?tab=audit`, ['reason']],
  [() => '/workers', ['host', 'release']],
  [() => '/workers?tab=dispatchers', ['host']],
  [() => '/audit', ['cron', 'reason', 'actor', 'granted']],
  [() => '/settings?tab=handlers', ['handler', 'purpose']],
  [() => '/settings?tab=users', ['person']],
  [() => '/settings?tab=tokens', ['token']],
  [() => '/settings?tab=views', ['view']],
  [() => '/calendars', ['office']],
  [() => '/calendars/plain', ['office', 'note']],
  [() => '/backfills', ['cron']],
  [() => `/backfills/${backfill}`, ['backfill', 'filled']],
  [() => '/timeline', ['cron']],
  [() => '/upcoming', ['cron']],
];

test('text of others is shown as it is on every page and runs nowhere', async () => {
  const { page, faults } = await web.open('/', { language: 'en' });
  page.on('dialog', () => faults.push('a dialog of a script'));
  for (const [path, marks] of PAGES) {
    await page.goto(web.url + path());
    // JSON is shown with its quotes escaped.
    for (const mark of marks)
      await page
        .locator('body', { hasText: new RegExp(`${mark}\\\\?"'><img src=x onerror=`) })
        .waitFor({ timeout: 15_000 });
    expect(await page.locator('img[src=x]').count()).toBe(0);
    expect(await page.evaluate('globalThis.attacked')).toBeUndefined();
  }
  await page.keyboard.press('Control+k');
  await page.locator('input.mantine-Spotlight-search').fill('view"');
  await page.locator('[data-action]', { hasText: `view"'><img src=x` }).waitFor();
  expect(await page.evaluate('globalThis.attacked')).toBeUndefined();
  // Before its first success there is nothing to compare an execution with.
  expect(faults.filter((fault) => !/404 .*\/diff/.test(fault))).toEqual([]);
}, 120_000);
