import type { accessErrors } from '../access.ts';
import type { KoreanTable } from '../korean.ts';

export const accessKorean: KoreanTable<typeof accessErrors> = {
  SIGN_IN_NEEDED: [
    '로그인이 필요합니다.',
    '웹 화면에서 로그인하거나 유효한 토큰을 보내십시오: Authorization: Bearer jobu_...',
  ],
  SIGN_IN_FAILED: [
    '로그인하지 못했습니다.',
    '이름과 비밀번호를 확인하십시오. 비밀번호는 관리자가 새로 정할 수 있습니다.',
  ],
  SIGN_IN_LOCKED: [
    '로그인 실패가 너무 많아 앞으로 {seconds}초 동안 로그인을 받지 않습니다.',
    '그때까지 기다리십시오. 잊어버린 비밀번호는 관리자가 새로 정하거나 다음 명령으로 정합니다: jobu user set-password NAME',
  ],
  SIGN_IN_MODE: [
    'admin.sign_in.mode가 "{mode}"일 때는 할 수 없는 일입니다.',
    '"password" 모드에서만 됩니다. 다른 모드의 권한은 로그인을 맡은 쪽에서 정합니다.',
  ],
  TOKEN_NOT_ENOUGH: [
    '토큰이 아니라 로그인한 사용자만 할 수 있습니다.',
    '이름과 비밀번호로 로그인하거나 명령줄을 쓰십시오.',
  ],
  RATE_LIMITED: ['1분 동안 이런 요청이 {limit}건을 넘었습니다.', '{seconds}초 뒤에 다시 시도하십시오.'],
  CSRF_REFUSED: [
    '다른 웹 페이지에서 온 요청일 수 있습니다: {problem}.',
    '이 서버의 페이지는 "X-Jobu-Request: 1" 헤더를 보냅니다. 프로그램은 세션 대신 토큰을 쓰십시오.',
  ],
  SETUP_LINK_INVALID: [
    '설정 링크가 유효하지 않습니다. 이미 썼거나, 기한이 지났거나, 사용자가 이미 있습니다.',
    'Admin 서버를 다시 시작해 새 링크를 받거나 다음 명령으로 사용자를 만드십시오: jobu user create NAME --role admin',
  ],
  ROLE_NEEDED: [
    '{role} 역할이 필요합니다. {name} 사용자의 역할은 {own}입니다.',
    'admin 역할을 가진 사람이 줄 수 있습니다. 사용자에게는 설정 > 사용자와 역할에서 또는 "jobu user set NAME --role {role}" 명령으로 주고, 토큰은 새로 만듭니다. 프록시를 거치는 사용자의 역할은 그쪽에서 정합니다.',
  ],
  GROUP_FORBIDDEN: [
    '{name} 사용자에게 허용되지 않은 크론 그룹에 속합니다.',
    '허용된 그룹: {groups}. admin 역할을 가진 사람이 설정 > 사용자와 역할에서 또는 다음 명령으로 더 줄 수 있습니다: jobu user set NAME --groups GROUP,...',
  ],
  PASSWORD_UNFIT: [
    '쓸 수 없는 비밀번호입니다: {problem}.',
    '더 긴 것으로 정하십시오. 서로 관계없는 낱말 네댓 개를 이어 쓰면 좋습니다.',
  ],
  PASSWORD_WRONG: ['현재 비밀번호가 맞지 않습니다.', '다시 입력하십시오. 관리자가 새로 정할 수도 있습니다.'],
  USER_INVALID: ['올바르지 않습니다: {problem}.', '고쳐서 다시 시도하십시오.'],
  USER_NOT_FOUND: ['"{user}" 사용자가 없습니다.{suggestion}', '목록 보기: jobu user list'],
  USER_NAME_TAKEN: ['"{name}" 이름의 사용자가 이미 있습니다.', '다른 이름을 고르거나 그 사용자를 고치십시오.'],
  LAST_ADMIN: [
    '{name} 사용자는 로그인할 수 있는 마지막 관리자입니다.',
    '먼저 다른 사용자를 관리자로 만드십시오: jobu user set NAME --role admin',
  ],
  TOKEN_NOT_FOUND: ['{token} 토큰이 없습니다.', '목록 보기: jobu token list'],
  SESSION_NOT_FOUND: ['내 세션 중에 {session} 세션이 없습니다.', '이미 끝났을 수 있으니 목록을 다시 보십시오.'],
  AUDIT_CHAIN_MISSING: [
    '"{database}" 데이터베이스의 감사 로그가 머리를 잃었습니다. audit_chain의 행이 없습니다.',
    '그것 없이는 아무것도 바꿀 수 없습니다. 다음 명령으로 살펴보십시오: jobu audit verify',
  ],
  AUDIT_TAMPERED: [
    '감사 로그가 변조되었습니다: {faults}.',
    '데이터베이스를 그대로 두고 백업과 견주십시오. 해당 행은 위에 있습니다.',
  ],
};
