import { DatabaseSync } from 'node:sqlite';
import mysql from 'mysql2/promise';
import pg from 'pg';
import type { ServerConfig, SqliteConfig } from '../src/database/config.ts';
import type { Bench, TargetName } from './target.ts';

/** The same work as bare SQL through the same driver: claim and complete in batches of 500, four loops. */
const BATCH = 500;
const LOOPS = 4;
const WORKER = 'bench';

const now = (): string => new Date().toISOString();

/** Runs everything to SUCCESS and answers how many rows that were. */
export const RAW: Record<TargetName, (bench: Bench) => Promise<number>> = {
  async sqlite({ config }) {
    const db = new DatabaseSync((config as SqliteConfig).path);
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
    const claim = db.prepare(
      `UPDATE job_executions SET status = 'RUNNING', worker_id = ?, fence = fence + 1, attempt = attempt + 1, started_at = ?
       WHERE id IN (SELECT id FROM job_executions WHERE status = 'PENDING' AND queue = 'default' AND handler_name = 'noop'
         AND priority = 0 AND run_at <= ? ORDER BY run_at, id LIMIT ${BATCH}) RETURNING id, fence, params`,
    );
    const complete = db.prepare(
      `UPDATE job_executions SET status = 'SUCCESS', finished_at = ?, result = 'null'
       WHERE id = ? AND status = 'RUNNING' AND worker_id = ? AND fence = ?`,
    );
    let done = 0;
    for (;;) {
      db.exec('BEGIN IMMEDIATE');
      const rows = claim.all(WORKER, now(), now()) as { id: number; fence: number }[];
      db.exec('COMMIT');
      if (rows.length === 0) break;
      db.exec('BEGIN IMMEDIATE');
      for (const { id, fence } of rows) complete.run(now(), id, WORKER, fence);
      db.exec('COMMIT');
      done += rows.length;
    }
    db.close();
    return done;
  },

  async postgres({ config }) {
    const { host, port, database, user, password } = config as ServerConfig;
    const loop = async (): Promise<number> => {
      const client = new pg.Client({ host, port, database, user, password });
      await client.connect();
      let done = 0;
      for (;;) {
        const { rows } = await client.query({
          name: 'claim',
          text: `WITH due AS MATERIALIZED (
              SELECT id FROM job_executions WHERE status = 'PENDING' AND queue = 'default' AND handler_name = 'noop'
                AND priority = 0 AND run_at <= $2 ORDER BY run_at, id LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)
            UPDATE job_executions e SET status = 'RUNNING', worker_id = $1, fence = fence + 1, attempt = attempt + 1, started_at = $2
            FROM due WHERE e.id = due.id RETURNING e.id, e.fence, e.params`,
          values: [WORKER, now()],
        });
        if (rows.length === 0) break;
        await client.query({
          // Not prepared: a plan made before the rows are known may walk the index of running rows once per row.
          text: `UPDATE job_executions e SET status = 'SUCCESS', finished_at = $3, result = 'null'
            FROM unnest($1::bigint[], $2::bigint[]) AS ended (id, fence)
            WHERE e.id = ended.id AND e.status = 'RUNNING' AND e.worker_id = $4 AND e.fence = ended.fence`,
          values: [rows.map((row) => row.id), rows.map((row) => row.fence), now(), WORKER],
        });
        done += rows.length;
      }
      await client.end();
      return done;
    };
    return await inParallel(loop);
  },

  async mysql({ config }) {
    const { host, port, database, user, password } = config as ServerConfig;
    const loop = async (): Promise<number> => {
      const connection = await mysql.createConnection({ host, port, database, user, password, timezone: 'Z' });
      await connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED');
      let done = 0;
      for (;;) {
        await connection.query('START TRANSACTION');
        const [rows] = await connection.execute<mysql.RowDataPacket[]>(
          `SELECT id, fence, params FROM job_executions WHERE status = 'PENDING' AND queue = 'default' AND handler_name = 'noop'
             AND priority = 0 AND run_at <= UTC_TIMESTAMP(3) ORDER BY run_at, id LIMIT ${BATCH} FOR UPDATE SKIP LOCKED`,
        );
        const ids = rows.map((row) => row['id']);
        if (ids.length > 0)
          await connection.query(
            `UPDATE job_executions SET status = 'RUNNING', worker_id = ?, fence = fence + 1, attempt = attempt + 1,
               started_at = UTC_TIMESTAMP(3) WHERE id IN (?)`,
            [WORKER, ids],
          );
        await connection.query('COMMIT');
        if (ids.length === 0) break;
        await connection.query(
          `UPDATE job_executions SET status = 'SUCCESS', finished_at = UTC_TIMESTAMP(3), result = 'null'
             WHERE id IN (?) AND status = 'RUNNING' AND worker_id = ?`,
          [ids, WORKER],
        );
        done += ids.length;
      }
      await connection.end();
      return done;
    };
    return await inParallel(loop);
  },
};

async function inParallel(loop: () => Promise<number>): Promise<number> {
  return (await Promise.all(Array.from({ length: LOOPS }, loop))).reduce((sum, done) => sum + done, 0);
}
