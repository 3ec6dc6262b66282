import type { cliErrors } from '../cli.ts';
import type { KoreanTable } from '../korean.ts';

export const cliKorean: KoreanTable<typeof cliErrors> = {
  USAGE: ['{problem}', '사용법: {command} --help'],
  NEXT_REQUEST_INVALID: [
    '실행 시각을 묻는 요청이 아닌 줄입니다: {reason}.',
    'expression과, 필요하면 timeZone, after, count를 담은 JSON 객체를 쓰십시오.',
  ],
  CONFIRMATION_NEEDED: [
    '{question}: 표준 입력이 터미널이 아니어서 물어볼 수 없습니다.',
    '미리 동의하려면 --yes를 붙이십시오.',
  ],
  NOT_CONFIRMED: ['질문에 yes로 답하지 않아 아무것도 바꾸지 않았습니다.', ''],
  EXECUTION_NOT_SUCCESSFUL: [
    '실행 {execution}의 결과는 {status}입니다.',
    '자세히 보기: jobu execution show {execution}',
  ],
  CRON_FILE_UNREADABLE: ['{file} 파일을 읽을 수 없습니다: {reason}.', '이름과 읽기 권한을 확인하십시오.'],
  CRON_FILE_INVALID: ['{file}: {count}\n{problems}\n', '파일을 고치십시오. 아무것도 바꾸지 않았습니다.'],
  CRON_MANAGED_ELSEWHERE: [
    '"{name}" 크론은 이 파일이 바꾸지 않습니다: {owner}.',
    '둘 가운데 하나의 이름을 바꾸거나 --take-over로 이 파일이 맡게 하십시오.',
  ],
  PRUNE_NEEDS_NAMESPACE: [
    '파일에 namespace가 없어 예전에 어떤 크론이 있었는지 알 수 없습니다.',
    '파일 맨 위에 namespace: 와 이름을 쓰십시오.',
  ],
  APPLY_CHANGED_MEANWHILE: [
    '차이를 보여 준 뒤에 다른 사람이 크론을 바꾸어, 아무것도 바꾸지 않았습니다.',
    '파일을 다시 적용하십시오.',
  ],
  STOPPED_BADLY: ['오류로 프로세스가 멈추었거나 제대로 끝나지 못했습니다.', '이유는 로그에 있습니다.'],
  OUTPUT_NOT_WRITTEN: ['{file} 파일에 쓸 수 없습니다: {reason}.', '아직 없는 파일 이름을 주십시오.'],
  NOTHING_IMPORTED: ['{file}에서 크론으로 바꿀 수 있는 줄이 하나도 없습니다.', '줄마다의 이유는 위 보고에 있습니다.'],
  DOCTOR_FAILED: ['실패한 검사: {count}.', '할 일은 검사마다 아래에 있습니다.'],
  INIT_FOLDER_NOT_EMPTY: ['{folder} 폴더가 비어 있지 않습니다.', '새 폴더나 빈 폴더를 주십시오.'],
};
