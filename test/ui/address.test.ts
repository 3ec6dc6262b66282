import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWeb, type Web } from '../support/web.ts';

let web: Web;
let opened: Awaited<ReturnType<Web['open']>>;
beforeAll(async () => {
  web = await openWeb();
  opened = await web.open('/', { language: 'en' });
});
afterAll(() => web?.close());

/** What somebody types, cuts off or keeps from another version. */
const GARBAGE = ['x', '-1', '99999999999999999999', '2026-99-99T25:61:61Z', '\u0000', '../..', '<b>', '{}', ''];
const KEYS: readonly (readonly [path: string, keys: readonly string[]])[] = [
  ['/', ['range', 'from', 'to', 'groupName']],
  ['/crons', ['lastStatus', 'sort', 'cursor', 'columns', 'isEnabled', 'starred', 'open', 'limit']],
  ['/crons/1', ['tab', 'left', 'right', 'from']],
  ['/crons/new', ['from']],
  [
    '/executions',
    ['status', 'since', 'until', 'scheduledFrom', 'finishedTo', 'skipReason', 'cursor', 'open', 'sort', 'cronId'],
  ],
  ['/executions/1', ['tab', 'with', 'attempt', 'line', 'level', 'find']],
  ['/timeline', ['span', 'at', 'from', 'lanes', 'view', 'gaps']],
  ['/upcoming', ['view', 'date', 'days', 'groupName', 'cursor']],
  ['/backfills', ['state', 'cursor', 'open']],
  ['/operations', ['state', 'cursor', 'outcome']],
  ['/workers', ['tab', 'open', 'all']],
  ['/calendars/%EA%B8%B0%EB%B3%B8', ['year', 'day']],
  ['/audit', ['since', 'from', 'to', 'action', 'actor', 'entity', 'targetType', 'cursor', 'open']],
  ['/settings', ['tab']],
];

test.each(KEYS)('%s with an address that makes no sense says so, and its search still works', async (path, keys) => {
  const { page, faults } = opened;
  faults.length = 0;
  // Two loads: each key has another value in each.
  for (const round of [0, 4]) {
    const values = keys.map((_, index) => GARBAGE[(index + round) % GARBAGE.length]!);
    const query = keys.map((key, index) => `${key}=${encodeURIComponent(values[index]!)}`).join('&');
    await page.goto(`${web.url}${path}?${query}&bad=%00#L${encodeURIComponent(values[0]!)}`);
    await page.locator('main h1, main .state').first().waitFor({ timeout: 10_000 });
    await page.waitForLoadState('networkidle');
    expect(await page.locator('main').textContent(), query).not.toMatch(/Invalid Date|NaN|undefined|\[object/);
  }
  await page.keyboard.press('Control+k');
  await page.locator('input.mantine-Spotlight-search').waitFor();
  expect(faults.filter((fault) => !/ 4\d\d /.test(fault))).toEqual([]);
  await page.keyboard.press('Escape');
});
