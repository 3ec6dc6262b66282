import type { Attempt, Execution } from '../../ledger/model/execution.ts';

/** A stretch of an execution's life; `to` is null while it lasts. */
export interface Segment {
  readonly kind: 'wait' | 'run' | 'backoff';
  readonly attempt: number;
  readonly from: Date;
  readonly to: Date | null;
  readonly outcome: string | null;
}

/** How an execution spent its time: waiting for a worker, running, and backing off between attempts. */
export function timelineOf(execution: Execution, attempts: readonly Attempt[]): Segment[] {
  const segments: Segment[] = [];
  let since = execution.createdAt;
  let kind: 'wait' | 'backoff' = 'wait';
  const add = (attempt: number, startedAt: Date | null, finishedAt: Date | null, outcome: string | null) => {
    if (startedAt === null) return;
    if (startedAt > since) segments.push({ kind, attempt, from: since, to: startedAt, outcome: null });
    segments.push({ kind: 'run', attempt, from: startedAt, to: finishedAt, outcome });
    if (finishedAt) since = finishedAt;
    kind = 'backoff';
  };
  for (const { attempt, startedAt, finishedAt, outcome } of attempts)
    if (attempt > 0) add(attempt, startedAt, finishedAt, outcome);
  const { status, attempt, startedAt, finishedAt } = execution;
  const last = segments.at(-1);
  if (startedAt && startedAt.getTime() !== last?.from.getTime())
    add(attempt, startedAt, finishedAt, finishedAt ? status : null);
  if (status === 'PENDING' || status === 'HELD')
    segments.push({ kind, attempt: attempt + 1, from: since, to: null, outcome: null });
  return segments;
}
