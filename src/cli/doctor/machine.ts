import { existsSync, statfsSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import type { Config } from '../../config/config.ts';
import { parseCron } from '../../domain/cron-expression.ts';
import { nextFireTime } from '../../domain/fire-times.ts';
import { messageOf } from '../../errors.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

const LOW_MB = 200;
const LAST_CHANGE = new Date('2025-03-01T00:00:00Z');
const AFTER_CHANGE = '2025-03-09T07:00:00.000Z';

/** The rules of time zones that come with Node: old ones give wrong times after a law changes. */
function timeZoneData(now: Date): Finding {
  const check = 'time zone data';
  const version = process.versions['tz'] ?? '';
  const changed = nextFireTime(parseCron('0 3 9 3 *'), 'America/New_York', LAST_CHANGE)?.toISOString();
  if (changed !== AFTER_CHANGE)
    return fail(check, 'this Node does not know when daylight saving begins', 'Install a Node with full ICU data.');
  const year = Number(version.slice(0, 4));
  if (year > 0 && now.getUTCFullYear() - year > 1)
    return warn(check, `this Node has the rules of ${version}`, 'Update Node; laws about zones change every year.');
  return ok(check, `${version || 'known'}, with daylight saving`);
}

function handlerFolders({ worker }: Config): Finding {
  const missing = worker.handlers.filter((folder) => !existsSync(folder));
  const names = (folders: readonly string[]) =>
    folders.map((folder) => relative(process.cwd(), folder) || '.').join(', ');
  return missing.length === 0
    ? ok('handler folders', names(worker.handlers))
    : warn('handler folders', `${names(missing)} does not exist`, 'Create it, or correct handlers in worker.yaml.');
}

function diskSpace({ databases }: Config): Finding[] {
  return Object.entries(databases).flatMap(([name, config]) => {
    if (config.type !== 'sqlite' || config.path === ':memory:') return [];
    const check = `disk of "${name}"`;
    try {
      const { bavail, bsize } = statfsSync(dirname(config.path));
      const freeMb = Math.floor((bavail * bsize) / 1_048_576);
      const message = `${freeMb} MB free`;
      return [
        freeMb < LOW_MB
          ? warn(check, message, 'Free space, or lower the retention in dispatcher.yaml.')
          : ok(check, message),
      ];
    } catch (error) {
      return [warn(check, messageOf(error), 'Check the path in database.yaml.')];
    }
  });
}

/** What can be said without a database. */
export function checkMachine(config: Config, now: Date): Finding[] {
  return [ok('Node', process.version), timeZoneData(now), handlerFolders(config), ...diskSpace(config)];
}
