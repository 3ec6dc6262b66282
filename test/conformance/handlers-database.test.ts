import { resolve } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { executeHandler } from '../../src/worker/handlers/attempt.ts';
import { discoverHandlers, type HandlerCatalog } from '../../src/worker/handlers/catalog.ts';
import type { Handler } from '../../src/worker/handlers/registry.ts';
import { sqlHandler } from '../../src/worker/handlers/sql.ts';
import { type AttemptRunner, createAttemptRunner } from '../../src/worker/isolation/runner.ts';
import { CONTEXT, recordingHooks } from '../fixtures/handlers/attempt.ts';
import { createNotes, namesIn, type OpenDatabases, openDatabases } from '../support/open-databases.ts';
import { DATABASE_KINDS } from '../support/servers.ts';

const folder = resolve(import.meta.dirname, '../fixtures/handlers/database');

describe.each(DATABASE_KINDS)('handlers and their databases on %s', (kind) => {
  let open: OpenDatabases;
  let sql: Handler;
  let catalog: HandlerCatalog;
  let runner: AttemptRunner;

  beforeAll(async () => {
    open = await openDatabases(kind, ['default', 'business']);
    await createNotes(open.database);
    await createNotes(open.registry.get('business'));
    sql = await sqlHandler({ databases: open.registry, statements: [folder] });
    catalog = await discoverHandlers([folder]);
    // One that nobody can reach is no concern of a handler that does not use it.
    const away = { type: 'postgres', host: '127.0.0.1', port: 1, database: 'none', user: 'none' } as const;
    runner = createAttemptRunner({ databases: { config: { ...open.config, away } } });
  });
  afterAll(async () => {
    await runner?.close();
    await open?.close();
  });
  beforeEach(async () => {
    for (const name of open.registry.names) await open.registry.get(name).autocommit.execute('DELETE FROM notes');
  });

  async function run(params: object, signal?: AbortSignal) {
    const outcome = await executeHandler(sql, params, CONTEXT, recordingHooks(signal).hooks);
    return outcome.ok ? JSON.parse(outcome.result) : outcome.failure;
  }

  it('sql answers what the operator of the statement says', async () => {
    expect(await run({ statement: 'add_note', params: { name: 'a', bytes: null } })).toEqual({ affectedRows: 1 });
    expect(await run({ statement: 'add_notes', params: [{ name: 'b' }, { name: 'c' }] })).toEqual({ affectedRows: 2 });
    expect(await run({ statement: 'find_note', params: { name: 'b' } })).toEqual({ row: { name: 'b' } });
    expect(await run({ statement: 'find_note', params: { name: 'z' } })).toEqual({ row: null });
    expect(await run({ statement: 'count_notes' })).toEqual({ value: 3 });
    expect(await run({ statement: 'list_notes' })).toMatchObject({ rowCount: 3, truncated: false });
  });

  it('sql keeps at most 1,000 rows, big numbers as digits and bytes as base64', async () => {
    const { autocommit } = open.database;
    const names = Array.from({ length: 1_200 }, (_, i) => ({ name: String(i).padStart(5, '0') }));
    await autocommit.executeMany('INSERT INTO notes (name) VALUES (:name)', names);
    await autocommit.execute('UPDATE notes SET big = :big, bytes = :bytes WHERE name = :name', {
      name: '00000',
      big: 2n ** 60n,
      bytes: new Uint8Array([1, 2]),
    });
    const result = await run({ statement: 'list_notes' });
    expect(result).toMatchObject({ rowCount: 1_200, truncated: true });
    expect(result.rows).toHaveLength(1_000);
    expect(result.rows[0]).toEqual({ name: '00000', big: '1152921504606846976', bytes: 'AQI=' });
  });

  it('sql runs on the database it names, in a transaction of its own', async () => {
    await run({ database: 'business', statement: 'add_notes', params: [{ name: 'x' }] });
    expect(await namesIn(open.registry.get('business').autocommit)).toEqual(['x']);
    const failed = await run({ statement: 'add_notes', params: [{ name: 'y' }, { name: 'y' }] });
    expect(failed).toMatchObject({ text: expect.stringMatching(/duplicate|unique/i) });
    expect(await namesIn(open.database.autocommit)).toEqual([]);
  });

  it('sql refuses a statement that is not in the files, without a retry', async () => {
    expect(await run({ statement: 'count_note' })).toMatchObject({
      code: 'SQL_STATEMENT_UNKNOWN',
      retryable: false,
      message: expect.stringContaining('did you mean "count_notes"?'),
    });
    expect(await run({ statement: 'count_notes', database: 'busines' })).toMatchObject({ code: 'DATABASE_UNKNOWN' });
  });

  it('sql writes nothing once its signal has aborted', async () => {
    const reason = new Error('canceled');
    expect(await run({ statement: 'add_notes', params: [{ name: 'late' }] }, AbortSignal.abort(reason))).toMatchObject({
      message: 'canceled',
    });
    expect(await namesIn(open.database.autocommit)).toEqual([]);
  });

  it.each(['loop', 'thread', 'process'] as const)(
    'a handler in isolation "%s" has its transactions',
    async (isolation) => {
      const attempt = (name: string) =>
        runner.run(
          { handler: catalog.get(`write-note-${isolation}`)!, params: { name }, context: CONTEXT },
          recordingHooks().hooks,
        );
      expect(await attempt('refused')).toMatchObject({ ok: false, failure: { message: 'not this one' } });
      expect(await attempt('kept')).toEqual({ ok: true, result: '{"written":"kept"}' });
      expect(await namesIn(open.database.autocommit)).toEqual(['kept']);
    },
  );
});
