/**
 * What fills the placeholders of errors and stands in the findings about single fields, in Korean. Patterns match a whole
 * phrase; `$1` and so on are taken over as they are, since they are values, names of fields or code.
 */
const PHRASES: readonly (readonly [english: RegExp, korean: string])[] = (
  [
    // Actions and things
    ['be retried', '재시도'],
    ['be rerun', '다시 실행'],
    ['be canceled', '취소'],
    ['be held', '보류'],
    ['be released', '보류 해제'],
    ['be marked as succeeded', '성공으로 표시'],
    ['be marked as handled', '처리됨으로 표시'],
    ['pause', '일시정지'],
    ['resume', '재개'],
    ['cancel', '취소'],
    ['retry-failed', '실패한 것 재시도'],
    ['settings', '설정'],
    ['cron (".*")', '크론 $1'],
    ['calendar (".*")', '달력 $1'],
    ['user (".*")', '사용자 $1'],
    ['view (".*")', '보기 $1'],
    ['Did you mean (.+)\\?', '혹시 $1입니까?'],
    // Cron expressions
    ['expression', '표현식'],
    ['second', '초'],
    ['minute', '분'],
    ['hour', '시'],
    ['day of month', '일'],
    ['month', '월'],
    ['day of week', '요일'],
    ['the value', '값'],
    ['the step', '간격'],
    ['the offset after "L-"', '"L-" 뒤의 수'],
    ['the number after "#"', '"#" 뒤의 수'],
    ['it has (\\d+) fields?, not 5 or 6', '다섯 칸이나 여섯 칸이어야 하는데 $1칸입니다'],
    ['a list item is empty', '쉼표 사이가 비었습니다'],
    ['there is nothing before the "/"', '"/" 앞이 비었습니다'],
    ['the range (".*") lacks its start', '범위 $1의 시작이 없습니다'],
    ['the range (".*") lacks its end', '범위 $1의 끝이 없습니다'],
    ['the range (".*") runs backwards; write it as two ranges', '범위 $1의 순서가 거꾸로입니다. 둘로 나누어 쓰십시오'],
    ['(".*") is not a number (\\d+) to (\\d+)', '$1 자리에는 $2~$3의 숫자가 와야 합니다'],
    [
      '(".*") is not a number (\\d+) to (\\d+) or a name (\\w+) to (\\w+)',
      '$1 자리에는 $2~$3의 숫자나 $4~$5의 이름이 와야 합니다',
    ],
    ['(the value|the step|the .+ after ".+") (\\d+) is outside (\\d+) to (\\d+)', '@1 $2은(는) $3~$4 범위 밖입니다'],
    ['(the value|the step|the .+ after ".+") is missing', '@1이(가) 없습니다'],
    [
      '(the value|the step|the .+ after ".+") (".*") is not a whole number',
      '@1 자리에는 정수가 와야 하는데 $2이(가) 있습니다',
    ],
    ['it is empty', '비어 있습니다'],
    ['it is not a text', '글자가 아닙니다'],
    ['it is longer than (\\d+) characters', '$1자를 넘습니다'],
    ['(U\\+\\w+) is not an ASCII character', '$1은(는) ASCII 문자가 아닙니다'],
    ['(U\\+\\w+) does not separate fields, only spaces and tabs do', '$1이(가) 아니라 빈칸이나 탭으로 칸을 나누십시오'],
    ['the word (".*") is not known', '$1은(는) 모르는 낱말입니다'],
    ['the word (".*") is not known, did you mean (.+)\\?', '$1은(는) 모르는 낱말입니다. 혹시 $2입니까?'],
    [
      '@reboot names no time, and several machines have no common start',
      '@reboot는 시각이 아니며, 여러 서버에는 함께 시작하는 때가 없습니다',
    ],
    // Times and durations
    ['it is not written as year-month-day hours:minutes', '연-월-일 시:분 꼴이 아닙니다'],
    ['there is no such date', '없는 날짜입니다'],
    ['there is no such time of day', '하루에 없는 시각입니다'],
    ['there is no such offset', '없는 오프셋입니다'],
    ['it is not hours:minutes', '시:분 꼴이 아닙니다'],
    ['an hour has 60 minutes, a minute 60 seconds', '분과 초는 59까지입니다'],
    ['it must be earlier than (\\S+)', '$1보다 일러야 합니다'],
    ['it is not written as one', '길이로 쓴 것이 아닙니다'],
    ['it must be at least one second', '1초 이상이어야 합니다'],
    ['it must be at most (\\d+) days', '$1일 이하여야 합니다'],
    // Timings, backoffs, blackout windows
    ['it is not an object', '객체가 아닙니다'],
    ['(.+) is not an object', '$1은(는) 객체가 아닙니다'],
    ['it is (.+), not a whole number from (-?\\d+) to (-?\\d+)', '$2~$3의 정수여야 하는데 $1입니다'],
    ['it is (.+), not one of (.+)', '$2 가운데 하나여야 하는데 $1입니다'],
    [
      'it contradicts nth: only one of them can name the day',
      'nth와 함께 쓸 수 없습니다. 날짜는 둘 중 하나로만 정합니다',
    ],
    ['nth and of belong together', 'nth와 of는 함께 써야 합니다'],
    ['it needs a day to count from', '세기 시작할 day가 필요합니다'],
    ['it goes with nth of a month, and with day', '월의 nth나 day와 함께만 쓸 수 있습니다'],
    ['it counts from 1, or from -1 backwards', '1부터, 또는 뒤에서 -1부터 셉니다'],
    ['it must be a list of numbers from 1 to 12', '1~12의 숫자 목록이어야 합니다'],
    ['it must be a list of 1 to (\\d+) cron expressions', '크론 표현식 1~$1개의 목록이어야 합니다'],
    ['it must be a list of at most (\\d+) windows', '$1개 이하의 목록이어야 합니다'],
    ['(.+) is not one of (.+); did you mean (.+)\\?', '$2 가운데 하나여야 하는데 $1입니다. 혹시 $3입니까?'],
    ['(.+) is not one of (.+)', '$2 가운데 하나여야 하는데 $1입니다'],
    ['(\\w+) has no such key', '$1에는 그런 키가 없습니다'],
    ['(\\w+) has no such key, did you mean (.+)\\?', '$1에는 그런 키가 없습니다. 혹시 $2입니까?'],
    ['there is no key (".*")', '$1이라는 키는 없습니다'],
    ['(".*") is not known', '$1은(는) 없는 이름입니다'],
    ['(".*") is not known, did you mean (".*")\\?', '$1은(는) 없는 이름입니다. 혹시 $2입니까?'],
    ['(\\w+) is given twice', '$1이(가) 두 번 있습니다'],
    ['(".*") must be a number from (\\S+) to (\\S+), not (.+)', '$1은(는) $2~$3의 숫자여야 하는데 $4입니다'],
    ['max (\\S+) s is less than base (\\S+) s', 'max($1초)가 base($2초)보다 작습니다'],
    ['(".*") is not JSON', '$1은(는) JSON이 아닙니다'],
    ['end must lie at most 31 days after start', 'end는 start 뒤 31일 안이어야 합니다'],
    ['it takes a whole day; use a calendar to close days', '하루를 다 차지합니다. 하루를 쉬게 하려면 달력을 쓰십시오'],
    ['weekdays must be a list of (.+)', 'weekdays는 $1 가운데 고른 목록이어야 합니다'],
    // Definitions
    ['it contradicts cron_expression; give one of them', 'cron_expression과 어긋납니다. 둘 중 하나만 주십시오'],
    ['it is missing; a business-day timing needs one', '없습니다. 영업일 스케줄에는 필요합니다'],
    ['(\\w+) needs a calendar', '$1에는 달력이 필요합니다'],
    ['it lies before starts_at', 'starts_at보다 앞섭니다'],
    ['it lies in the past', '이미 지난 때입니다'],
    ['it lies more than (\\d+) days after from', 'from부터 $1일을 넘습니다'],
    ['give both, at most (\\d+) days apart', '둘 다 $1일 이내의 간격으로 주십시오'],
    ['give either (\\w+) or (\\w+)', '$1과(와) $2 중 하나만 주십시오'],
    [
      'has control characters, half a surrogate pair or blanks at its ends',
      '제어 문자나 깨진 글자가 있거나, 앞뒤에 빈칸이 있습니다',
    ],
    ['is larger than 1 MB', '1MB를 넘습니다'],
    ['is not a JSON object', 'JSON 객체가 아닙니다'],
    ['holds a comma', '쉼표가 들어 있습니다'],
    ['there is no such field', '그런 항목은 없습니다'],
    ['needs a field to change', '바꿀 항목이 하나는 있어야 합니다'],
    ['needs ids or filter, not both', 'ids와 filter 중 하나만 있어야 합니다'],
    ['must be a path of this server', '이 서버의 경로여야 합니다'],
    ['must be at most ([\\d,]+) characters of JSON', 'JSON으로 $1자 이하여야 합니다'],
    ['must be at most (\\d+) characters', '$1자 이하여야 합니다'],
    ['must be 1 to 200 visible ASCII characters', '눈에 보이는 ASCII 문자 1~200자여야 합니다'],
    [
      'must be a whole number and a unit: 500ms, 30s, 10m, 24h, 7d',
      '정수와 단위를 붙여 쓰십시오: 500ms, 30s, 10m, 24h, 7d',
    ],
    ['must be at most 3650d', '3650d 이하여야 합니다'],
    ['must be RFC 3339 with an offset, such as (\\S+)', '오프셋이 있는 RFC 3339 형식이어야 합니다. 예: $1'],
    ['must lie between 1970 and 9998', '1970년과 9998년 사이여야 합니다'],
    ['ids are whole numbers', '번호는 정수입니다'],
    ['there is no such id: it passes 64 bits', '없는 번호입니다. 64비트를 넘습니다'],
    // Calendars
    [
      'its name must be 1 to 100 letters, digits, blanks, \\. _ -',
      '이름은 글자, 숫자, 빈칸과 . _ - 로 1~100자여야 합니다',
    ],
    ['its last day lies before its first', '끝나는 날이 시작하는 날보다 앞섭니다'],
    ['it has (\\d+) dates, at most (\\d+) are possible', '날짜가 $1개입니다. $2개까지 됩니다'],
    ['(\\S+) is both open and closed', '$1이(가) 영업일이면서 휴일입니다'],
    // Backfills and pauses
    ['its end lies before its beginning', '끝이 시작보다 앞섭니다'],
    ['its end lies in the future', '끝이 아직 오지 않은 때입니다'],
    ['its end lies in the past', '끝이 이미 지난 때입니다'],
    ['it holds more than (\\d+) occurrences', '차례가 $1건을 넘습니다'],
    ['it would run (\\S+) at once, 1 to (\\d+) are possible', '동시에 $1건을 실행할 수는 없습니다. 1~$2건까지 됩니다'],
    [
      'cron (".*") does not allow overlap, so one at a time; allow the overlap for more',
      '크론 $1은(는) 중복 실행을 허용하지 않으므로 하나씩만 됩니다. 더 실행하려면 중복 실행을 허용하십시오',
    ],
    [
      'cron (".*") is paused already, so it cannot pause it; without that, the pause stays as it is',
      '크론 $1은(는) 이미 멈춰 있어 또 멈출 수 없습니다. 멈추지 않고 시작하면 지금의 일시정지가 그대로 남습니다',
    ],
    ['its params: (.+)', '파라미터: @1'],
    ['(".*") is not drop, latest or all', '$1은(는) drop, latest, all 가운데 하나가 아닙니다'],
    // Users, passwords, pages of others
    ['an admin cannot be limited to groups', 'admin 역할은 그룹으로 제한할 수 없습니다'],
    ['an empty list of groups grants nothing', '빈 그룹 목록으로는 아무것도 할 수 없습니다'],
    ['groups: at most (\\d+), of 1 to 200 characters each', '그룹은 각각 1~200자로 $1개까지입니다'],
    ['the role (".*") is not one of (.+)', '역할 $1은(는) $2 가운데 하나가 아닙니다'],
    ['the display name has more than 200 characters', '표시 이름이 200자를 넘습니다'],
    [
      'the name (".*") is not 1 to 100 letters, digits, \\. _ @ \\+ -, or it is "local"',
      '이름 $1은(는) 글자, 숫자, . _ @ + - 로 된 1~100자가 아니거나 "local"입니다',
    ],
    ['too many sign in at once', '한꺼번에 로그인하는 사람이 너무 많습니다'],
    ['it has fewer than (\\d+) characters', '$1자보다 짧습니다'],
    ['it has more than (\\d+) characters', '$1자보다 깁니다'],
    ['it repeats the same few characters', '같은 글자 몇 개를 되풀이합니다'],
    ['it is the name with little added', '이름과 거의 같습니다'],
    ['the header X-Jobu-Request is missing', 'X-Jobu-Request 헤더가 없습니다'],
    ['Sec-Fetch-Site is (\\S+)', 'Sec-Fetch-Site가 $1입니다'],
    ['its origin is (\\S+)', 'Origin이 $1입니다'],
  ] as const
).map(([english, korean]) => [new RegExp(`^${english}$`, 's'), korean]);

