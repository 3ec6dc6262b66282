import type { Database } from '../../database/database.ts';
import { findCompleteness, findMissing, keepCompleteness, type MissingOccurrences } from '../../ledger/completeness.ts';
import type { Id } from '../../ledger/model/row.ts';

const INTERVAL_MS = 3_600_000;
const FIRST_AFTER_MS = 60_000;

/** Looks once an hour, some crons at a time, for occurrences without a row; of several dispatchers one does it. */
export class CompletenessSweep {
  readonly #database: Database;
  #dueMs: number;
  #afterId: Id | null = null;
  #crons = 0;
  #missing: MissingOccurrences[] = [];

  constructor(database: Database, nowMs: number) {
    this.#database = database;
    this.#dueMs = nowMs + FIRST_AFTER_MS;
  }

  /** One step, if it is time; `nowMs` is of a clock that only goes forward. Answers what is missing after the last step. */
  async step(now: Date, nowMs: number): Promise<readonly MissingOccurrences[] | undefined> {
    const { autocommit } = this.#database;
    if (this.#afterId === null) {
      if (nowMs < this.#dueMs) return undefined;
      this.#dueMs = nowMs + INTERVAL_MS;
      const last = await findCompleteness(autocommit);
      const ageMs = last ? now.getTime() - Date.parse(last.at) : INTERVAL_MS;
      if (ageMs >= 0 && ageMs < INTERVAL_MS) {
        this.#dueMs = nowMs + INTERVAL_MS - ageMs;
        return undefined;
      }
      this.#crons = 0;
      this.#missing = [];
    }
    const found = await findMissing(autocommit, this.#afterId ?? '0', now);
    this.#afterId = found.nextAfterId;
    this.#crons += found.crons;
    this.#missing.push(...found.missing);
    if (this.#afterId !== null) return undefined;
    const missing = this.#missing.reduce((sum, { count }) => sum + count, 0);
    await keepCompleteness(autocommit, { at: now.toISOString(), crons: this.#crons, missing }, now);
    return this.#missing;
  }
}
