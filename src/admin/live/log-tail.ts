import type { Connection } from '../../database/connection.ts';
import { listLogs } from '../../ledger/executions.ts';
import type { Id } from '../../ledger/model/row.ts';
import { logLineResource } from '../model/execution.ts';

const EVERY_MS = 1_000;
const LINES = 200;

/** Sends what an execution logs from now on. Answers how to stop. */
export function tailLog(
  connection: Connection,
  executionId: Id,
  afterId: Id,
  send: (lines: object[], lastId: Id) => void,
): () => void {
  let last = afterId;
  let isReading = false;
  const timer = setInterval(async () => {
    if (isReading) return;
    isReading = true;
    try {
      const lines = await listLogs(connection, executionId, last, LINES);
      if (lines.length > 0) {
        last = lines.at(-1)!.id;
        send(lines.map(logLineResource), last);
      }
    } catch {
      // The next look finds what this one missed.
    }
    isReading = false;
  }, EVERY_MS).unref();
  return () => clearInterval(timer);
}
