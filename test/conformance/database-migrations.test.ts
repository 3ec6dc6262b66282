import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { migrate, migrationStatus, pendingMigrations } from '../../src/database/migration.ts';
import { type OpenDatabases, openDatabases } from '../support/open-databases.ts';
import { temporaryFolder } from '../support/run-folder.ts';
import { DATABASE_KINDS } from '../support/servers.ts';

const run = promisify(execFile);

const FIRST = `-- A comment; with a semicolon.
CREATE TABLE books (id INTEGER NOT NULL PRIMARY KEY, title VARCHAR(200) NOT NULL);

INSERT INTO books VALUES (1, 'semi;colon -- and dashes');
`;
const SECOND = `ALTER TABLE books ADD COLUMN pages INTEGER;
CREATE INDEX books_pages ON books (pages);
`;

/** A folder of migrations that reads the same in every dialect. */
function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder('migrations');
  for (const dialect of ['sqlite', 'postgres', 'mysql']) {
    mkdirSync(join(folder, dialect));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, dialect, name), text);
  }
  return folder;
}

describe.each(DATABASE_KINDS)('migrations on %s', (kind) => {
  let open: OpenDatabases;
  beforeAll(async () => {
    open = await openDatabases(kind);
  });
  beforeEach(async () => {
    for (const table of ['books', 'schema_migrations']) {
      await open.database.autocommit.execute(`DROP TABLE IF EXISTS ${table}`);
    }
  });
  afterAll(() => open.close());

  const titles = () => open.database.autocommit.fetchAll('SELECT title, pages FROM books');

  it('run in order, once, and are listed', async () => {
    const folder = folderOf({ '001-books.sql': FIRST, '002-pages.sql': SECOND });
    expect((await pendingMigrations(open.database, folder)).map(({ sql }) => sql)).toEqual([FIRST, SECOND]);
    expect((await migrationStatus(open.database, folder)).map(({ state }) => state)).toEqual(['pending', 'pending']);
    expect((await migrate(open.database, folder)).map(({ version }) => version)).toEqual([1, 2]);
    expect(await migrate(open.database, folder)).toEqual([]);
    expect(await titles()).toEqual([{ title: 'semi;colon -- and dashes', pages: null }]);
    const [first] = await migrationStatus(open.database, folder);
    expect(first).toMatchObject({
      version: 1,
      name: 'books',
      state: 'applied',
      appliedAt: expect.stringMatching(/Z$/),
    });
  });

  it('only those that are missing run', async () => {
    await migrate(open.database, folderOf({ '001-books.sql': FIRST }));
    const folder = folderOf({ '001-books.sql': FIRST, '002-pages.sql': SECOND });
    expect((await pendingMigrations(open.database, folder)).map(({ version }) => version)).toEqual([2]);
    expect(await migrate(open.database, folder)).toHaveLength(1);
  });

  it('run once when several processes migrate at the same time', async () => {
    const folder = folderOf({ '001-books.sql': FIRST, '002-pages.sql': SECOND });
    const program = fileURLToPath(new URL('../fixtures/database/migrate.ts', import.meta.url));
    const config = JSON.stringify(open.config['default']);
    const outputs = await Promise.all([1, 2, 3].map(() => run(process.execPath, [program, config, folder])));
    const versions = outputs.flatMap(({ stdout }) => JSON.parse(stdout) as number[]);
    expect(versions.sort()).toEqual([1, 2]);
    expect(await titles()).toHaveLength(1);
  });

  it('a file that was changed after it ran is refused by name', async () => {
    await migrate(open.database, folderOf({ '001-books.sql': FIRST }));
    const folder = folderOf({ '001-books.sql': `${FIRST} ` });
    await expect(migrate(open.database, folder)).rejects.toMatchObject({
      code: 'MIGRATION_CHANGED',
      message: expect.stringContaining('1 (books)'),
    });
    expect((await migrationStatus(open.database, folder))[0]?.state).toBe('changed');
  });

  it('a file saved with the line ends of Windows is the same file', async () => {
    await migrate(open.database, folderOf({ '001-books.sql': FIRST }));
    expect(
      await pendingMigrations(open.database, folderOf({ '001-books.sql': FIRST.replaceAll('\n', '\r\n') })),
    ).toEqual([]);
  });

  it('a database that is newer than the program is refused', async () => {
    await migrate(open.database, folderOf({ '001-books.sql': FIRST, '002-pages.sql': SECOND }));
    const folder = folderOf({ '001-books.sql': FIRST });
    await expect(migrate(open.database, folder)).rejects.toMatchObject({ code: 'DATABASE_NEWER' });
    await expect(pendingMigrations(open.database, folder)).rejects.toMatchObject({ code: 'DATABASE_NEWER' });
    expect((await migrationStatus(open.database, folder))[1]).toMatchObject({ version: 2, state: 'unknown' });
  });

  it('a statement that fails is named with its line, and can be mended and run again', async () => {
    const broken = folderOf({ '001-books.sql': FIRST, '002-pages.sql': `${SECOND}\nCREATE TABEL oops (x INTEGER);\n` });
    await expect(migrate(open.database, broken)).rejects.toMatchObject({
      code: 'MIGRATION_FAILED',
      message: expect.stringMatching(/2 \(pages\).*line 4/s),
    });
    const isUnfinished = kind === 'mariadb' || kind === 'mysql';
    const states = (await migrationStatus(open.database, broken)).map(({ state }) => state);
    // Where DDL commits by itself the first half stays; elsewhere nothing of the run does.
    expect(states).toEqual(isUnfinished ? ['applied', 'unfinished'] : ['pending', 'pending']);
  });

  it('a migration that was killed half-way is finished by the next run', async () => {
    const folder = folderOf({ '001-books.sql': FIRST, '002-pages.sql': SECOND });
    await migrate(open.database, folderOf({ '001-books.sql': FIRST }));
    if (kind === 'mariadb' || kind === 'mysql') {
      const [, second] = await pendingMigrations(open.database, folder).then((pending) => [undefined, ...pending]);
      const { autocommit } = open.database;
      await autocommit.execute('INSERT INTO schema_migrations (version, name, checksum) VALUES (2, :name, :checksum)', {
        name: second!.name,
        checksum: second!.checksum,
      });
      await autocommit.execute('ALTER TABLE books ADD COLUMN pages INTEGER');
    }
    expect((await migrate(open.database, folder)).map(({ version }) => version)).toEqual([2]);
    expect((await migrationStatus(open.database, folder)).map(({ state }) => state)).toEqual(['applied', 'applied']);
    expect(await titles()).toEqual([{ title: 'semi;colon -- and dashes', pages: null }]);
  });
});

describe('a folder of migrations', () => {
  it.each([
    ['no number', { 'books.sql': FIRST }, /"books\.sql" has no name/],
    ['a number that stands twice', { '001-a.sql': FIRST, '001-b.sql': SECOND }, /number 1 stands twice/],
    ['no file', {}, /is empty/],
  ])('with %s is refused', async (_, files, reason) => {
    const open = await openDatabases('sqlite');
    await expect(migrate(open.database, folderOf(files))).rejects.toThrow(reason);
    await expect(migrate(open.database, '/nowhere')).rejects.toMatchObject({ code: 'MIGRATION_FOLDER_INVALID' });
    await open.close();
  });
});
