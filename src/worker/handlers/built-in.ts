import { type CommandHandlerOptions, commandHandler } from './command.ts';
import { type HttpHandlerOptions, httpHandler } from './http.ts';
import type { Handler } from './registry.ts';
import { type SqlHandlerOptions, sqlHandler } from './sql.ts';

export interface BuiltInOptions {
  readonly http?: HttpHandlerOptions;
  /** The command handler exists only when `enabled` is true. */
  readonly command?: CommandHandlerOptions & { readonly enabled: boolean };
  readonly sql: SqlHandlerOptions;
}

/** jobu's own handlers, as the configuration allows them. */
export async function builtInHandlers(options: BuiltInOptions): Promise<Handler[]> {
  const handlers = [httpHandler(options.http), await sqlHandler(options.sql)];
  return options.command?.enabled ? [...handlers, commandHandler(options.command)] : handlers;
}
