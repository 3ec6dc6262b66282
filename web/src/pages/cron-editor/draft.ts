import type { Cron } from '../../api/client.ts';
import { JsonText, stringify } from '../../api/json-text.ts';
import { formatJson } from '../../json/format-json.ts';
import { serverFacts } from '../../server.ts';
import { timingOf } from '../crons/schedule-text.ts';

/** Whether what was typed is JSON, or nothing. */
export function isJsonOrEmpty(text: string): boolean {
  if (text.trim() === '') return true;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** How the form asks for the schedule. `json`: the timing object as it is, for what the form has no fields for. */
export const KINDS = ['expression', 'every', 'after_end', 'once', 'business_day', 'manual', 'json'] as const;
export type Kind = (typeof KINDS)[number];

/** What the form holds; text where the viewer types. */
export interface Draft {
  readonly name: string;
  readonly description: string;
  readonly handlerName: string;
  readonly handlerParams: string;
  readonly groupName: string;
  readonly owner: string;
  readonly tags: readonly string[];
  readonly notes: string;
  readonly isEnabled: boolean;
  readonly kind: Kind;
  readonly expression: string;
  readonly every: string;
  readonly after: string;
  readonly onceAt: string;
  /** `open`: every open day; `nth`: the nth of a period; `day`: a day of the month. */
  readonly businessRule: 'open' | 'nth' | 'day';
  readonly businessAt: string;
  readonly nth: number;
  readonly of: string;
  readonly day: string;
  readonly plus: number;
  readonly timingText: string;
  readonly timeZone: string;
  readonly calendar: string | null;
  readonly onClosed: Cron['onClosed'];
  readonly jitterSeconds: number;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly catchUp: Cron['catchUp'];
  readonly overlapPolicy: NonNullable<Cron['overlapPolicy']>;
  readonly maxRetry: number;
  readonly timeoutSeconds: number;
  readonly priority: number;
  readonly queue: string;
  readonly onWorkerLost: Cron['onWorkerLost'];
  readonly pauseAfterFailures: number | '';
  readonly misfireGraceSeconds: number;
  readonly catchUpWindowSeconds: number | '';
  readonly maxRescue: number;
  readonly isolation: Cron['isolation'];
  /** JSON; empty: the defaults. */
  readonly retryBackoff: string;
  /** JSON; empty: none. */
  readonly blackouts: string;
  readonly onBlackout: Cron['onBlackout'];
  readonly maxShiftDays: number;
  readonly allowLeaveMonth: boolean;
}

export const NEW: Draft = {
  name: '',
  description: '',
  handlerName: '',
  handlerParams: '{}',
  groupName: '',
  owner: '',
  tags: [],
  notes: '',
  isEnabled: true,
  kind: 'expression',
  expression: '0 9 * * *',
  every: '15m',
  after: '10m',
  onceAt: '',
  businessRule: 'open',
  businessAt: '09:00',
  nth: -1,
  of: 'month',
  day: 'last',
  plus: 0,
  timingText: '{}',
  timeZone: serverFacts.timeZone,
  calendar: null,
  onClosed: 'skip',
  jitterSeconds: 0,
  startsAt: '',
  endsAt: '',
  catchUp: 'once',
  overlapPolicy: 'skip',
  maxRetry: 3,
  timeoutSeconds: 3600,
  priority: 0,
  queue: 'default',
  onWorkerLost: 'retry',
  pauseAfterFailures: '',
  misfireGraceSeconds: 60,
  catchUpWindowSeconds: '',
  maxRescue: 3,
  isolation: null,
  retryBackoff: '',
  blackouts: '',
  onBlackout: 'delay',
  maxShiftDays: 10,
  allowLeaveMonth: true,
};

/** The form of a stored cron. */
export function draftOf(cron: Cron): Draft {
  const timing = timingOf(cron);
  const text = (name: string, otherwise: string): string => String(timing?.[name] ?? otherwise);
  const kind = KINDS.find((one) => one === timing?.type) ?? (timing === null ? undefined : 'json');
  return {
    ...NEW,
    name: cron.name,
    description: cron.description ?? '',
    handlerName: cron.handlerName,
    handlerParams: formatJson((cron.handlerParams as string | null) ?? '{}'),
    groupName: cron.groupName ?? '',
    owner: cron.owner ?? '',
    tags: cron.tags,
    notes: cron.notes ?? '',
    isEnabled: cron.isEnabled,
    kind: cron.cronExpression === null ? (kind ?? 'manual') : 'expression',
    expression: cron.cronExpression ?? '',
    every: text('every', NEW.every),
    after: text('after', NEW.after),
    onceAt: text('at', NEW.onceAt),
    businessRule: timing?.['nth'] !== undefined ? 'nth' : timing?.['day'] !== undefined ? 'day' : 'open',
    businessAt: text('at', NEW.businessAt),
    nth: Number(timing?.['nth'] ?? NEW.nth),
    of: text('of', NEW.of),
    day: text('day', NEW.day),
    plus: Number(timing?.['plus_business_days'] ?? 0),
    timingText: formatJson((cron.timing as string | null) ?? '{}'),
    timeZone: cron.timeZone,
    calendar: cron.calendar,
    onClosed: cron.onClosed,
    jitterSeconds: cron.jitterSeconds,
    startsAt: cron.startsAt ?? '',
    endsAt: cron.endsAt ?? '',
    catchUp: cron.catchUp,
    overlapPolicy: cron.overlapPolicy ?? (cron.allowOverlap ? 'allow' : 'skip'),
    maxRetry: cron.maxRetry,
    timeoutSeconds: cron.timeoutSeconds,
    priority: cron.priority,
    queue: cron.queue,
    onWorkerLost: cron.onWorkerLost,
    pauseAfterFailures: cron.pauseAfterFailures ?? '',
    misfireGraceSeconds: cron.misfireGraceSeconds,
    catchUpWindowSeconds: cron.catchUpWindowSeconds ?? '',
    maxRescue: cron.maxRescue,
    isolation: cron.isolation,
    retryBackoff: (cron.retryBackoff as string | null) ?? '',
    blackouts: (cron.blackouts as string | null) ?? '',
    onBlackout: cron.onBlackout,
    maxShiftDays: cron.maxShiftDays,
    allowLeaveMonth: cron.allowLeaveMonth,
  };
}

function timingIn(draft: Draft): unknown {
  const { kind, businessAt: at, nth, of, day, plus } = draft;
  switch (kind) {
    case 'every':
      return { type: 'every', every: draft.every };
    case 'after_end':
      return { type: 'after_end', after: draft.after };
    case 'once':
      return { type: 'once', at: draft.onceAt };
    case 'business_day':
      if (draft.businessRule === 'nth') return { type: kind, nth, of, at };
      if (draft.businessRule === 'day')
        return {
          type: kind,
          day: day === 'last' ? day : Number(day),
          ...(plus === 0 ? {} : { plus_business_days: plus }),
          at,
        };
      return { type: kind, at };
    case 'json':
      return new JsonText(draft.timingText);
    default:
      return null;
  }
}

/** JSON as it was typed; null for nothing, and for what is not JSON yet. */
const jsonOrNull = (text: string): JsonText | null =>
  text.trim() !== '' && isJsonOrEmpty(text) ? new JsonText(text) : null;

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

/** The fields that decide when it runs, as the API takes them. */
export const scheduleIn = (draft: Draft) => ({
  cronExpression: draft.kind === 'expression' ? draft.expression.trim() : null,
  timing: timingIn(draft) as Record<string, unknown> | null,
  timeZone: draft.timeZone,
  calendar: draft.calendar,
  onClosed: draft.onClosed,
  jitterSeconds: draft.jitterSeconds,
  startsAt: orNull(draft.startsAt),
  endsAt: orNull(draft.endsAt),
  blackouts: jsonOrNull(draft.blackouts) as unknown as Record<string, unknown>[] | null,
  onBlackout: draft.onBlackout,
  maxShiftDays: draft.maxShiftDays,
  allowLeaveMonth: draft.allowLeaveMonth,
});

/** The whole form as the API takes it. */
export const bodyOf = (draft: Draft) => ({
  ...scheduleIn(draft),
  name: draft.name.trim(),
  description: orNull(draft.description),
  handlerName: draft.handlerName.trim(),
  handlerParams: new JsonText(draft.handlerParams) as unknown as Record<string, unknown>,
  groupName: orNull(draft.groupName),
  owner: orNull(draft.owner),
  tags: [...draft.tags],
  notes: orNull(draft.notes),
  isEnabled: draft.isEnabled,
  catchUp: draft.catchUp,
  overlapPolicy: draft.overlapPolicy,
  maxRetry: draft.maxRetry,
  timeoutSeconds: draft.timeoutSeconds,
  priority: draft.priority,
  queue: draft.queue.trim(),
  onWorkerLost: draft.onWorkerLost,
  pauseAfterFailures: draft.pauseAfterFailures === '' ? null : draft.pauseAfterFailures,
  misfireGraceSeconds: draft.misfireGraceSeconds,
  catchUpWindowSeconds: draft.catchUpWindowSeconds === '' ? null : draft.catchUpWindowSeconds,
  maxRescue: draft.maxRescue,
  isolation: draft.isolation,
  retryBackoff: jsonOrNull(draft.retryBackoff) as unknown as Record<string, unknown> | null,
});

/** Only what differs, so that fields the form does not know stay as they are. */
export function changesOf(before: Draft, after: Draft): Record<string, unknown> {
  const old = bodyOf(before) as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(bodyOf(after)).filter(([name, value]) => stringify(value) !== stringify(old[name])),
  );
}
