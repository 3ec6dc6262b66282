import { type ParamSource, type SkipReason, STATUSES, type Status, UNFINISHED } from '../../domain/states.ts';
import { type Id, idParam } from './row.ts';

/** What executions may be narrowed to; different filters must all hold, several values of one mean any of them. */
export interface ExecutionSearch {
  readonly status?: readonly Status[] | undefined;
  readonly cronIds?: readonly Id[] | undefined;
  /** Name of a cron; `*` stands for anything. In any case. */
  readonly cronName?: string | undefined;
  readonly handlerNames?: readonly string[] | undefined;
  readonly paramSources?: readonly ParamSource[] | undefined;
  readonly workerIds?: readonly string[] | undefined;
  readonly queues?: readonly string[] | undefined;
  /** Of the cron, as it is now. */
  readonly groupNames?: readonly string[] | undefined;
  /** The only groups that may be seen at all; null: all, also executions without a cron. */
  readonly grantedGroups?: readonly string[] | null | undefined;
  readonly owners?: readonly string[] | undefined;
  readonly tag?: string | undefined;
  readonly attemptOver?: number | undefined;
  readonly durationOverMs?: number | undefined;
  /** From `run_at` to the start. */
  readonly delayOverMs?: number | undefined;
  /** Part of the message or code, in any case. */
  readonly errorText?: string | undefined;
  readonly errorCodes?: readonly string[] | undefined;
  readonly skipReasons?: readonly SkipReason[] | undefined;
  /** Executions of one group of errors. */
  readonly fingerprint?: string | undefined;
  /** Part of the params, in any case. */
  readonly paramsText?: string | undefined;
  /** As `2026-11-22`. */
  readonly businessDate?: string | undefined;
  /** At or after `from`, before `to`. */
  readonly created?: Range | undefined;
  readonly scheduled?: Range | undefined;
  readonly started?: Range | undefined;
  readonly finished?: Range | undefined;
  /** PENDING or RUNNING again after a failure. */
  readonly isRetrying?: boolean | undefined;
  /** Nobody has marked it as handled. */
  readonly isUnhandled?: boolean | undefined;
  /** A worker died while it ran. */
  readonly isLost?: boolean | undefined;
  /** Runs for longer than 95 of 100 successes of its cron. */
  readonly isSlow?: boolean | undefined;
  /** These only. */
  readonly ids?: readonly Id[] | undefined;
}

/** A half-open range of instants. */
export interface Range {
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
}

const BEGINNING = new Date(0);
const END = new Date('9999-12-31T00:00:00.000Z');

const escaped = (text: string): string => text.toLowerCase().replace(/[!%_]/g, '!$&');
const part = (text: string | undefined): string | null => (text === undefined ? null : `%${escaped(text)}%`);
/** A list for `IN`, and whether it is asked for at all. */
const given = (list: readonly unknown[] | null | undefined): '1' | null => (list ? '1' : null);
const listed = <T>(list: readonly T[] | null | undefined, nothing: T): readonly T[] =>
  list && list.length > 0 ? list : [nothing];

/** The parameters of the statements that look a search up for candidates. `now` ages what still runs. */
export function searchParams(search: ExecutionSearch, now: Date): Record<string, unknown> {
  const { groupNames, grantedGroups, owners, tag, durationOverMs = -1 } = search;
  return {
    statuses: search.status ?? STATUSES,
    crons: given(search.cronIds),
    cron_ids: listed(search.cronIds?.map(idParam), 0n),
    cron_like: search.cronName === undefined ? null : escaped(search.cronName).replaceAll('*', '%'),
    handlers: given(search.handlerNames),
    handler_names: listed(search.handlerNames, ''),
    sources: given(search.paramSources),
    param_sources: listed<string>(search.paramSources, ''),
    workers: given(search.workerIds),
    worker_ids: listed(search.workerIds, ''),
    queues: given(search.queues),
    queue_names: listed(search.queues, ''),
    owning: groupNames || grantedGroups || owners || tag !== undefined ? '1' : null,
    groups: given(groupNames),
    group_names: listed(groupNames, ''),
    granted: given(grantedGroups),
    granted_names: listed(grantedGroups, ''),
    owners: given(owners),
    owner_names: listed(owners, ''),
    tag_like: tag === undefined ? null : `%,${tag.replace(/[!%_]/g, '!$&')},%`,
    attempt_over: search.attemptOver ?? -1,
    duration_over: durationOverMs,
    started_before_duration: new Date(Math.max(0, now.getTime() - durationOverMs)),
    delay_over: search.delayOverMs ?? -1,
    error_like: part(search.errorText),
    error_codes: given(search.errorCodes),
    error_code_names: listed(search.errorCodes, ''),
    skips: given(search.skipReasons),
    skip_reasons: listed<string>(search.skipReasons, ''),
    params_like: part(search.paramsText),
    business_date: search.businessDate ?? null,
    scheduled_from: search.scheduled?.from ?? BEGINNING,
    scheduled_to: search.scheduled?.to ?? END,
    created_from: search.created?.from ?? BEGINNING,
    created_to: search.created?.to ?? END,
    is_started: search.started ? '1' : null,
    started_from: search.started?.from ?? BEGINNING,
    started_to: search.started?.to ?? END,
    is_finished: search.finished ? '1' : null,
    finished_from: search.finished?.from ?? BEGINNING,
    finished_to: search.finished?.to ?? END,
    retrying: search.isRetrying ? '1' : null,
    unhandled: search.isUnhandled ? '1' : null,
    lost: search.isLost ? '1' : null,
    named: given(search.ids),
    named_ids: listed(search.ids?.map(idParam), 0n),
  };
}

/** True when every execution that a lane answers fits, so that nothing needs to be looked up. */
export function isWithinLane(search: ExecutionSearch, laneFilters: readonly (keyof ExecutionSearch)[]): boolean {
  return Object.entries(search).every(
    ([name, value]) => value === undefined || value === null || laneFilters.includes(name as keyof ExecutionSearch),
  );
}

/** True when only unfinished executions are asked for: there are few of them. */
export const isUnfinished = ({ status }: ExecutionSearch): boolean =>
  status?.every((one) => UNFINISHED.includes(one)) ?? false;

const RARE: readonly Status[] = ['FAILED', 'TIMEOUT', 'CANCELED', 'SKIPPED', 'HELD'];

/** True when all statuses asked for have an index of their own. */
export const isRare = ({ status }: ExecutionSearch): boolean => status?.every((one) => RARE.includes(one)) ?? false;
