import type { KoreanTable } from '../korean.ts';
import type { testingErrors } from '../testing.ts';

export const testingKorean: KoreanTable<typeof testingErrors> = {
  TEST_HANDLER_UNKNOWN: [
    '이 테스트에는 "{name}" 핸들러가 없습니다.{suggestion}',
    '그 파일을 import하거나 createTestJobu의 handlers 또는 handlersFolder에 적으십시오. 있는 것: {known}.',
  ],
  TEST_HANDLER_STUCK: [
    '"{handler}" 핸들러(실행 {execution})가 실제 시간 {seconds}초 안에 돌아오지 않았습니다.',
    '타이머 대신 테스트의 시계(clock.sleep)로 기다리게 하거나 createTestJobu의 patienceSeconds를 늘리십시오.',
  ],
  TEST_CLOCK_BACKWARDS: [
    '시계는 {now}에 있으며 {to}(으)로 되돌릴 수 없습니다.',
    '시간은 앞으로만 갑니다. "now" 옵션으로 더 일찍 시작하십시오.',
  ],
  TEST_BUSY: ['advanceTo나 drain이 도는 동안 다시 불렸습니다.', '호출마다 await하고, 핸들러 안에서 부르지 마십시오.'],
  TEST_NEVER_ENDS: [
    '{now}에 작업을 {steps}번 넘게 되풀이해도 끝나지 않았습니다.',
    '핸들러가 곧바로 실행될 것을 계속 새로 만드는 듯합니다. 마지막은 {handler}입니다.',
  ],
};
