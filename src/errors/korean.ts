import type { z } from 'zod';
import type { ErrorCode } from '../errors.ts';
import { domainErrors } from './domain.ts';
import { branchesOf } from './issue.ts';
import { accessKorean } from './korean/access.ts';
import { cliKorean } from './korean/cli.ts';
import { configKorean } from './korean/config.ts';
import { databaseKorean } from './korean/database.ts';
import { domainKorean } from './korean/domain.ts';
import { ledgerKorean } from './korean/ledger.ts';
import { serverKorean } from './korean/server.ts';
import { testingKorean } from './korean/testing.ts';
import { transactionKorean } from './korean/transaction.ts';
import { workerKorean } from './korean/worker.ts';
import { koreanPhrase, LONGEST_PHRASE, PARTICLE, type Particle, particleFor } from './korean-phrases.ts';

/** For every code of a table: its sentence and its way out in Korean, with the placeholders of the English ones. */
export type KoreanTable<T> = { readonly [C in keyof T]: readonly [sentence: string, wayOut: string] };

/** The order is that of `ERRORS`: a code that stands in two tables has the later sentence in both languages. */
export const KOREAN: KoreanTable<Record<ErrorCode, unknown>> = {
  ...configKorean,
  ...databaseKorean,
  ...transactionKorean,
  ...domainKorean,
  ...ledgerKorean,
  ...workerKorean,
  ...serverKorean,
  ...accessKorean,
  ...cliKorean,
  ...testingKorean,
};

/** Placeholders that hold words of jobu; what the others hold are names and values. */
const WORDS = ['action', 'field', 'hint', 'problem', 'problems', 'reason', 'suggestion', 'what'];
const PLACE = new RegExp(`\\{(\\w+)\\}(["\`]?)(${PARTICLE})?`, 'g');

/** The message of an error in Korean: sentence and way out, filled with the values of the English one. */
export function koreanMessage(code: ErrorCode, params: Readonly<Record<string, unknown>>): string {
  return KOREAN[code]
    .map((text) =>
      text.replace(PLACE, (_, name: string, quote: string, particle?: Particle) => {
        const value = String(params[name]);
        const word = quote === '' && WORDS.includes(name) ? koreanText(value) : value;
        return word + quote + (particle ? particleFor(word, particle) : '');
      }),
    )
    .join(' ')
    .trim();
}

/** Messages that became the reason of another error, as patterns with their placeholders as groups. */
const MESSAGES = (Object.keys(domainErrors) as (keyof typeof domainErrors)[]).map((code) => {
  const [, sentence, wayOut] = domainErrors[code];
  const literal = `${sentence} ${wayOut}`.replace(/\.$/, '').replace(/[\\^$.*+?()[\]|]/g, '\\$&');
  return [code, new RegExp(`^${literal.replace(/\{(\w+)\}/g, '(?<$1>.*?)')}\\.?$`, 's')] as const;
});

/** A phrase or the message of an error in Korean; what is neither stays as it is. */
function koreanText(text: string): string {
  if (text.length <= LONGEST_PHRASE)
    for (const [code, pattern] of MESSAGES) {
      const values = pattern.exec(text)?.groups;
      if (values) return koreanMessage(code, values).replace(/\.$/, '');
    }
  // A suggestion brings the blank before it along.
  return (text.startsWith(' ') ? ' ' : '') + koreanPhrase(text.trim());
}

const TYPES: Readonly<Record<string, string>> = {
  string: '문자열',
  number: '숫자',
  int: '정수',
  boolean: 'true나 false',
  array: '목록',
  object: '객체',
  record: '객체',
  date: '날짜',
  null: 'null',
};
const FORMATS: Readonly<Record<string, string>> = {
  date: '2026-11-22 같은 날짜',
  datetime: '2026-11-22T10:00:00Z 같은 시각',
  url: 'URL',
};
const UNITS: Readonly<Record<string, string>> = { string: '자', array: '개', set: '개', map: '개' };

/** What zod found about one value, in Korean. */
export function koreanIssue(issue: z.core.$ZodIssue): string {
  const said = koreanText(issue.message);
  if (said !== issue.message) return said;
  switch (issue.code) {
    case 'invalid_type':
      return issue.message.endsWith('received undefined')
        ? '빠졌습니다. 꼭 있어야 합니다'
        : `${TYPES[issue.expected] ?? issue.expected} 값이어야 합니다`;
    case 'invalid_value':
      return `${issue.values.map((value) => JSON.stringify(value)).join(', ')} 가운데 하나여야 합니다`;
    case 'too_big':
    case 'too_small': {
      const [bound, inclusive, exclusive] =
        issue.code === 'too_big'
          ? [issue.maximum, '이하여야', '미만이어야']
          : [issue.minimum, '이상이어야', '초과여야'];
      return `${bound}${UNITS[issue.origin] ?? ''} ${issue.inclusive === false ? exclusive : inclusive} 합니다`;
    }
    case 'invalid_format':
      return `${FORMATS[issue.format] ?? issue.format} 형식이 아닙니다`;
    case 'not_multiple_of':
      return `${issue.divisor}의 배수여야 합니다`;
    case 'unrecognized_keys':
      return koreanPhrase('there is no such field');
    case 'invalid_union':
      return branchesOf(issue, koreanIssue).join('. 아니면 ') || '쓸 수 없는 값입니다';
    case 'invalid_key':
    case 'invalid_element':
      return '쓸 수 없는 값입니다';
    case 'custom':
      return issue.message;
  }
}
