import type { ErrorCode } from '../errors.ts';
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

/** English phrases that fill placeholders. */
const PHRASES: Readonly<Record<string, string>> = {
  'be retried': '재시도',
  'be rerun': '다시 실행',
  'be canceled': '취소',
  'be held': '보류',
  'be released': '보류 해제',
  'be marked as succeeded': '성공으로 표시',
  'be marked as handled': '처리됨으로 표시',
  pause: '일시정지',
  resume: '재개',
  cancel: '취소',
  'retry-failed': '실패한 것 재시도',
  settings: '설정',
};
const THINGS: Readonly<Record<string, string>> = { cron: '크론', calendar: '달력', user: '사용자', view: '보기' };

const PARTICLES = ['이(가)', '은(는)', '을(를)', '과(와)', '(으)로'] as const;
const FORMS: Readonly<Record<(typeof PARTICLES)[number], readonly [afterConsonant: string, afterVowel: string]>> = {
  '이(가)': ['이', '가'],
  '은(는)': ['은', '는'],
  '을(를)': ['을', '를'],
  '과(와)': ['과', '와'],
  '(으)로': ['으로', '로'],
};
const PLACE = new RegExp(
  `\\{(\\w+)\\}(["\`]?)(${PARTICLES.map((one) => one.replace(/[()]/g, '\\$&')).join('|')})?`,
  'g',
);

/** The particle that fits the last sound of a word: digits as they are read, letters of the Latin alphabet roughly. */
function particleFor(word: string, particle: keyof typeof FORMS): string {
  const last =
    word
      .replace(/[^\p{L}\p{N}]+$/u, '')
      .at(-1)
      ?.toLowerCase() ?? '';
  const code = last.charCodeAt(0) - 0xac00;
  const isHangul = code >= 0 && code < 11_172;
  const isRieul = isHangul ? code % 28 === 8 : /[178l]/.test(last);
  const isConsonant = isRieul || (isHangul ? code % 28 !== 0 : /[036mnpkb]/.test(last));
  const [afterConsonant, afterVowel] = FORMS[particle];
  return isConsonant && !(isRieul && particle === '(으)로') ? afterConsonant : afterVowel;
}

/** The message of an error in Korean: sentence and way out, filled with the values of the English one. */
export function koreanMessage(code: ErrorCode, params: Readonly<Record<string, unknown>>): string {
  return KOREAN[code]
    .map((text) =>
      text.replace(PLACE, (_, name: string, quote: string, particle?: keyof typeof FORMS) => {
        const value = String(params[name]);
        const word =
          PHRASES[value] ??
          value
            .replace(/Did you mean (.+)\?/, '혹시 $1입니까?')
            .replace(/^(cron|calendar|user|view)(?= ")/, (thing) => THINGS[thing]!);
        return word + quote + (particle ? particleFor(word, particle) : '');
      }),
    )
    .join(' ')
    .trim();
}
