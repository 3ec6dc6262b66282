export type { DatabaseConfig, DatabasesConfig, PoolConfig, ServerConfig, SqliteConfig } from './database/config.ts';
export type { Connection, DialectName, Params, Row } from './database/connection.ts';
export { Database } from './database/database.ts';
export {
  ConnectionPoolExhaustedError,
  DuplicateKeyError,
  NestedWriteError,
  PartialCommitError,
  ReadOnlyTransactionError,
  TransientDatabaseError,
} from './database/errors.ts';
export { type Migration, migrate, pendingMigrations } from './database/migration.ts';
export { DatabaseRegistry } from './database/registry.ts';
export { loadStatementFolder, loadStatements, type Statement, type Statements } from './database/statement.ts';
export type { TransactionOptions } from './database/transaction.ts';
export {
  getConnection,
  inTransaction,
  outsideTransactions,
  type TransactionalOptions,
  transactional,
  transactionalReadonly,
} from './database/transactional.ts';
export { TransactionRecovery } from './database/two-phase/recovery.ts';
export { RecoveryService } from './database/two-phase/recovery-service.ts';
export { TransactionTable } from './database/two-phase/transaction-table.ts';
export { type CronExpression, parseCron } from './domain/cron-expression.ts';
export { fireTimes, nextFireTime } from './domain/fire-times.ts';
export type { ParamSource, SkipReason, Status } from './domain/states.ts';
export { type ErrorCode, isJobuError, JobuError } from './errors.ts';
export { createExecution, type EnqueueOptions, triggerCron } from './ledger/enqueue.ts';
export type { Created, ExecutionInput, TriggerInput } from './ledger/executions.ts';
export type { Cron, CronInput } from './ledger/model/cron.ts';
export type { Execution } from './ledger/model/execution.ts';
export type { HandlerContext, HandlerLog } from './worker/handlers/context.ts';
export type { HandlerDefinition, HandlerOptions, Isolation } from './worker/handlers/definition.ts';
export { BaseHandler, defineHandler, handler, NonRetryableError } from './worker/handlers/handler.ts';
