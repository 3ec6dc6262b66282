import type { domainErrors } from '../domain.ts';
import type { KoreanTable } from '../korean.ts';

export const domainKorean: KoreanTable<typeof domainErrors> = {
  CRON_EXPRESSION_INVALID: [
    '크론 표현식 "{expression}"이(가) 올바르지 않습니다. {field}: {reason}.',
    '다섯 칸(분, 시, 일, 월, 요일)이나 초를 앞에 둔 여섯 칸, 또는 @daily 같은 낱말을 쓰십시오.',
  ],
  TIME_ZONE_UNKNOWN: ['"{zone}" 시간대를 알 수 없습니다.', '{hint}'],
  TIME_INVALID: [
    '"{text}"에서 시각을 읽을 수 없습니다: {reason}.',
    '2026-11-22, 2026-11-22 19:00, 2026-11-22 19:00:00 또는 오프셋을 붙여 2026-11-22T10:00:00Z처럼 쓰십시오.',
  ],
  RETRY_BACKOFF_INVALID: [
    '재시도 간격 설정이 올바르지 않습니다: {reason}.',
    'base(초, 기본 10), factor(2), max(초, 3600), jitter(0~1, 기본 0.2) 가운데 필요한 것을 주십시오.',
  ],
  DATE_INVALID: ['"{text}"에서 날짜를 읽을 수 없습니다.', '2026-11-22처럼 연, 월, 일을 쓰십시오.'],
  CLOCK_TIME_INVALID: [
    '"{text}"에서 하루 중의 시각을 읽을 수 없습니다: {reason}.',
    '48시간제로 00:00부터 47:59까지 시와 분을 쓰십시오. 25:30은 다음 날 1시 30분입니다.',
  ],
  DURATION_INVALID: [
    '"{text}"에서 길이를 읽을 수 없습니다: {reason}.',
    '초 단위 숫자나 90s, 15m, 2h, 1d, 1h30m처럼 쓰십시오.',
  ],
  TIMING_INVALID: [
    'timing이 올바르지 않습니다. {field}: {reason}.',
    '종류와 키는 docs/guides/calendars.ko.md에 있습니다. 예: type business_day, nth -1, of month, at "18:00".',
  ],
  BLACKOUT_INVALID: [
    '실행 금지 시간 {window}의 설정이 올바르지 않습니다: {reason}.',
    'from과 to(하루 중의 시각, 매일이 아니면 weekdays도)를 주거나 start와 end(시점)를 주십시오.',
  ],
  CALENDAR_INVALID: ['"{calendar}" 달력이 올바르지 않습니다: {reason}.', '고쳐서 다시 시도하십시오.'],
  CALENDAR_CYCLE: [
    '"{calendar}" 달력이 자기 자신의 상위 달력이 됩니다: {chain}.',
    '이 달력을 바탕으로 하지 않는 상위 달력을 고르십시오.',
  ],
  CALENDAR_WITHOUT_OPEN_DAY: [
    '"{calendar}" 달력에는 {date}부터 {days}일 안에 영업일이 없습니다.',
    '영업하는 요일이나 날짜를 정하십시오.',
  ],
  PARAMS_NOT_JSON: [
    '파라미터 "{text}"에서 JSON 객체를 읽을 수 없습니다: {reason}.',
    '중괄호 안에 이름을 큰따옴표로 묶어 쓰십시오. 파라미터가 없으면 빈 중괄호를 쓰십시오.',
  ],
};
