import { expect, test } from 'vitest';
import { apiOn } from '../support/admin-app.ts';

const korean = { 'accept-language': 'ko-KR,ko;q=0.9' };
const cron = { name: 'a', handlerName: 'h', cronExpression: '0 9 * * *' };

test.each([
  ['POST', '/crons', { ...cron, name: undefined }, '#/name', '빠졌습니다. 꼭 있어야 합니다'],
  ['POST', '/crons', { ...cron, name: 7 }, '#/name', '문자열 값이어야 합니다'],
  ['POST', '/crons', { ...cron, name: '' }, '#/name', '1자 이상이어야 합니다'],
  ['POST', '/crons', { ...cron, name: 'x'.repeat(300) }, '#/name', '자 이하여야 합니다'],
  ['POST', '/crons', { ...cron, name: ' a' }, '#/name', '앞뒤에 빈칸이 있습니다'],
  ['POST', '/crons', { ...cron, cronExpresion: '' }, '#/cronExpresion', '그런 항목은 없습니다'],
  ['POST', '/crons', { ...cron, tags: ['a,b'] }, '#/tags/0', '쉼표가 들어 있습니다'],
  ['POST', '/crons', { ...cron, handlerParams: 'x' }, '#/handlerParams', '객체 값이어야 합니다'],
  ['POST', '/crons', { ...cron, retryBackoff: { bse: 1 } }, '#/retryBackoff', '혹시 "base"입니까?'],
  ['POST', '/crons', { ...cron, overlapPolicy: 'maybe' }, '#/overlapPolicy', '가운데 하나여야 합니다'],
  ['GET', '/executions?limit=0', undefined, 'limit', '1 이상이어야 합니다'],
  ['GET', '/executions?since=soon', undefined, 'since', '오프셋이 있는 RFC 3339'],
  ['GET', '/executions?durationOver=1', undefined, 'durationOver', '정수와 단위를 붙여 쓰십시오'],
  ['GET', '/executions/x', undefined, 'id', '번호는 정수입니다'],
  ['GET', '/executions?businessDate=1.2.', undefined, 'businessDate', '2026-11-22 같은 날짜 형식이 아닙니다'],
] as const)('%s %s with %j says in Korean what is wrong with %s', async (method, path, body, place, expected) => {
  const { call } = await apiOn();
  const answer = await call(method, path, body, korean);
  const [found] = answer.body.errors;
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(found.pointer ?? found.parameter).toBe(place);
  expect(found.message).toContain(expected);
  expect(found).not.toHaveProperty('korean');
  expect(answer.body.detail).toContain(found.message.replace(/\.$/, ''));
  const inEnglish = await call(method, path, body);
  expect(JSON.stringify(inEnglish.body)).not.toMatch(/[가-힣]/);
});

test('says in Korean what contradicts, and leaves names as they are', async () => {
  const { call } = await apiOn();
  const { body } = await call('POST', '/crons', { ...cron, onClosed: 'next' }, korean);
  expect(body.detail).toContain('on_closed: next에는 달력이 필요합니다');
  const missing = await call('PATCH', '/crons/1', { calendar: 'month' }, { ...korean, 'if-match': '*' });
  expect(missing.body.detail).not.toContain('월');
});

test('names several findings in one sentence, with one full stop after each', async () => {
  const { call } = await apiOn();
  for (const headers of [{}, korean]) {
    const { body } = await call('POST', '/crons', { ...cron, cronExpression: '61 * * * *', timeZone: 'x' }, headers);
    expect(body.errors).toHaveLength(2);
    expect(body.detail).toContain('#/cronExpression');
    expect(body.detail).not.toMatch(/\.\s*[.;]/);
  }
});
