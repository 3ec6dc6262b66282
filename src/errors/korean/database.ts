import type { databaseErrors } from '../database.ts';
import type { KoreanTable } from '../korean.ts';

export const databaseKorean: KoreanTable<typeof databaseErrors> = {
  DATABASE_UNKNOWN: [
    '"{name}" 데이터베이스가 없습니다.',
    '{suggestion}데이터베이스 이름은 config/database.yaml에 있습니다. 여기서 아는 것: {known}.',
  ],
  DATABASES_NOT_OPEN: [
    '이 프로세스에 열린 데이터베이스가 없습니다.',
    '먼저 DatabaseRegistry.initFromConfig를 부르십시오. 워커 스레드는 스스로 엽니다.',
  ],
  DATABASE_CLOSED: ['"{database}" 데이터베이스가 닫혔습니다.', 'DatabaseRegistry.closeAll 전에 쓰십시오.'],
  DATABASE_CONFIG_INVALID: [
    '"{database}" 데이터베이스를 열 수 없습니다: {reason}.',
    'config/database.yaml을 고치십시오.',
  ],
  DATABASE_VERSION_UNSUPPORTED: [
    '"{database}" 데이터베이스의 서버는 {found}입니다.',
    'jobu에는 {needed} 이상이 필요합니다. 서버를 올리십시오.',
  ],
  CONNECTION_FAILED: [
    '"{database}" 데이터베이스에 닿을 수 없습니다: {reason}.',
    'config/database.yaml의 호스트, 포트, 사용자, 비밀번호와 서버가 도는지 확인하십시오.',
  ],
  CONNECTION_LOST: [
    '"{database}" 연결이 끊겼습니다: {reason}.',
    '열려 있던 것은 롤백되었습니다. 트랜잭션 전체를 다시 실행하십시오.',
  ],
  COMMIT_UNKNOWN: [
    '커밋하는 중에 "{database}" 연결이 끊겼습니다: {reason}.',
    '커밋되었을 수도 아닐 수도 있습니다. 되풀이하기 전에 행을 다시 읽으십시오.',
  ],
  POOL_EXHAUSTED: [
    '{seconds}초 동안 "{database}"의 빈 연결이 나지 않았습니다({size}개 모두 사용 중).',
    'pool.max_size나 pool.acquire_timeout_seconds를 늘리거나 트랜잭션을 더 짧게 잡으십시오.',
  ],
  DUPLICATE_KEY: [
    '이 키의 행이 "{database}"에 이미 있습니다({statement}): {reason}.',
    '다른 키를 쓰거나 그 행을 고치십시오.',
  ],
  READ_ONLY_TRANSACTION: [
    '{statement} 문이 "{database}"의 읽기 전용 트랜잭션에서 쓰려고 합니다.',
    'transactionalReadonly 대신 transactional을 쓰십시오.',
  ],
  DATABASE_READ_ONLY: [
    '"{database}" 데이터베이스가 지금 쓰기를 받지 않습니다: {reason}.',
    '파일이나 폴더의 권한, 또는 서버가 복제본인지 확인하십시오.',
  ],
  DATABASE_FILE_FAILED: [
    '"{database}" 데이터베이스의 파일을 쓸 수 없습니다: {reason}.',
    '폴더가 있는지, 권한과 디스크를 확인하십시오.',
  ],
  DATABASE_FULL: [
    '"{database}" 데이터베이스에 남은 공간이 없습니다: {reason}.',
    '디스크를 비우십시오. 트랜잭션은 롤백되었습니다.',
  ],
  TRANSIENT_CONFLICT: [
    '{statement} 문이 "{database}"에서 다른 트랜잭션과 부딪혔습니다: {reason}.',
    '아무것도 바뀌지 않았습니다. 트랜잭션 전체를 다시 실행하십시오(retries 옵션이 그렇게 합니다).',
  ],
  STATEMENT_TIMEOUT: [
    '{statement} 문이 "{database}"에서 {seconds}초를 넘겨 그만두었습니다.',
    '더 빠르게 하거나 statement_timeout_seconds를 늘리십시오.',
  ],
  STATEMENT_FAILED: ['{statement} 문이 "{database}"에서 실패했습니다: {reason}', ''],
  STATEMENT_FILE_INVALID: ['{file}:{line}: {reason}.', 'docs/reference/statement-files.md를 보십시오.'],
  STATEMENT_UNKNOWN: ['{file}에 "{name}" 문이 없습니다.', '{suggestion}'],
  STATEMENT_SHAPE: ['{statement}: {reason}.', 'docs/reference/statement-files.md를 보십시오.'],
  PARAMETER_MISSING: [
    '{statement} 문에 매개변수 "{name}"이(가) 필요합니다.',
    '값을 주십시오. 값이 없으면 null을 주십시오.',
  ],
  PARAMETER_INVALID: [
    '{statement} 문의 매개변수 "{name}"을(를) 쓸 수 없습니다: {reason}.',
    'null, 불리언, 유한한 수, bigint, NUL 없는 글, Date, 바이트, 단순 객체, 또는 (IN에는) 배열을 주십시오.',
  ],
  NESTED_WRITE: [
    'SQLite 데이터베이스 "{database}"의 하나뿐인 쓰기를 이미 가진 트랜잭션 안에서 또 쓰기가 시작되었습니다.',
    '그 트랜잭션의 연결을 쓰십시오: transactional 안의 getConnection("{database}").',
  ],
  DATABASE_NOT_IN_TRANSACTION: [
    '여기 열린 트랜잭션은 {open}에 대한 것으로 "{database}"은(는) 들어 있지 않습니다.',
    '가장 바깥 transactional(...)에 적거나 getConnection("{database}")에 autocommit 옵션을 주십시오.',
  ],
  TRANSACTION_FINISHED: [
    '"{database}"의 트랜잭션은 이미 끝났습니다.',
    'transactional에 준 함수 안에서 모든 일을 await하십시오.',
  ],
  TRANSACTION_ABORTED: [
    '"{database}"의 트랜잭션은 롤백할 수만 있습니다: {reason}.',
    '첫 오류를 그대로 던지거나, 실패할 수 있는 부분을 connection.savepoint(...)로 감싸십시오.',
  ],
  SAVEPOINT_OUTSIDE_TRANSACTION: [
    '"{database}"의 세이브포인트에는 트랜잭션이 필요합니다.',
    'transactional 안에서 부르십시오.',
  ],
  PARTIAL_COMMIT: [
    '여러 데이터베이스에 걸친 트랜잭션이 일부만 커밋되었습니다. 커밋: {committed}, 알 수 없음: {unknown}, 롤백: {rolledBack}: {reason}.',
    '빠진 것을 손으로 고치십시오. 데이터베이스는 transactional에 적힌 차례로 커밋됩니다.',
  ],
  MIGRATION_FOLDER_INVALID: [
    '{folder}의 마이그레이션을 쓸 수 없습니다: {reason}.',
    '파일 이름은 NNN-name.sql이고 번호는 한 번씩만 씁니다.',
  ],
  MIGRATION_CHANGED: [
    '마이그레이션 {version}({name})이 "{database}"에서 실행된 뒤에 바뀌었습니다.',
    '파일을 되돌리고 새 마이그레이션을 쓰십시오.',
  ],
  MIGRATION_FAILED: [
    '마이그레이션 {version}({name})이 "{database}"에서 {line}번째 줄에 실패했습니다: {reason}',
    '원인을 고치고 jobu migrate를 다시 실행하십시오.',
  ],
  MIGRATION_LOCKED: [
    '다른 프로세스가 몇 분째 "{database}"을(를) 마이그레이션하고 있습니다.',
    '기다리거나 그것을 끝내고 jobu migrate를 다시 실행하십시오.',
  ],
  DATABASE_NEWER: [
    '"{database}" 데이터베이스의 마이그레이션은 {found}인데 이 프로그램은 {known}까지만 압니다.',
    '마이그레이션한 더 새로운 jobu를 실행하십시오.',
  ],
};
