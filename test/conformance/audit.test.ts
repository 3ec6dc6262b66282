import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type AuditEntry, recordAudit } from '../../src/ledger/audit.ts';
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
});
