import type { ErrorTable } from '../errors.ts';

export const testingErrors = {
  TEST_HANDLER_UNKNOWN: [
    404,
    'This test has no handler "{name}".{suggestion}',
    'Import its file, or name it in handlers or handlersFolder of createTestJobu; there is {known}.',
  ],
  TEST_HANDLER_STUCK: [
    504,
    'The handler "{handler}" (execution {execution}) did not come back within {seconds} s of real time.',
    "Let it wait with the test's clock (clock.sleep) instead of a timer, or raise patienceSeconds of createTestJobu.",
  ],
  TEST_CLOCK_BACKWARDS: [
    422,
    'The clock stands at {now} and cannot go back to {to}.',
    'Times only grow; begin earlier with the option "now".',
  ],
  TEST_BUSY: [
    409,
    'advanceTo or drain was called while another one was running.',
    'Await each call, and do not call them from a handler.',
  ],
  TEST_NEVER_ENDS: [
    508,
    'More than {steps} rounds of work were done at {now} without an end.',
    'A handler seems to create new executions that are due at once, again and again; the last one was {handler}.',
  ],
} as const satisfies ErrorTable;
