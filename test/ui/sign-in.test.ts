import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessibilityProblems, openWeb, type Web } from '../support/web.ts';

let web: Web;
beforeAll(async () => {
  web = await openWeb('password');
});
afterAll(() => web?.close());

test('the first administrator is made with the link of the log, signs out and in again', async () => {
  const [, link] = /\/setup(#token=[\w-]+)/.exec(web.lines.join(''))!;
  const { page } = await web.open(`/setup${link}`, { language: 'ko' });
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.getByLabel('이름').fill('관리자');
  const password = 'correct horse battery';
  for (const field of await page.locator('input[type=password]').all()) await field.fill(password);
  await page.getByRole('button', { name: '만들고 로그인' }).click();
  await page.getByRole('heading', { name: '대시보드' }).waitFor();
  await page.goto(`${web.url}/crons/1`);
  await page.getByRole('button', { name: '관리자' }).click();
  await page.getByRole('menuitem', { name: '로그아웃' }).click();
  await page.getByRole('heading', { name: '로그인' }).waitFor();
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.getByLabel('이름').fill('관리자');
  await page.locator('input[type=password]').fill('something else');
  await page.getByRole('button', { name: '로그인' }).click();
  await page.getByText('이름이나 비밀번호가 맞지 않습니다.').waitFor();
  await page.locator('input[type=password]').fill(password);
  await page.getByRole('button', { name: '로그인' }).click();
  await page.getByRole('heading', { name: '일일-정산' }).waitFor();
  // Ended elsewhere while the page is open: it asks again, in place.
  await web.database.autocommit.execute('DELETE FROM sessions');
  await page.reload();
  await page.getByRole('heading', { name: '로그인' }).waitFor();
  expect(page.url()).toBe(`${web.url}/crons/1`);
  await page.close();
});
