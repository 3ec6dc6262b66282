import type { AuditOrigin } from '../audit.ts';
import type { CronSearch } from '../cron-search.ts';
import type { ResumePolicy } from './cron.ts';
import type { ExecutionSearch, Range } from './execution-search.ts';
import { fromRow, type Id } from './row.ts';

/** What an operation can do to each of its targets. */
export const OPERATION_ACTIONS = [
  ...(['execution.retry', 'execution.cancel', 'execution.hold', 'execution.release', 'execution.succeed'] as const),
  ...([
    'cron.enable',
    'cron.disable',
    'cron.pause',
    'cron.resume',
    'cron.trigger',
    'cron.delete',
    'cron.edit',
  ] as const),
] as const;

export type OperationAction = (typeof OPERATION_ACTIONS)[number];

export const OPERATION_ENTITIES = ['execution', 'cron'] as const;

export type OperationEntity = (typeof OPERATION_ENTITIES)[number];

/** COLLECTING writes its targets down, RUNNING acts on them; the others are final. */
export const OPERATION_STATUSES = ['COLLECTING', 'RUNNING', 'DONE', 'STOPPED', 'FAILED'] as const;

export type OperationStatus = (typeof OPERATION_STATUSES)[number];

export const ITEM_OUTCOMES = ['waiting', 'done', 'failed'] as const;

export type ItemOutcome = (typeof ITEM_OUTCOMES)[number];

/** So many targets an operation takes at most; what is beyond is left out, and `isCut` says so. */
export const MOST_TARGETS = 100_000;

/** Which crons or executions: those named, or those that a search finds. */
export type OperationTarget =
  | { readonly ids: readonly Id[] }
  | {
      /** As it was asked for. */
      readonly filter: object;
      /** With what was added to it, for people. */
      readonly applied: object;
      readonly search: ExecutionSearch | CronSearch;
    };

/** What an action needs beside its target; each takes some of them. */
export interface OperationParams {
  /** JSON text: of `execution.retry` and `cron.trigger`. */
  readonly params?: string;
  readonly allowOverlap?: boolean;
  /** Of `execution.cancel`: without waiting for the worker. */
  readonly force?: boolean;
  /** Of `cron.disable`. */
  readonly cancelPending?: boolean;
  /** Of `cron.pause`: RFC 3339. */
  readonly until?: string;
  /** Of `cron.pause` and `cron.resume`: what runs after all. */
  readonly missed?: ResumePolicy;
  /** Of `cron.trigger`: RFC 3339. */
  readonly runAt?: string;
  /** Of `cron.edit`: instead of the tags there are. */
  readonly tags?: readonly string[];
  readonly addTags?: readonly string[];
  readonly removeTags?: readonly string[];
  readonly owner?: string | null;
  readonly groupName?: string | null;
}

/** Who asked for an operation, and the groups of crons they were limited to; null: all. */
export interface OperationOrigin extends Omit<AuditOrigin, 'actor'> {
  readonly groups: readonly string[] | null;
}

/** A stored operation. */
export interface Operation {
  readonly id: Id;
  readonly action: OperationAction;
  readonly entity: OperationEntity;
  readonly target: OperationTarget;
  readonly params: OperationParams;
  readonly status: OperationStatus;
  /** Where collecting goes on; null at the beginning and at the end. */
  readonly position: readonly string[] | null;
  /** More was found than an operation takes. */
  readonly isCut: boolean;
  /** Targets written down so far. */
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  readonly actor: string;
  readonly origin: OperationOrigin;
  readonly reason: string | null;
  /** Why it is FAILED. */
  readonly errorMessage: string | null;
  readonly idempotencyKey: string | null;
  readonly leaseOwner: string | null;
  readonly leasedUntil: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly finishedAt: Date | null;
}

/** One target of an operation, and what became of it. */
export interface OperationItem {
  readonly id: Id;
  readonly operationId: Id;
  readonly targetId: Id;
  /** Name of the cron, or of the handler; null when it was gone before it was written down. */
  readonly targetName: string | null;
  readonly outcome: ItemOutcome;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly finishedAt: Date | null;
}

const dates = (range: Range): Range =>
  Object.fromEntries(Object.entries(range).map(([name, at]) => [name, new Date(at as unknown as string)]));

/** A target from its JSON text: instants are dates again. */
function targetOf(text: string): OperationTarget {
  const target = JSON.parse(text) as OperationTarget;
  if ('ids' in target) return target;
  const ranges = ['created', 'scheduled', 'started', 'finished'];
  const search = Object.entries(target.search).map(([name, value]) => [
    name,
    ranges.includes(name) ? dates(value as Range) : value,
  ]);
  return { ...target, search: Object.fromEntries(search) };
}

/** An operation from its row. */
export function operationFromRow(row: Record<string, unknown>): Operation {
  const stored = fromRow<Record<'target' | 'params' | 'origin' | 'position', string | null>>(row);
  const json = (text: string | null): unknown => (text === null ? null : JSON.parse(text));
  return {
    ...(stored as unknown as Operation),
    target: targetOf(stored.target!),
    params: (json(stored.params) ?? {}) as OperationParams,
    origin: json(stored.origin) as OperationOrigin,
    position: json(stored.position) as readonly string[] | null,
  };
}
