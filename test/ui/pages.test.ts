import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessibilityProblems, openWeb, type Web } from '../support/web.ts';

const PAGES = [
  '/',
  '/crons',
  '/crons/new',
  '/crons/1',
  '/crons/1?tab=definition',
  '/crons/1/edit',
  '/upcoming',
  '/audit',
  '/settings',
  '/settings?tab=users',
  '/settings?tab=general',
  '/settings?tab=maintenance',
  '/settings?tab=about',
];

let web: Web;
beforeAll(async () => {
  web = await openWeb();
});
afterAll(() => web?.close());

/** Runs in the page: words of Latin letters that are neither data nor names that have no Korean. */
const FOREIGN_WORDS = String.raw`(() => {
  const known = /^(jobu|API|JSON|cron|curl|UTC|KST|Ctrl|Enter|[A-Z][a-z]+\/[A-Z][a-zA-Z_]+|[a-z]+\.yaml|Node\.js|Switch|to|English|\d+[mh][\dmh,]*)$/;
  const own = 'script,style,code,pre,.mono,.json,time,input,textarea,main a,h1,noscript,[data-own],small';
  const words = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (parent?.checkVisibility() && !parent.closest(own)) words.push(...node.textContent.split(/[\s()·:"'→]+/));
  }
  return [...new Set(words)].filter((word) => /[A-Za-z]{2,}/.test(word) && !known.test(word) && !/[가-힣]/.test(word));
})()`;

/** Values of the seed that stand in the pages. */
const DATA = ['default', 'report', 'daily', 'export'];

test.each(PAGES)('%s in Korean and light: no fault, no English, and it fits on a telephone', async (path) => {
  const { page, faults } = await web.open(path, { language: 'ko', theme: 'light' });
  await page.waitForLoadState('networkidle');
  expect(await accessibilityProblems(page)).toEqual([]);
  const words = (await page.evaluate(FOREIGN_WORDS)) as string[];
  expect(words.filter((word) => !DATA.includes(word))).toEqual([]);
  await page.setViewportSize({ width: 360, height: 800 });
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
  expect(faults).toEqual([]);
  await page.close();
});

test.each(PAGES)('%s in English and dark: no fault', async (path) => {
  const { page, faults } = await web.open(path, { language: 'en', theme: 'dark' });
  await page.waitForLoadState('networkidle');
  expect(await page.locator('html').getAttribute('lang')).toBe('en');
  expect(await accessibilityProblems(page)).toEqual([]);
  expect(faults).toEqual([]);
  await page.close();
});