const PARTICLES = ['이(가)', '은(는)', '을(를)', '과(와)', '(으)로'] as const;

export type Particle = (typeof PARTICLES)[number];

const FORMS: Readonly<Record<Particle, readonly [afterConsonant: string, afterVowel: string]>> = {
  '이(가)': ['이', '가'],
  '은(는)': ['은', '는'],
  '을(를)': ['을', '를'],
  '과(와)': ['과', '와'],
  '(으)로': ['으로', '로'],
};

/** The particles of sentences, each behind the word before it. */
export const PARTICLE = PARTICLES.map((one) => one.replace(/[()]/g, '\\$&')).join('|');

/** The particle that fits the last sound of a word: digits as they are read, letters of the Latin alphabet roughly. */
export function particleFor(word: string, particle: Particle): string {
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

const PLACE = new RegExp(`([$@])(\\d)(${PARTICLE})?`, 'g');

/** Longer phrases hold what a client sent: looking for patterns in it would take longer than it is worth, up to minutes. */
export const LONGEST_PHRASE = 1000;
const LONGEST_LIST = 10_000;

function known(phrase: string): string | undefined {
  if (phrase.length > LONGEST_PHRASE) return undefined;
  for (const [english, korean] of PHRASES) {
    const match = english.exec(phrase);
    if (match)
      return korean.replace(PLACE, (_, kind: string, place: string, particle?: Particle) => {
        const taken = match[Number(place)]!;
        const word = kind === '@' ? koreanPhrase(taken) : taken;
        return word + (particle ? particleFor(word, particle) : '');
      });
  }
  return undefined;
}

/** A phrase in Korean, or as it is. Several, divided by semicolons, may each name the field they are about. */
export function koreanPhrase(phrase: string): string {
  if (phrase.length > LONGEST_LIST) return phrase;
  return (
    known(phrase) ??
    phrase
      .split('; ')
      .map((part) => {
        const [, field = '', rest = part] = /^([\w.#/, ]+: )(.+)$/s.exec(part) ?? [];
        return field + (known(rest) ?? rest);
      })
      .join('; ')
  );
}
