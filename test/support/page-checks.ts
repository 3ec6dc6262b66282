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

/** A page in Korean and light: no fault, no English beside `data`, and it fits on a telephone. */
export async function checkKoreanPage(web: Web, path: string, data: readonly string[]): Promise<void> {
  const { page, faults } = await web.open(path, { language: 'ko', theme: 'light' });
  await page.waitForLoadState('networkidle');
  expect(await accessibilityProblems(page)).toEqual([]);
  const words = (await page.evaluate(FOREIGN_WORDS)) as string[];
  expect(words.filter((word) => !data.includes(word))).toEqual([]);
  await page.setViewportSize({ width: 360, height: 800 });
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
  expect(faults).toEqual([]);
  await page.context().close();
}

/** A page in English and dark: no fault. */
export async function checkEnglishPage(web: Web, path: string): Promise<void> {
  const { page, faults } = await web.open(path, { language: 'en', theme: 'dark' });
  await page.waitForLoadState('networkidle');
  expect(await page.locator('html').getAttribute('lang')).toBe('en');
  expect(await accessibilityProblems(page)).toEqual([]);
  expect(faults).toEqual([]);
  await page.context().close();
}
