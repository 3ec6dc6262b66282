import { expect, test } from 'vitest';
import { KOREAN, koreanMessage } from '../../src/errors/korean.ts';
import { TITLES_KO } from '../../src/errors/titles-ko.ts';
import { ERRORS, type ErrorCode } from '../../src/errors.ts';

const codes = Object.keys(ERRORS) as ErrorCode[];
const placeholders = (...texts: string[]) => [
  ...new Set(texts.flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!))),
];

test('every error has a title, a sentence and a way out in Korean, with the values of the English ones', () => {
  expect(Object.keys(KOREAN).sort()).toEqual([...codes].sort());
  for (const code of codes) {
    const [, sentence, wayOut] = ERRORS[code];
    const [korean, koreanWayOut] = KOREAN[code];
    expect(placeholders(korean, koreanWayOut).sort(), code).toEqual(placeholders(sentence, wayOut).sort());
    expect(koreanWayOut === '', code).toBe(wayOut === '');
    for (const text of [korean, koreanWayOut].filter((one) => one.replace(/\{\w+\}|[\s.:,"]/g, '') !== ''))
      expect(/[가-힣]/.test(text) || !/[a-z]/.test(ERRORS[code][1].replace(/\{\w+\}/g, '')), `${code}: ${text}`).toBe(
        true,
      );
    expect(TITLES_KO[code], code).toMatch(/[가-힣]/);
  }
});

test('no particle is left in brackets: each follows the word before it', () => {
  for (const code of codes) {
    const values = Object.fromEntries(placeholders(...KOREAN[code]).map((name) => [name, '서울']));
    expect(koreanMessage(code, values), code).not.toMatch(/[가-힣]?\((가|는|를|와)\)|\(으\)로|\{/);
  }
  const notFound = (text: string) => koreanMessage('CALENDAR_SOURCE_UNKNOWN', { source: text }).slice(0, 20);
  expect(notFound('한국')).toContain('"한국"은 없습니다');
  expect(notFound('나라')).toContain('"나라"는 없습니다');
  expect(notFound('kr7')).toContain('"kr7"은 없습니다');
  const decided = (decision: string) => koreanMessage('TRANSACTION_RESOLVED', { gid: 'g2', decision });
  expect(decided('결말')).toContain('g2는 결말로 끝납니다');
  expect(decided('확정')).toContain('확정으로 끝납니다');
  expect(koreanMessage('CRON_NOT_FOUND', { cron: 'dialy', suggestion: ' Did you mean "daily"?' })).toBe(
    '"dialy" 크론이 없습니다. 혹시 "daily"입니까? 목록 보기: jobu cron list',
  );
});

test('what a client repeats without end is not looked through for phrases', () => {
  const began = performance.now();
  for (const part of [' is not one of ; did you mean ', '"a" is not known', 'it is x, not one of ', '"; ', 'a: '])
    for (const code of ['TIMING_INVALID', 'CRON_INVALID', 'RETRY_BACKOFF_INVALID'] as const)
      for (const repeats of [30, 50_000]) {
        const text = `${part.repeat(repeats)}!`;
        const message = koreanMessage(code, { field: 'type', reason: text, problems: text });
        if (repeats > 30) expect(message).toContain('!');
      }
  expect(performance.now() - began).toBeLessThan(2000);
});
