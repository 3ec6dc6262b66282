import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DispatcherService } from '../../src/dispatcher/main.ts';
import { createCron } from '../../src/ledger/crons.ts';
import { listExecutions } from '../../src/ledger/executions.ts';
import type { CronInput, ResumePolicy } from '../../src/ledger/model/cron.ts';
import { pauseCron, resumeCron } from '../../src/ledger/pauses.ts';
import { planCrons } from '../../src/ledger/plan.ts';
import { pauseScheduler, resumeScheduler, schedulerPause } from '../../src/ledger/scheduler-pause.ts';
import { createLogger } from '../../src/runtime/logging.ts';
import { ManualClock } from '../../src/testing/manual-clock.ts';
import { freshLedger, type Ledger } from '../support/ledger.ts';
import { DATABASE_KINDS } from '../support/servers.ts';

const at = (text: string) => new Date(`2026-11-22T${text}:00Z`);
const defaults = { timeZone: 'UTC', minCronIntervalSeconds: 1 };
const kim = { actor: 'kim', reason: 'storage is moved' };

describe.each(DATABASE_KINDS)('a pause of the scheduler on %s', (kind) => {
  let ledger: Ledger;
  let clock: ManualClock;
  let dispatcher: DispatcherService;
  beforeAll(async () => {
    ledger = await freshLedger(kind);
  });
  afterAll(() => ledger?.drop());
  afterEach(() => ledger.clear());

  const start = (time: string) => {
    clock = new ManualClock(at(time));
    dispatcher = new DispatcherService({
      database: ledger.database,
      clock,
      logger: createLogger({ level: 'silent' }),
      version: '0',
      pollIntervalSeconds: 1,
      maxSleepSeconds: 5,
      minCronIntervalSeconds: 1,
      heartbeatIntervalSeconds: 5,
      leaseSeconds: 30,
      retention: { successDays: 30, otherDays: 90, logDays: 14 },
    });
  };
  const pass = async (time: string) => {
    clock.moveTo(at(time));
    return await dispatcher.pass();
  };
  const cron = (name: string, input: Partial<CronInput> = {}) =>
    ledger.database.transaction((each) =>
      createCron(
        each,
        { name, handlerName: 'h', cronExpression: '0 * * * *', overlapPolicy: 'queue_all', ...input },
        { now: clock.now(), defaults },
      ),
    );
  const shape = async (name: string) =>
    (await listExecutions(ledger.database.autocommit, { limit: 200 })).items
      .filter((row) => row.cronName === name)
      .map((row) => `${row.scheduledTime.toISOString().slice(11, 13)} ${row.skipReason ?? row.status}`)
      .toSorted();
  const pause = (until: Date | null = null, resumePolicy: ResumePolicy = 'drop') =>
    ledger.database.transaction((each) => pauseScheduler(each, { ...kim, until, resumePolicy }, clock.now()));
  const resume = (policy: ResumePolicy) =>
    ledger.database.transaction((each) => resumeScheduler(each, { policy, actor: 'lee' }, clock.now()));

  it.each([
    ['drop', ['09 paused', '10 paused', '11 PENDING']],
    ['latest', ['09 paused', '10 PENDING', '11 PENDING']],
    ['all', ['09 PENDING', '10 PENDING', '11 PENDING']],
  ] as const)('writes what comes due as paused, and at the end does what was chosen: %s', async (policy, expected) => {
    start('08:00');
    await cron('a');
    await pause();
    await cron('b');
    await pass('09:00');
    expect(dispatcher.health()).toMatchObject({ ok: true, detail: 'paused by kim: storage is moved' });
    const { items } = await listExecutions(ledger.database.autocommit, {});
    expect(items[0]).toMatchObject({ status: 'SKIPPED', skipReason: 'paused', actor: 'kim', reason: kim.reason });
    clock.moveTo(at('10:30'));
    // No dispatcher ran at ten: what was due within the pause is paused all the same.
    await resume(policy);
    expect(await schedulerPause(ledger.database.autocommit)).toMatchObject({ resumedBy: 'lee' });
    await pass('10:31');
    expect(await schedulerPause(ledger.database.autocommit)).toBeNull();
    expect(dispatcher.health()).toEqual({ service: 'dispatcher', ok: true });
    await pass('11:00');
    expect(await shape('a')).toEqual(expected);
    expect(await shape('b')).toEqual(expected);
    await expect(resume(policy)).rejects.toMatchObject({ code: 'SCHEDULER_NOT_PAUSED' });
  });

  it('ends by itself, and is what the plan says', async () => {
    start('08:00');
    const made = await cron('a');
    await pause(at('09:30'), 'all');
    const plan = await planCrons(ledger.database.autocommit, [made], {
      from: at('08:01'),
      until: at('11:00'),
      limit: 9,
    });
    expect(plan.occurrences.map(({ skipReason }) => skipReason)).toEqual(['paused', null, null]);
    await pass('09:00');
    await pass('10:00');
    await pass('10:00');
    expect(await shape('a')).toEqual(['09 PENDING', '10 PENDING']);
  });

  it('leaves single pauses alone: what they drop stays dropped, and they end only after it', async () => {
    start('08:00');
    const [a, b] = [await cron('a'), await cron('b')];
    await pause();
    const each = { actor: 'lee', until: at('09:30'), resumePolicy: 'all' as const };
    await ledger.database.transaction((one) => pauseCron(one, a.id, each, clock.now()));
    await ledger.database.transaction((one) => pauseCron(one, b.id, { actor: 'lee' }, clock.now()));
    await pass('09:00');
    await pass('09:40');
    expect(await shape('a')).toEqual(['09 paused']);
    await ledger.database.transaction((one) => resumeCron(one, b.id, { policy: 'drop', actor: 'lee' }, clock.now()));
    await pass('10:00');
    await resume('all');
    await pass('10:01');
    await pass('10:02');
    expect(await shape('b')).toEqual(['09 paused', '10 PENDING']);
    expect(await shape('a')).toEqual(['09 PENDING', '10 PENDING']);
  });

  it('can be prolonged, but neither end in the past nor begin while the one before is worked off', async () => {
    start('08:00');
    await cron('a');
    await expect(pause(at('07:00'))).rejects.toMatchObject({ code: 'PAUSE_INVALID' });
    await pause(at('09:00'));
    expect(await pause(at('10:00'), 'latest')).toMatchObject({ since: at('08:00'), until: at('10:00') });
    clock.moveTo(at('10:00'));
    await expect(pause()).rejects.toMatchObject({ code: 'SCHEDULER_RESUMING' });
    await expect(resume('all')).rejects.toMatchObject({ code: 'SCHEDULER_NOT_PAUSED' });
    await pass('10:01');
    expect(await pause()).toMatchObject({ since: at('10:01'), until: null });
  });
});
