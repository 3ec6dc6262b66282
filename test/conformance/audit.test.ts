import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type AuditEntry, recordAudit } from '../../src/ledger/audit.ts';
import { auditLines, countAudit, listAudit, searchAudit, verifyAudit } from '../../src/ledger/audit-trail.ts';
import { freshLedger, type Ledger } from '../support/ledger.ts';
import { DATABASE_KINDS } from '../support/servers.ts';

const NOW = new Date('2026-11-22T10:00:00.000Z');
const entry = (name: string): AuditEntry => ({
  actor: 'kim',
  via: 'session',
  action: 'cron.update',
  target: { type: 'cron', id: '1', name },
});

describe.each(DATABASE_KINDS)('the audit log on %s', (kind) => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await freshLedger(kind);
  });
  beforeEach(() => ledger.clear());
  afterAll(() => ledger.drop());

  const rows = () => ledger.database.autocommit.fetchAll('SELECT * FROM audit_log ORDER BY id');
  const record = (each: AuditEntry, now = NOW) =>
    ledger.database.transaction((connection) => recordAudit(connection, each, now));

  it('keeps of two states what differs, and text as it was', async () => {
    const before = { a: 1, b: [1, 2], gone: 'x', big: 12345678901234567890n };
    const after = { a: 2, b: [1, 2], added: '정산 \u{1F600}  ', big: 12345678901234567890n };
    await record({ ...entry('\0 \ud800'), before, after, reason: '가'.repeat(3000) });
    expect((await rows())[0]).toMatchObject({
      before_state: '{"a":1,"gone":"x"}',
      after_state: '{"a":2,"added":"정산 \u{1F600}  "}',
      target_name: '\ufffd \ufffd',
      reason: '가'.repeat(2000),
    });
  });

  it('is one chain, whoever writes at the same moment', async () => {
    await Promise.all(Array.from({ length: 30 }, (_, index) => record(entry(`cron ${index}`))));
    const found = await rows();
    expect(found.map(({ id }) => Number(id))).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
    for (const [index, row] of found.entries())
      expect(row['previous_hash']).toBe(index === 0 ? '' : found[index - 1]!['hash']);
    expect(new Set(found.map(({ hash }) => hash)).size).toBe(30);
  });

  it('never goes back in time, and records nothing of what was rolled back', async () => {
    await record(entry('first'));
    await record(entry('second'), new Date(NOW.getTime() - 5000));
    await ledger.database
      .transaction(async (connection) => {
        await recordAudit(connection, entry('third'), NOW);
        throw new Error('no');
      })
      .catch(() => {});
    await record(entry('fourth'));
    const found = await rows();
    expect(found.map((row) => row['target_name'])).toEqual(['first', 'second', 'fourth']);
    expect(found[1]!['created_at']).toBe(NOW.toISOString());
  });

  describe('verify', () => {
    const verify = (expected?: { id: string; hash: string }) => verifyAudit(ledger.database.autocommit, expected);
    const tamper = (sql: string) => ledger.database.autocommit.execute(sql);
    const fill = async () => {
      for (let index = 1; index <= 5; index++)
        await record({ ...entry(`cron ${index}`), before: { n: index }, after: { n: index + 1 }, reason: 'because' });
    };

    it('finds nothing in what was recorded, nor while others record', async () => {
      await fill();
      const { lastId, lastHash, entries, faults } = await verify();
      expect({ lastId, entries, faults }).toEqual({ lastId: '5', entries: 5, faults: [] });
      const verdicts = await Promise.all([verify(), fill(), verify(), fill(), verify({ id: lastId, hash: lastHash })]);
      for (const verdict of verdicts) expect(verdict?.faults ?? []).toEqual([]);
      expect((await verify({ id: '3', hash: lastHash })).faults).toHaveLength(1);
    });

    it.each([
      ['an actor', "UPDATE audit_log SET actor = 'lee' WHERE id = 3", '3'],
      ['a time', "UPDATE audit_log SET created_at = '2026-11-22 09:59:59.000' WHERE id = 3", '3'],
      ['a state', "UPDATE audit_log SET after_state = '{}' WHERE id = 1", '1'],
      ['a reason that is taken away', 'UPDATE audit_log SET reason = NULL WHERE id = 5', '5'],
      ['a column that was empty', "UPDATE audit_log SET group_name = 'a' WHERE id = 2", '2'],
      ['a hash', "UPDATE audit_log SET hash = REPLACE(hash, SUBSTR(hash, 1, 1), 'x') WHERE id = 2", '2'],
      ['a row that is gone', 'DELETE FROM audit_log WHERE id = 2', '2'],
      ['the first row gone', 'DELETE FROM audit_log WHERE id = 1', '1'],
      ['the end cut off', 'DELETE FROM audit_log WHERE id >= 4', '4'],
      ['everything gone', 'DELETE FROM audit_log', '1'],
      ['the head moved back', 'UPDATE audit_chain SET last_id = 4', '4'],
      ['the head gone', 'DELETE FROM audit_chain', '0'],
    ])('finds %s', async (_, sql, id) => {
      await fill();
      await tamper(sql);
      const { faults } = await verify();
      if (sql.includes('FROM audit_chain'))
        await tamper("INSERT INTO audit_chain (id, last_id, last_hash) VALUES (1, 0, '')");
      expect(faults.map((fault) => fault.id)).toContain(id);
    });

    it('finds rows that changed places, and one that was put in', async () => {
      await fill();
      for (const sql of ['SET id = 99 WHERE id = 2', 'SET id = 2 WHERE id = 3', 'SET id = 3 WHERE id = 99'])
        await tamper(`UPDATE audit_log ${sql}`);
      expect((await verify()).faults.map(({ id }) => id)).toEqual(expect.arrayContaining(['2', '3']));
      await ledger.clear();
      await fill();
      await tamper(
        `INSERT INTO audit_log (id, created_at, actor, via, action, target_type, previous_hash, hash)
         SELECT 6, created_at, actor, via, action, target_type, hash, hash FROM audit_log WHERE id = 5`,
      );
      expect((await verify()).faults).toEqual([{ id: '6', fault: 'it lies behind the head of the chain' }]);
    });

    it('a chain that was computed anew does not have the hash that was kept elsewhere', async () => {
      await fill();
      const { lastId, lastHash } = await verify();
      await ledger.clear();
      for (let index = 1; index <= 6; index++) await record(entry(`forged ${index}`));
      expect((await verify()).faults).toEqual([]);
      expect((await verify({ id: lastId, hash: lastHash })).faults).toHaveLength(1);
    });
  });

  it('is listed by filters, both ways, and exported as it is', async () => {
    const { autocommit } = ledger.database;
    for (let index = 1; index <= 4; index++)
      await record(
        { ...entry(`=cmd ${index}`), actor: index % 2 ? 'kim' : 'lee' },
        new Date(NOW.getTime() + index * 1000),
      );
    const ids = async (filter: object) =>
      (await listAudit(autocommit, filter, { descending: true, limit: 10 })).map(({ id }) => Number(id));
    expect(await ids({ actor: 'kim' })).toEqual([3, 1]);
    expect(await ids({ since: new Date(NOW.getTime() + 2000), until: new Date(NOW.getTime() + 4000) })).toEqual([3, 2]);
    expect(await ids({ until: NOW })).toEqual([]);
    expect(await ids({ since: new Date(NOW.getTime() + 9000) })).toEqual([]);
    expect(await ids({ nameLike: '%cmd 4%', via: ['session'] })).toEqual([4]);
    expect(await ids({ groups: ['a'] })).toEqual([]);
    expect((await listAudit(autocommit, {}, { at: '2', descending: false, limit: 1 }))[0]!.id).toBe('3');
    const lines = async (format: 'jsonl' | 'csv') => {
      let text = '';
      for await (const line of auditLines(autocommit, {}, format)) text += line;
      return text;
    };
    const names = (await lines('jsonl'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).targetName);
    expect(names).toEqual(['=cmd 1', '=cmd 2', '=cmd 3', '=cmd 4']);
    // A spreadsheet takes no name for a formula.
    expect(await lines('csv')).toMatch(/^id,createdAt.*\r\n1,2026-11-22T10:00:01\.000Z,kim,.*,'=cmd 1,/);
  });

  it('is searched in parts of 50,000 entries, both ways, unless an index leads to them', async () => {
    const { autocommit } = ledger.database;
    for (let index = 1; index <= 4; index++) await record(entry(`cmd ${index}`));
    for (const id of [75_001, 125_000])
      await autocommit.execute(
        `INSERT INTO audit_log (id, created_at, actor, via, action, target_type, target_id, target_name, previous_hash, hash)
         SELECT ${id}, created_at, 'lee', via, action, target_type, target_id, 'late', hash, hash FROM audit_log WHERE id = 4`,
      );
    const search = async (filter: object, at?: string, descending = true) => {
      const { rows, stoppedAt } = await searchAudit(autocommit, filter, { at, descending, limit: 2 });
      return [rows.map(({ id }) => id), stoppedAt];
    };
    expect(await search({ nameLike: '%late%' })).toEqual([['125000', '75001'], null]);
    expect(await search({ nameLike: '%cmd%' })).toEqual([[], '75001']);
    expect(await search({ nameLike: '%cmd%' }, '75001')).toEqual([[], '25001']);
    expect(await search({ nameLike: '%cmd%' }, '25001')).toEqual([['4', '3'], null]);
    expect(await search({ nameLike: '%late%' }, '4', false)).toEqual([[], '50004']);
    expect(await search({ nameLike: '%late%' }, '50004', false)).toEqual([['75001'], '100004']);
    expect(await search({ nameLike: '%late%' }, '100004', false)).toEqual([['125000'], null]);
    expect(await search({ actor: 'kim' })).toEqual([['4', '3'], null]);
    expect(await search({ nameLike: '%cmd%', targetId: '1' })).toEqual([['4', '3'], null]);
    expect(await countAudit(autocommit, { nameLike: '%late%' }, 10)).toEqual({ found: 2, isPartial: true });
    expect(await countAudit(autocommit, { nameLike: '%cmd%', until: new Date(0) }, 10)).toEqual({
      found: 0,
      isPartial: false,
    });
  });
});
