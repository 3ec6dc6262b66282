import type { z } from 'zod';
import type { DatabasesConfig } from '../database/config.ts';
import type { BLOCKS } from './schema.ts';

type CamelCase<Name extends string> = Name extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : Name;

/** The keys of the files in the spelling of TypeScript, all read-only. */
type Camelized<T> = T extends readonly (infer Item)[]
  ? readonly Camelized<Item>[]
  : T extends object
    ? { readonly [Key in keyof T as Key extends string ? CamelCase<Key> : Key]: Camelized<T[Key]> }
    : T;

type Block<Name extends keyof typeof BLOCKS> = Camelized<z.output<(typeof BLOCKS)[Name]['schema']>>;

export type DispatcherConfig = Block<'dispatcher'>;
export interface AdminConfig extends Omit<Block<'admin'>, 'basePath'> {
  /** Path below which everything is served; empty for none. */
  readonly basePath: string;
}
export type LoggingConfig = Block<'logging'>;
export type TransactionsConfig = Block<'transactions'>;
export interface WorkerConfig extends Omit<Block<'worker'>, 'databases'> {
  /** Names of the databases that handlers may open. */
  readonly databases: readonly string[];
}

/** A whole validated configuration: frozen, durations in the unit their name says, paths absolute. */
export interface Config {
  /** The folder that holds `config/`; paths in the files are relative to it. */
  readonly root: string;
  readonly databases: DatabasesConfig;
  readonly dispatcher: DispatcherConfig;
  readonly worker: WorkerConfig;
  readonly admin: AdminConfig;
  readonly transactions: TransactionsConfig;
  readonly logging: LoggingConfig;
}
