import { afterAll, beforeAll, test } from 'vitest';
import { checkEnglishPage, checkKoreanPage } from '../support/page-checks.ts';
import { openWeb, type Web } from '../support/web.ts';

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

/** Values of the seed that stand in the pages. */
const DATA = ['default', 'report', 'daily', 'export', 'Error', 'ORA-00001', '<b>unique</b>', 'constraint', 'violated'];

test.each(PAGES)('%s in Korean and light: no fault, no English, and it fits on a telephone', (path) =>
  checkKoreanPage(web, path, DATA),
);

test.each(PAGES)('%s in English and dark: no fault', (path) => checkEnglishPage(web, path));
