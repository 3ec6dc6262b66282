import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { newGid } from '../../src/database/two-phase/gid.ts';
import { commandLine } from '../support/command-line.ts';
import { makeProject } from '../support/project.ts';
import { type Bank, openBank } from '../support/transfers.ts';
import { waitFor } from '../support/wait.ts';

const MINUTES_AGO_MS = -120_000;

let bank: Bank;
let jobu: ReturnType<typeof commandLine>;
beforeAll(async () => {
  bank = await openBank({ default: 'postgres', business: 'mariadb' });
  jobu = commandLine(await makeProject({ databases: bank.config }));
});
afterAll(() => bank?.drop());

/** A transaction whose process was killed before it decided; answers its global id. */
async function undecided(clockShiftMs = 0): Promise<string> {
  onTestFinished(async () => void (await bank.recover()));
  const process = bank.spawn(1, { step: 'prepared', count: 1, outcome: 'rollback' }, 'kill', clockShiftMs);
  expect(await process.exit()).toBe('SIGKILL');
  const branches = bank.registry.get('business').driver.twoPhase!;
  return await waitFor(async () => (await branches.prepared())[0]?.replace(/-\d+$/, ''), { what: 'a branch' });
}

test('transactions in doubt are listed, shown and ended; doctor finds the old ones', async () => {
  expect(await jobu.done(['transaction', 'list'])).toBe('No transaction is in doubt.\n');
  const gid = await undecided(MINUTES_AGO_MS);
  const [head, row] = (await jobu.done(['transaction', 'list'])).split('\n');
  expect(head).toMatch(/^ID +STATE +DECISION +AGE +DATABASES +COORDINATOR/);
  expect(row).toMatch(new RegExp(`^${gid} +undecided +- +2 ?m.* business \\(prepared\\) +-`));
  expect(await jobu.json(['transaction', 'list'])).toMatchObject({
    items: [{ gid, state: 'undecided', decision: null, participants: [{ database: 'business', state: 'prepared' }] }],
    unreachable: [],
  });
  expect(await jobu.done(['transaction', 'show', gid])).toMatch(/state +undecided/);
  const doctor = JSON.parse((await jobu.run(['doctor', '--json'])).stdout);
  expect(doctor.checks).toContainEqual({
    check: 'transactions',
    level: 'warn',
    message: expect.stringContaining(gid),
    wayOut: expect.stringContaining('jobu transaction list'),
  });

  const resolve = ['transaction', 'resolve', gid];
  expect(await jobu.refused([...resolve, '--decision', 'rollback'], 2)).toMatch(/--reason/);
  expect(await jobu.refused([...resolve, '--decision', 'maybe', '--reason', 'x'], 2)).toMatch(/commit, rollback/);
  expect(await jobu.refused([...resolve, '--decision', 'rollback', '--reason', ' '], 2)).toMatch(/reason/);
  expect(await jobu.refused([...resolve, '--reason', 'x'], 2)).toMatch(/no decision yet/);
  const decide = [...resolve, '--decision', 'rollback', '--reason', 'machine is gone'];
  expect(await jobu.done(decide)).toMatch(/state +done[\s\S]*reason +machine is gone/);
  expect(await jobu.json(decide)).toMatchObject({
    gid,
    state: 'done',
    decision: 'rollback',
    reason: 'machine is gone',
  });
  expect(await jobu.refused([...resolve, '--decision', 'commit', '--reason', 'x'], 1)).toMatch(/decided already/);
  expect(await jobu.done(['transaction', 'list'])).toBe('No transaction is in doubt.\n');
  expect(await jobu.json(['transaction', 'show', gid])).toMatchObject({
    state: 'done',
    resolvedBy: expect.any(String),
  });
  const healthy = JSON.parse((await jobu.run(['doctor', '--json'])).stdout);
  expect(healthy.checks).toContainEqual({ check: 'transactions', level: 'ok', message: 'none is in doubt' });
  expect(await bank.check()).toEqual([]);
});

test('a commit by hand waits until the process of the transaction can be taken for dead', async () => {
  const gid = await undecided();
  const commit = ['transaction', 'resolve', gid, '--decision', 'commit', '--reason', 'x'];
  expect(await jobu.refused(commit, 1)).toMatch(/may be about to commit it.*Look again when it is older than 30 s/s);
});

test('an id that nobody knows is refused', async () => {
  for (const gid of [newGid('0123456789ab'), 'somebody-else']) {
    expect(await jobu.refused(['transaction', 'show', gid], 1)).toMatch(`There is no transaction ${gid} in doubt.`);
    const resolve = ['transaction', 'resolve', gid, '--decision', 'rollback', '--reason', 'x'];
    expect(await jobu.refused(resolve, 1)).toMatch(`There is no transaction ${gid} in doubt.`);
  }
});

test('a database that does not answer is named and does not hide the others', async () => {
  const gid = await undecided();
  const away = { type: 'postgres', host: '127.0.0.1', port: 1, database: 'none', user: 'none' } as const;
  const lame = commandLine(await makeProject({ databases: { ...bank.config, away } }));
  const { code, stdout, stderr } = await lame.run(['transaction', 'list', '--json']);
  expect([code, JSON.parse(stdout)]).toMatchObject([0, { items: [{ gid }], unreachable: ['away'] }]);
  expect(stderr).toMatch(/"away"/);
});
