import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createNotes, type OpenDatabases, openDatabases } from '../support/open-databases.ts';
import { DATABASE_KINDS, SERVER_KINDS } from '../support/servers.ts';

const NFC = '\uD55C\uAE00'.normalize('NFC');
const NFD = NFC.normalize('NFD');
/** U+1F680, outside the basic plane. */
const OUTSIDE_BASIC_PLANE = String.fromCodePoint(0x1f680);

describe.each(DATABASE_KINDS)('values on %s', (kind) => {
  let open: OpenDatabases;
  beforeAll(async () => {
    open = await openDatabases(kind);
    await createNotes(open.database);
  });
  afterAll(() => open.close());

  /** Writes one value and reads it back. */
  async function roundTrip(column: string, value: unknown): Promise<unknown> {
    const { autocommit } = open.database;
    await autocommit.execute('DELETE FROM notes');
    await autocommit.execute(`INSERT INTO notes (name, ${column}) VALUES (:name, :value)`, { name: 'one', value });
    return autocommit.fetchValue(`SELECT ${column} FROM notes`);
  }

  it.each([
    ['Korean composed', NFC],
    ['Korean decomposed', NFD],
    ['a character outside the basic plane', OUTSIDE_BASIC_PLANE],
    ['quotes, backslashes and percent signs', `it's "a" \\ b \\' %_ -- /* ? :x $1`],
    ['line ends and tabs', 'a\r\nb\tc'],
    ['an empty text', ''],
    ['trailing spaces', 'a  '],
    ['a megabyte', 'gh\uAC00"\\\''.repeat(170_000)],
  ])('keeps %s as it is', async (_, text) => {
    expect(await roundTrip('body', text)).toBe(text);
  });

  it.each([0, 1, -1, 2 ** 31, -(2 ** 53) + 1, 2 ** 53 - 1])('reads the whole number %d as a number', async (number) => {
    expect(await roundTrip('big', number)).toBe(number);
    expect(await roundTrip('big', BigInt(number))).toBe(number);
  });

  it.each([2n ** 53n, 2n ** 63n - 1n, -(2n ** 63n) + 1n, 9007199254740993n])(
    'reads %d, beyond 2^53, as a bigint',
    async (big) => {
      expect(await roundTrip('big', big)).toBe(big);
    },
  );

  it('stores a whole number in a text column without a fraction', async () => {
    expect(await roundTrip('body', 5)).toBe('5');
  });

  it.each([0.1, -2.5e10, 1e-7])('keeps the fraction %d', async (number) => {
    expect(await roundTrip('amount', number)).toBe(number);
  });

  it('keeps true, false and null in a boolean column', async () => {
    expect(await roundTrip('flag', true)).toBe(true);
    expect(await roundTrip('flag', false)).toBe(false);
    expect(await roundTrip('flag', null)).toBeNull();
  });

  it.each([
    '2026-11-22T10:00:00.123Z',
    '1970-01-01T00:00:00.000Z',
    '2099-12-31T23:59:59.999Z',
    '2026-03-08T02:30:00.007Z',
  ])('reads the instant %s as ISO text in UTC with milliseconds', async (instant) => {
    expect(await roundTrip('made_at', new Date(instant))).toBe(instant);
    const found = await open.database.autocommit.fetchValue('SELECT COUNT(*) FROM notes WHERE made_at = :at', {
      at: new Date(instant),
    });
    expect(found).toBe(1);
  });

  it('keeps bytes, also NUL', async () => {
    const bytes = Uint8Array.from([0, 1, 39, 92, 255]);
    const read = (await roundTrip('bytes', bytes)) as Uint8Array;
    expect(read).toBeInstanceOf(Uint8Array);
    expect([...read]).toEqual([...bytes]);
  });

  it('stores a plain object as JSON text', async () => {
    expect(await roundTrip('body', { a: [1, 'x'], b: null })).toBe('{"a":[1,"x"],"b":null}');
  });

  it.each([
    ['undefined', undefined, 'undefined'],
    ['NaN', Number.NaN, 'NaN'],
    ['infinity', Number.POSITIVE_INFINITY, 'Infinity'],
    ['text with NUL', 'a\0b', 'NUL'],
    ['an invalid date', new Date('never'), 'not a date'],
    ['an array outside IN', [1], 'an array outside IN'],
    ['a number beyond 64 bits', 2n ** 63n, 'beyond 64 bits'],
    ['a function', () => 1, 'a function'],
    ['a map', new Map(), 'a Map'],
  ])('refuses %s and names the parameter', async (_, value, reason) => {
    await expect(roundTrip('body', value)).rejects.toMatchObject({
      code: 'PARAMETER_INVALID',
      message: expect.stringMatching(new RegExp(`"value".*${reason}`, 's')),
    });
  });

  it('names a parameter that was not given', async () => {
    await expect(open.database.autocommit.fetchAll('SELECT :who AS x', {})).rejects.toMatchObject({
      code: 'PARAMETER_MISSING',
      message: expect.stringContaining('"who"'),
    });
  });

  it('expands IN and NOT IN for lists of any length, the empty one included', async () => {
    const { autocommit } = open.database;
    await autocommit.execute('DELETE FROM notes');
    const rows = Array.from({ length: 1_200 }, (_, i) => ({ name: `n${i}`, big: i, flag: i % 2 === 0 }));
    await autocommit.executeMany('INSERT INTO notes (name, big, flag) VALUES (:name, :big, :flag)', rows);
    const count = (where: string, params: Record<string, unknown>) =>
      autocommit.fetchValue(`SELECT COUNT(*) FROM notes WHERE ${where}`, params);
    expect(await count('big IN (:list)', { list: [] })).toBe(0);
    expect(await count('big NOT IN (:list)', { list: [] })).toBe(1_200);
    expect(await count('big IN (:list)', { list: [1, 2, 3n, 9_999] })).toBe(3);
    expect(await count('big NOT IN ( :list )', { list: [1, 2, 3] })).toBe(1_197);
    expect(await count('big IN (:list)', { list: rows.map((row) => row.big) })).toBe(1_200);
    expect(await count('name IN (:list)', { list: ['n1', `"'\\`, 'n2'] })).toBe(2);
    expect(await count('flag IN (:list)', { list: [true] })).toBe(600);
  });

  it.each([3, 50])('keeps every type when %d rows are written at once', async (count) => {
    const { autocommit } = open.database;
    await autocommit.execute('DELETE FROM notes');
    const rows = Array.from({ length: count }, (_, i) => ({
      name: `n${String(i).padStart(3, '0')}`,
      body: i % 3 === 0 ? null : `{"it's": "\\"\\\\ ${NFD}, ${OUTSIDE_BASIC_PLANE}"}, NULL {${i}}`,
      big: i % 2 === 0 ? 2n ** 60n + BigInt(i) : i,
      flag: i % 5 === 0 ? null : i % 2 === 0,
      made_at: i % 7 === 0 ? null : new Date(Date.UTC(2026, 0, i + 1, 1, 2, 3, i)),
      bytes: Uint8Array.from([0, 92, 34, i]),
      amount: i / 8,
    }));
    const columns = Object.keys(rows[0]!);
    const sql = `INSERT INTO notes (${columns.join()}) VALUES (${columns.map((column) => `:${column}`).join(', ')})`;
    expect(await autocommit.executeMany(sql, rows)).toBe(count);
    const read = await autocommit.fetchAll(`SELECT ${columns.join()} FROM notes ORDER BY name`);
    expect(read.map((row) => ({ ...row, bytes: [...(row['bytes'] as Uint8Array)] }))).toEqual(
      rows.map((row) => ({ ...row, bytes: [...row.bytes], made_at: row.made_at?.toISOString() ?? null })),
    );
  });

  it('does not take a colon in a string, a comment or a cast for a parameter', async () => {
    const value = await open.database.autocommit.fetchValue(
      `SELECT ':no' /* :no */ AS x WHERE 1 = :one -- :no\n`.replace(
        'WHERE',
        kind === 'mariadb' ? 'FROM DUAL WHERE' : 'WHERE',
      ),
      { one: 1 },
    );
    expect(value).toBe(':no');
  });

  it('matches rows whose value does not change, and answers their number', async () => {
    const { autocommit } = open.database;
    await autocommit.execute('DELETE FROM notes');
    await autocommit.executeMany('INSERT INTO notes (name, big) VALUES (:name, 1)', [{ name: 'a' }, { name: 'b' }]);
    expect(await autocommit.execute('UPDATE notes SET big = 1')).toBe(2);
    expect(await autocommit.execute('DELETE FROM notes WHERE name = :name', { name: 'a' })).toBe(1);
  });
});

// SQLite knows no DEFAULT among values.
describe.each(SERVER_KINDS)('defaults on %s', (kind) => {
  it('may stand in an INSERT of many rows', async () => {
    const open = await openDatabases(kind);
    await createNotes(open.database);
    const rows = Array.from({ length: 30 }, (_, i) => ({ name: `n${i}` }));
    const sql = 'INSERT INTO notes (name, big) VALUES (:name, DEFAULT)';
    expect(await open.database.autocommit.executeMany(sql, rows)).toBe(30);
    await open.close();
  });
});
