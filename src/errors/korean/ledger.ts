import type { KoreanTable } from '../korean.ts';
import type { ledgerErrors } from '../ledger.ts';

export const ledgerKorean: KoreanTable<typeof ledgerErrors> = {
  CRON_NOT_FOUND: ['"{cron}" 크론이 없습니다.{suggestion}', '목록 보기: jobu cron list'],
  CRON_NAME_TAKEN: [
    '"{name}" 이름의 크론이 이미 있습니다.',
    '다른 이름을 고르거나 다음 명령으로 고치십시오: jobu cron set {name} ...',
  ],
  CRON_INVALID: ['크론이 올바르지 않습니다: {problems}.', '지적된 항목을 고쳐서 다시 시도하십시오.'],
  CRON_TOO_FREQUENT: [
    '크론 표현식 "{expression}"의 가장 짧은 간격은 {gap}초로, min_cron_interval_seconds = {minimum}보다 잦습니다.',
    '간격을 넓히거나 dispatcher.yaml의 min_cron_interval_seconds를 낮추십시오.',
  ],
  CRON_NEVER_FIRES: [
    '크론 표현식 "{expression}"에 맞는 날짜가 없어 한 번도 실행되지 않습니다.',
    '일과 월을 고치십시오. 직접 실행할 때만 도는 크론이면 표현식을 비우십시오.',
  ],
  CRON_CHANGED_MEANWHILE: [
    '다른 사람이 "{cron}" 크론을 바꾸었습니다. 지금 버전은 {version}이며 {expected}이(가) 아닙니다.',
    '다시 읽고 변경을 되풀이하십시오.',
  ],
  CRON_ROW_INVALID: [
    '"{cron}" 크론의 행으로는 실행을 만들 수 없습니다: {problem}.',
    '다음 명령으로 고치십시오: jobu cron set {cron} ...',
  ],
  CALENDAR_NOT_FOUND: [
    '"{calendar}" 달력이 없습니다.{suggestion}',
    '목록 보기: jobu calendar list. 준비된 달력 가져오기: jobu calendar import NAME --ready-made kr',
  ],
  CALENDAR_NAME_TAKEN: [
    '"{calendar}" 이름의 달력이 이미 있습니다.',
    '다른 이름을 고르거나 다음 명령으로 고치십시오: jobu calendar set {calendar} ...',
  ],
  CALENDAR_CHANGED_MEANWHILE: [
    '같은 순간에 다른 사람이 "{calendar}" 달력을 바꾸었습니다.',
    '다시 읽고 변경을 되풀이하십시오.',
  ],
  CALENDAR_IN_USE: [
    '"{calendar}" 달력은 사용 중입니다: {users}.',
    '먼저 다른 달력으로 바꾸십시오. 예: jobu cron set NAME --calendar OTHER',
  ],
  CALENDAR_SOURCE_UNKNOWN: [
    '준비된 달력 "{source}"은(는) 없습니다.',
    '준비된 달력: kr, jp, cn, 그리고 de나 de-by처럼 date-holidays가 아는 국가(와 지역) 코드.',
  ],
  CALENDAR_FILE_INVALID: [
    '달력 파일 "{file}"을(를) 읽을 수 없습니다: {reason}.',
    'iCalendar(.ics)나 CSV(날짜,open 또는 closed,이름)를 주십시오.',
  ],
  CRON_NOT_PAUSED: ['"{cron}" 크론은 일시정지 상태가 아닙니다.', '자세히 보기: jobu cron show {cron}'],
  PAUSE_INVALID: ['일시정지할 수 없습니다: {reason}.', '지적된 것을 고쳐서 다시 시도하십시오.'],
  SCHEDULER_NOT_PAUSED: ['스케줄러는 일시정지 상태가 아닙니다.', '크론 보기: jobu cron list'],
  SCHEDULER_RESUMING: [
    '앞선 일시정지가 끝나 디스패처가 아직 정리하고 있습니다.',
    '잠시 뒤에 다시 시도하십시오. 디스패처가 돌고 있어야 합니다: jobu dispatcher',
  ],
  BACKFILL_INVALID: [
    '백필을 만들 수 없습니다: {reason}.',
    '실행될 것을 미리 보십시오: jobu plan --cron {cron} --from ... --to ...',
  ],
  BACKFILL_NOT_FOUND: ['백필 {backfill}이(가) 없습니다.', '목록 보기: jobu backfill list'],
  BACKFILL_KEY_REUSED: [
    'Idempotency-Key "{key}"은(는) 다른 것을 요청한 백필에 이미 쓰였습니다.',
    '새 요청마다 새 키를 만드십시오.',
  ],
  BACKFILL_STATE_CONFLICT: [
    '백필 {backfill}의 상태가 {status}여서 {action} 작업을 할 수 없습니다.',
    '가능한 상태: {allowed}. 자세히 보기: jobu backfill show {backfill}',
  ],
  OPERATION_NOT_FOUND: ['일괄 작업 {operation}이(가) 없습니다.', '목록 보기: jobu operation list'],
  OPERATION_STATE_CONFLICT: [
    '일괄 작업 {operation}의 상태가 {status}여서 멈출 수 없습니다.',
    'COLLECTING이나 RUNNING일 때만 멈출 수 있습니다.',
  ],
  OPERATION_KEY_REUSED: [
    'Idempotency-Key "{key}"은(는) 다른 것을 요청한 일괄 작업 {operation}에 이미 쓰였습니다.',
    '새 요청마다 새 키를 만드십시오.',
  ],
  REVISION_NOT_FOUND: [
    '크론 {cron}에는 리비전 {revision}이(가) 없습니다.',
    '목록은 /api/v1/crons/{cron}/revisions에 있습니다.',
  ],
  EXECUTION_NOT_FOUND: ['실행 {execution}이(가) 없습니다.', '목록 보기: jobu execution list'],
  EXECUTION_INVALID: ['실행이 올바르지 않습니다: {problems}.', '지적된 항목을 고쳐서 다시 시도하십시오.'],
  EXECUTION_STATE_CONFLICT: [
    '실행 {execution}의 상태가 {status}여서 할 수 없는 일입니다: {action}.',
    '가능한 상태: {allowed}. 자세히 보기: jobu execution show {execution}',
  ],
  EXECUTION_CHANGED_MEANWHILE: [
    '작업({action})하는 사이에 실행 {execution}이(가) 바뀌었습니다.',
    '다음 명령으로 살펴보고 다시 시도하십시오: jobu execution show {execution}',
  ],
  EXECUTION_OVERLAP: [
    '"{cron}" 크론은 중복 실행을 허용하지 않는데, 실행 {execution}이(가) 아직 {status}입니다.',
    '끝나기를 기다리거나, 취소하거나, 이번만 중복을 허용하십시오(--allow-overlap).',
  ],
  CURSOR_INVALID: ['"{cursor}" 커서는 이 목록이 준 것이 아닙니다.', '커서 없이 처음부터 다시 읽으십시오.'],
  EXECUTION_NOT_COMPARABLE: ['실행 {execution}에는 견줄 "{wanted}" 실행이 없습니다.', '다른 실행의 id를 주십시오.'],
  SORT_NEEDS_CRON: [
    '"{sort}" 정렬은 크론 하나 안에서만 됩니다.',
    '크론 하나로 좁히거나(cronId) id 또는 finishedAt으로 정렬하십시오.',
  ],
  ID_INVALID: ['"{id}"은(는) id가 아닙니다. id는 정수입니다.', '목록에 있는 id를 쓰십시오.'],
  SCHEMA_BEHIND: [
    '"{database}" 데이터베이스에 jobu 마이그레이션이 빠져 있습니다: {pending}.',
    '실행하십시오: jobu migrate --database {database}',
  ],
};
