import { randomBytes } from 'node:crypto';
import { GID_PREFIX } from '../dialects/dialect.ts';

const RANDOM_BYTES = 10;
const TIME_LENGTH = 9;
const GID = /^jobu\.([a-z0-9]+)\.([a-z0-9]{9})[a-z0-9]+$/;
const BRANCH = /^(.+)-\d+$/;

/** A name for a transaction that is never used again: `jobu.<installation>.<random>`, where the random part begins with the time. */
export function newGid(installation: string): string {
  const time = Date.now().toString(36).padStart(TIME_LENGTH, '0');
  return `${GID_PREFIX}${installation}.${time}${randomBytes(RANDOM_BYTES).toString('hex')}`;
}

/** The name of one database's part of it, at most 64 bytes: a server may hold several parts of one transaction. */
export const branchName = (gid: string, number: number): string => `${gid}-${number}`;

/** What a global id says by itself; undefined for one that jobu never made. `beganAt` is by the coordinator's clock. */
export function readGid(gid: string): { installation: string; beganAt: string } | undefined {
  const [, installation, time] = GID.exec(gid) ?? [];
  if (installation === undefined) return undefined;
  return { installation, beganAt: new Date(Number.parseInt(time!, 36)).toISOString() };
}

/** The transaction a branch belongs to; undefined for a name that jobu never gave. */
export function gidOf(branch: string): string | undefined {
  const gid = BRANCH.exec(branch)?.[1];
  return gid !== undefined && readGid(gid) ? gid : undefined;
}
