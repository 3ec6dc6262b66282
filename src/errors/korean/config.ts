import type { configErrors } from '../config.ts';
import type { KoreanTable } from '../korean.ts';

export const configKorean: KoreanTable<typeof configErrors> = {
  CONFIG_INVALID: [
    '설정에 문제가 있습니다({count}):\n{problems}\n',
    '파일을 고치십시오. 남은 문제는 `jobu config check`가 보여 줍니다.',
  ],
  CONFIG_FOLDER_MISSING: [
    '"{folder}" 설정 폴더가 없습니다.',
    '프로젝트 폴더에서 jobu를 실행하거나, 폴더를 지정하거나, `jobu init`으로 프로젝트를 만드십시오.',
  ],
  CONFIG_FILE_UNREADABLE: [
    '{file} 파일을 읽을 수 없습니다: {reason}.',
    '파일이 있는지, 읽을 권한이 있는지 확인하십시오.',
  ],
  CONFIG_FILE_UNKNOWN: ['{file} 이름의 설정 파일은 없습니다.', '혹시 {suggestion}입니까?'],
  CONFIG_SYNTAX: ['올바른 YAML이 아닙니다: {reason}.', '들여쓰기와 따옴표를 확인하십시오.'],
  CONFIG_KEY_UNKNOWN: ['"{key}" 키는 여기에 쓸 수 없습니다.', '{hint}'],
  CONFIG_KEY_MISSING: ['"{key}" 키가 없습니다.', '{hint}'],
  CONFIG_VALUE_INVALID: ['{key} 값이 {value}입니다: {reason}.', '{hint}'],
  CONFIG_VARIABLE_MISSING: ['환경 변수 {variable} 값이 없습니다.', '값을 주거나 기본값을 쓰십시오: {example}.'],
  CONFIG_VARIABLE_INVALID: [
    '"{text}"은(는) 환경 변수를 가리키는 표기가 아닙니다.',
    '{example}처럼 쓰십시오. 글자 그대로 쓰려면 달러 기호를 두 번 쓰십시오.',
  ],
  CONFIG_DATABASE_UNKNOWN: ['{key}에 적힌 "{database}" 데이터베이스가 database.yaml에 없습니다.', '{hint}'],
  CONFIG_LEASE_TOO_SHORT: [
    'worker.lease_seconds({lease})가 worker.heartbeat_interval_seconds({heartbeat})의 두 배를 넘지 않습니다.',
    '임대 시간을 늘리거나 하트비트를 더 자주 보내십시오. 한 번 늦은 신호를 죽은 것으로 보면 안 됩니다.',
  ],
  CONFIG_SLEEP_TOO_SHORT: [
    'dispatcher.max_sleep_seconds({sleep})가 dispatcher.poll_interval_seconds({poll})보다 짧습니다.',
    '가장 긴 대기를 가장 짧은 휴식 이상으로 정하십시오.',
  ],
  CONFIG_PORT_TAKEN: ['admin.port와 admin.health_port가 둘 다 {port}입니다.', '서로 다른 포트를 주십시오.'],
  ADMIN_NOT_LOOPBACK: [
    'admin.host가 다른 컴퓨터에서 닿는 "{host}"인데 아직 로그인이 없습니다.',
    '127.0.0.1을 쓰고 SSH 터널로 접속하십시오. 밖에서 하는 상태 확인에는 admin.health_port를 쓰십시오.',
  ],
};
