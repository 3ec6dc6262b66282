import { expect } from 'vitest';
import { accessibilityProblems, type Web } from './web.ts';

/** Runs in the page: words of Latin letters that are neither data nor names that have no Korean. */
const FOREIGN_WORDS = String.raw`(() => {
  const known = /^(jobu|Node\.js|[a-z]+\.yaml|API|JSON|Lines|CSV|cron|curl|UTC|KST|Ctrl|Enter|ORA-|[A-Z][a-z]+\/[A-Z][a-zA-Z_]+|Switch|to|English|\d+[mh][\dmh,]*)$/;
  const own = 'script,style,code,pre,.mono,.json,time,input,textarea,main a,h1,noscript,[data-own],small';
  const words = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (parent?.checkVisibility() && !parent.closest(own)) words.push(...node.textContent.split(/[\s()·:"'→]+/));
  }
  return [...new Set(words)].filter((word) => /[A-Za-z]{2,}/.test(word) && !known.test(word) && !/[가-힣]/.test(word));
})()`;

type Opened = Awaited<ReturnType<Web['open']>>;

/** The window in which the pages of a server are looked at one after the other: a new one takes longer than a look. */
const windows = new WeakMap<Web, Map<'ko' | 'en', Opened>>();

async function show(web: Web, path: string, language: 'ko' | 'en'): Promise<Opened> {
  const ofWeb = windows.get(web) ?? new Map<'ko' | 'en', Opened>();
  windows.set(web, ofWeb);
  let opened = ofWeb.get(language);
  if (opened) {
    opened.faults.length = 0;
    await opened.page.goto(web.url + path);
    await opened.page.locator('main h1, main .state').first().waitFor();
  } else {
    opened = await web.open(path, { language, theme: language === 'ko' ? 'light' : 'dark' });
    ofWeb.set(language, opened);
  }
  await opened.page.waitForLoadState('networkidle');
  return opened;
}

/** A page in Korean and light: no fault, no English beside `data`, and it fits on a telephone. */
export async function checkKoreanPage(web: Web, path: string, data: readonly string[]): Promise<void> {
  const { page, faults } = await show(web, path, 'ko');
  expect(await accessibilityProblems(page)).toEqual([]);
  const words = (await page.evaluate(FOREIGN_WORDS)) as string[];
  expect(words.filter((word) => !data.includes(word))).toEqual([]);
  const size = page.viewportSize()!;
  await page.setViewportSize({ width: 360, height: 800 });
  const tooWide = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
  await page.setViewportSize(size);
  expect(tooWide).toBeLessThanOrEqual(0);
  expect(faults).toEqual([]);
}

/** A page in English and dark: no fault. */
export async function checkEnglishPage(web: Web, path: string): Promise<void> {
  const { page, faults } = await show(web, path, 'en');
  expect(await page.locator('html').getAttribute('lang')).toBe('en');
  expect(await accessibilityProblems(page)).toEqual([]);
  expect(faults).toEqual([]);
}
