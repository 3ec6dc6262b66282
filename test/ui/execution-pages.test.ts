import { afterAll, beforeAll, test } from 'vitest';
import { checkEnglishPage, checkKoreanPage } from '../support/page-checks.ts';
import { openWeb, type Web } from '../support/web.ts';
import { type SeededExecutions, seedExecutions } from '../support/web-seed-executions.ts';

let web: Web;
let seeded: SeededExecutions;
beforeAll(async () => {
  web = await openWeb();
  seeded = await seedExecutions(web.database, new Date());
});
afterAll(() => web?.close());

const PAGES: Readonly<Record<string, (seeded: SeededExecutions) => string>> = {
  'the list': () => '/executions',
  'the list with an execution beside it': ({ failed }) => `/executions?status=FAILED&open=${failed}`,
  'an empty list': () => '/executions?cron=nothing-*&since=1h',
  'a failed execution': ({ failed }) => `/executions/${failed}`,
  'its log': ({ failed }) => `/executions/${failed}?tab=logs`,
  'its params': ({ failed }) => `/executions/${failed}?tab=params`,
  'a result': ({ succeeded }) => `/executions/${succeeded}?tab=result`,
  'a running execution': ({ running }) => `/executions/${running}`,
};

/** Values of the seed that stand in the pages. */
const DATA = [
  'default',
  'report',
  'nightly',
  'worker-1',
  'rows',
  'info',
  'debug',
  'warn',
  'error',
  'row',
  'read',
  'hourly-report',
];

test.each(Object.keys(PAGES))('%s in Korean and light: no fault, no English, and it fits on a telephone', (name) =>
  checkKoreanPage(web, PAGES[name]!(seeded), DATA),
);

test.each(Object.keys(PAGES))('%s in English and dark: no fault', (name) =>
  checkEnglishPage(web, PAGES[name]!(seeded)),
);
