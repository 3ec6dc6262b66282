import type { KoreanTable } from '../korean.ts';
import type { serverErrors } from '../server.ts';

export const serverKorean: KoreanTable<typeof serverErrors> = {
  ADMIN_NOT_LOOPBACK: [
    '로그인 없이 "{host}" 주소를 열 수 없습니다. 닿는 사람 누구나 모든 일을 할 수 있게 됩니다.',
    'admin.sign_in.mode를 password(또는 proxy)로 하거나 admin.host를 127.0.0.1, ::1, localhost로 하십시오. 상태 확인과 지표만 필요하면 admin.health_port가 있습니다.',
  ],
  PORT_UNAVAILABLE: [
    '{service} 서비스가 {address} 주소를 열 수 없습니다: {reason}.',
    '그 포트를 쓰는 것을 멈추거나 {setting} 값을 바꾸십시오.',
  ],
  TLS_INVALID: [
    'admin.tls의 키와 인증서를 쓸 수 없습니다: {reason}.',
    '서로 짝이 맞는 PEM 파일을 주십시오. 인증서 파일에는 루트까지의 중간 인증서도 들어 있어야 합니다.',
  ],
  REQUEST_INVALID: [
    '요청이 올바르지 않습니다: {problems}.',
    '지적된 항목을 고치십시오. 받을 수 있는 값은 /docs에 있습니다.',
  ],
  QUERY_INVALID: [
    '매개변수가 올바르지 않습니다: {problems}.',
    '지적된 매개변수를 고치십시오. 받을 수 있는 값은 /docs에 있습니다.',
  ],
  URL_INVALID: ['주소 "{path}"을(를) 읽을 수 없습니다: {problem}.', 'RFC 3986에 따라 퍼센트 인코딩하십시오.'],
  BODY_NOT_JSON: ['본문이 JSON이 아닙니다: {problem}.', 'UTF-8로 된 JSON 객체 하나를 보내십시오.'],
  BODY_TOO_LARGE: ['본문이 {maximum}바이트보다 큽니다.', '한 번에 더 적게 보내십시오.'],
  MEDIA_TYPE_UNSUPPORTED: [
    '"{type}" 형식의 본문은 받지 않습니다.',
    '본문이 비어 있어도 "Content-Type: application/json" 헤더를 보내고, Content-Encoding은 보내지 마십시오.',
  ],
  STATS_GROUPING_INVALID: [
    '지표 "{metric}"은(는) "{groupBy}"(으)로 나눌 수 없습니다.',
    'groupBy를 빼십시오. 그룹과 핸들러는 처리량에 대해서만 따로 셉니다.',
  ],
  ERROR_GROUP_NOT_FOUND: ['오류 묶음 "{fingerprint}"이(가) 없습니다.', '/error-groups에 있는 fingerprint를 쓰십시오.'],
  TIMELINE_RANGE_INVALID: [
    '{from}부터 {to}까지의 타임라인은 보여 줄 수 없습니다.',
    '"to"는 "from"보다 뒤이고 7일을 넘지 않아야 합니다.',
  ],
  WORKER_ENDED: ['"{worker}" 워커는 이제 돌지 않습니다({state}).', '돌고 있는 워커: GET /api/v1/workers?state=active'],
  HANDLER_UNKNOWN: ['최근에 "{handler}" 핸들러를 내놓은 프로세스가 없습니다.', '있는 핸들러: GET /api/v1/handlers'],
  TOPIC_UNKNOWN: ['"{topic}" 주제는 없습니다.', '{topics} 가운데서 쉼표로 나누어 고르십시오.'],
  STREAMS_EXHAUSTED: [
    '"{name}" 사용자가 이미 스트림 {most}개를 열었습니다.',
    '하나를 닫으십시오. 브라우저에는 하나면 됩니다.',
  ],
  VIEW_NOT_FOUND: ['저장한 보기 {view}이(가) 없거나 다른 사람의 것입니다.', '내 목록: GET /api/v1/saved-views'],
  ROUTE_NOT_FOUND: ['{method} {path}에는 아무것도 없습니다.', '있는 것은 모두 /docs에 있습니다.'],
  HOST_REFUSED: [
    '"{host}" 호스트는 이 서버의 주소가 아닙니다.',
    'localhost, 127.0.0.1 또는 [::1]에 이 서버의 포트 {port}을(를) 붙여 쓰십시오. 터널도 같은 포트를 써야 합니다.',
  ],
  ORIGIN_REFUSED: [
    '"{origin}"의 페이지는 이 서버를 부를 수 없습니다.',
    '이 서버의 페이지를 열거나 그 출처를 admin.cors에 적으십시오.',
  ],
  PRECONDITION_INVALID: [
    'If-Match 헤더 "{value}"은(는) 엔티티 태그 목록이 아닙니다.',
    '마지막 응답의 ETag를 그대로 보내십시오. 예: 큰따옴표로 묶은 "3".',
  ],
  PRECONDITION_REQUIRED: [
    'If-Match 헤더가 없습니다. {what}의 어느 버전을 바꿀지 알려야 합니다.',
    '읽어서 받은 ETag를 보내거나, 어느 버전이든 좋으면 *를 보내십시오.',
  ],
  PRECONDITION_FAILED: [
    '{what}의 버전은 {version}이며 If-Match {expected}과(와) 맞지 않습니다.',
    '다시 읽고 변경을 되풀이하십시오.',
  ],
  IDEMPOTENCY_KEY_REUSED: [
    'Idempotency-Key "{key}"은(는) 다른 것을 요청한 실행 {execution}에 이미 쓰였습니다.',
    '새 요청마다 새 키를 만드십시오.',
  ],
  WORKER_NOT_FOUND: [
    '"{worker}" 워커가 없습니다.',
    '목록은 /api/v1/workers 또는 다음 명령으로 보십시오: jobu worker list',
  ],
  WEB_NOT_BUILT: [
    '웹 화면 파일이 없습니다.',
    '소스에서는 npm run build로 만드십시오. 배포된 패키지에는 들어 있습니다.',
  ],
  TOO_BUSY: ['서버가 멈추는 중이거나 너무 바쁩니다: {problem}.', '잠시 뒤에 다시 시도하십시오.'],
  INTERNAL_ERROR: ['예상하지 못한 이유로 요청이 실패했습니다.', '원인은 서버 로그의 요청 id {requestId}에 있습니다.'],
};
