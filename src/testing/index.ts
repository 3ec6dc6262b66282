export { type HandlerRun, type HandlerSource, runHandler, type TestContext } from './handler-run.ts';
export { ManualClock } from './manual-clock.ts';
export type { ExecutionMatch, TestExecution } from './test-execution.ts';
export { createTestJobu, TestJobu, type TestJobuOptions } from './test-jobu.ts';
