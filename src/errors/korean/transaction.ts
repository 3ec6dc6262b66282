import type { KoreanTable } from '../korean.ts';
import type { transactionErrors } from '../transaction.ts';

export const transactionKorean: KoreanTable<typeof transactionErrors> = {
  TWO_PHASE_UNAVAILABLE: [
    '{databases}에 걸친 트랜잭션은 원자적일 수 없습니다: {reason}.',
    "또는 atomicity: 'best-effort' 옵션으로 차례대로 커밋하는 것을 받아들이십시오.",
  ],
  TRANSACTION_IN_DOUBT: [
    '"{databases}"에 걸친 트랜잭션 {gid}의 커밋 여부를 알아내지 못했습니다: {reason}.',
    '그 데이터베이스에 닿는 jobu 프로세스가 마무리합니다. jobu transaction show {gid}로 보십시오. 그 전에 되풀이하지 마십시오.',
  ],
  TRANSACTION_UNKNOWN: [
    '미결 트랜잭션 {gid}이(가) 없습니다.',
    'jobu transaction list를 보십시오. 모든 데이터베이스에서 커밋되거나 롤백된 것은 나오지 않습니다.',
  ],
  TRANSACTION_RESOLVED: [
    '이미 결정되었습니다. 트랜잭션 {gid}은(는) {decision}(으)로 끝납니다.',
    '답하지 않는 데이터베이스는 돌아오면 따릅니다. jobu transaction show {gid}로 보십시오.',
  ],
  TRANSACTION_STORE_UNKNOWN: [
    '{gid}에 대한 결정은 여기에 열려 있지 않은 데이터베이스에 있습니다.',
    'config/database.yaml에 그 데이터베이스를 적으십시오. 그 jobu_installation 테이블에 "{installation}"이(가) 있습니다.',
  ],
  TRANSACTION_ALIVE: [
    '트랜잭션 {gid}은(는) 생긴 지 {age}초여서 그 프로세스가 곧 커밋할 수 있습니다.',
    '{seconds}초가 지난 뒤 다시 보십시오. 롤백은 바로 결정할 수 있고 프로세스가 따릅니다.',
  ],
  TRANSACTION_UNDECIDED: [
    '트랜잭션 {gid}에는 아직 결정이 없습니다.',
    'commit인지 rollback인지 정하십시오. 그대로 두면 프로세스가 돌아오지 않을 때 롤백됩니다.',
  ],
};
