import type { KoreanTable } from '../korean.ts';
import type { workerErrors } from '../worker.ts';

export const workerKorean: KoreanTable<typeof workerErrors> = {
  HANDLER_NAME_INVALID: [
    '핸들러 이름 "{name}"을(를) 쓸 수 없습니다.',
    '이름은 1~200자이고 앞뒤 공백이나 제어 문자가 없어야 합니다.',
  ],
  HANDLER_NAME_RESERVED: [
    '{file}의 핸들러 이름 "{name}"은(는) 내장 핸들러의 것입니다.',
    '다른 이름을 고르십시오. 예약된 이름: {reserved}.',
  ],
  HANDLER_INVALID: ['"{name}" 핸들러를 쓸 수 없습니다: {problem}.', '{file}에서 고치십시오.'],
  HANDLER_DUPLICATE: [
    '핸들러 이름 "{name}"이(가) {first}과(와) {second}에 두 번 정의되었습니다.',
    '둘 가운데 하나의 이름을 바꾸십시오.',
  ],
  HANDLER_FILE_BROKEN: [
    '불러올 수 없는 핸들러 파일이 있어 워커를 시작할 수 없습니다:\n{files}\n',
    '파일을 고치거나 설정된 폴더 밖으로 옮기십시오.',
  ],
  HANDLER_FOLDER_MISSING: [
    '핸들러 폴더 {folder}이(가) 없습니다.',
    '만들거나 config/worker.yaml의 "handlers"를 고치십시오.',
  ],
  HANDLER_NOT_REGISTERED: [
    '{file} 파일을 읽었지만 "{name}" 핸들러가 등록되지 않았습니다.',
    '핸들러는 모듈이 읽힐 때 조건 없이 등록하십시오.',
  ],
  PARAMS_INVALID: [
    '파라미터가 "{handler}" 핸들러에 맞지 않습니다: {problems}.',
    '파라미터를 고치십시오. 재시도하지 않습니다.',
  ],
  RESULT_INVALID: [
    '"{handler}" 핸들러의 결과가 JSON이 아닙니다: {problem}.',
    '단순한 값을 돌려주십시오. 핸들러는 이미 돌았으므로 재시도하지 않습니다.',
  ],
  RESULT_TOO_LARGE: [
    '"{handler}" 핸들러의 결과가 JSON {bytes}바이트로 {maximum}보다 큽니다.',
    '데이터는 다른 곳에 두고 그 위치를 돌려주십시오. 핸들러는 이미 돌았으므로 재시도하지 않습니다.',
  ],
  HANDLER_ISOLATION_IMPOSSIBLE: [
    '"{handler}" 핸들러는 핸들러 폴더에서 찾은 것이 아니어서 isolation "{isolation}"으로 돌릴 수 없습니다.',
    'worker.handlers에 적힌 폴더로 옮기거나 isolation "loop"를 쓰십시오.',
  ],
  HANDLER_EXITED: [
    '"{handler}" 핸들러의 {unit}이(가) 핸들러보다 먼저 끝났습니다: {how}.',
    'process.exit(), 비정상 종료, 부족한 메모리(maxHeapMb)를 찾아보십시오.',
  ],
  HANDLER_TERMINATED: [
    '"{handler}" 핸들러가 멈추라는 말({reason})을 들은 지 {grace}초 뒤에도 돌고 있어 {unit}을(를) 강제로 끝냈습니다.',
    'context.signal을 보고 제때 끝내십시오.',
  ],
  HANDLER_CRASHED: [
    '"{handler}" 핸들러가 오류를 잡지 않았습니다({kind}): {problem}.',
    '모든 프로미스를 await하고 콜백의 오류를 잡으십시오.',
  ],
  EXECUTION_TIMEOUT: [
    '실행이 {seconds}초를 넘겼습니다.',
    '크론의 timeout_seconds를 늘리거나 핸들러를 더 빠르게 하십시오.',
  ],
  EXECUTION_CANCELED: ['운영자가 실행을 취소했습니다.', ''],
  SUCCEED_OUTSIDE_TRANSACTION: [
    '실행이 들어 있는 "{database}"의 트랜잭션 밖에서 성공으로 표시하려 했습니다.',
    '도는 워커에서, 그 데이터베이스를 적은 transactional 안에서 getConnection("{database}")으로 context.succeedIn을 부르십시오.',
  ],
  LEASE_LOST: [
    '{worker} 워커는 이 실행을 더는 갖고 있지 않습니다: {reason}.',
    '다른 워커가 실행합니다. 이 워커가 쓰는 것은 남지 않습니다.',
  ],
  WORKER_STOPPING: ['워커가 멈춥니다.', '실행은 큐로 돌아가 다른 워커가 맡습니다.'],
  WORKER_LOST: [
    '{worker} 워커가 이 실행을 돌리다 사라졌고, on_worker_lost는 "{policy}"입니다(구조 {maximum}번 중 {rescues}번 사용).',
    '그 프로세스가 비정상으로 끝났는지 찾아보고, 다시 돌려도 안전할 때 재시도하십시오.',
  ],
  RESULT_NOT_STORED: [
    '실행의 끝을 기록하지 못했습니다: {reason}',
    '핸들러는 이미 돌았으므로 재시도하지 않습니다. 이유를 살펴보십시오.',
  ],
  HTTP_ADDRESS_REFUSED: [
    '{host}의 주소 {address}은(는) 사설, 로컬 또는 예약된 주소입니다.',
    '잡이 닿아도 되면 worker.http.allow_private_addresses에 적으십시오.',
  ],
  HTTP_NETWORK_INVALID: [
    'worker.http.allow_private_addresses의 "{network}"은(는) 주소도 네트워크도 아닙니다.',
    '10.1.2.3, 10.1.0.0/16 또는 fd00::/8처럼 쓰십시오.',
  ],
  HTTP_REDIRECT_REFUSED: ['{url}의 리디렉션을 따라가지 않습니다: {problem}.', '"url"에 마지막 주소를 쓰십시오.'],
  HTTP_STATUS_UNEXPECTED: [
    '{method} {url} 응답이 {expected}이(가) 아니라 {status}입니다: {body}',
    '괜찮은 상태를 "expected_status"에 적으십시오.',
  ],
  HTTP_REQUEST_FAILED: ['{method} {url} 요청이 실패했습니다: {problem}.', '워커에서 그 서버에 닿는지 확인하십시오.'],
  COMMAND_NOT_ALLOWED: [
    '"{command}" 명령을 실행할 수 없습니다: {problem}.',
    '명령은 config/worker.yaml의 worker.command.allow에 적습니다.',
  ],
  COMMAND_ENV_REFUSED: [
    '잡은 환경 변수 {name}을(를) 정할 수 없습니다.',
    '정해도 되면 config/worker.yaml의 worker.command.allow_env에 더하십시오.',
  ],
  COMMAND_FAILED: ['{command} 명령의 끝: {how}.{tail}', ''],
  SQL_STATEMENT_UNKNOWN: [
    'SQL 파일({known})에 "{statement}" 문이 없습니다.',
    '이름과 config/worker.yaml의 "statements"를 확인하십시오.',
  ],
  SQL_STATEMENTS_MISSING: [
    'SQL 폴더 {path}이(가) 없습니다.',
    '만들거나 config/worker.yaml의 "statements"를 고치십시오.',
  ],
  SQL_STATEMENT_DUPLICATE: [
    '"{statement}" 문이 {first}과(와) {second}에 정의되었습니다.',
    '둘 가운데 하나의 이름을 바꾸십시오.',
  ],
};
