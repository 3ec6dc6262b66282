import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { JobuError } from '../errors.ts';

/** 32 MiB and about a third of a second each: what guessing a stolen hash costs. */
const COST = { ln: 15, r: 8, p: 3 } as const;
const KEY_BYTES = 32;
const SALT_BYTES = 16;
const AT_ONCE = 2;
const MOST_WAITING = 32;

/** Length of passwords, in characters. */
export const PASSWORD_LENGTH = { min: 10, max: 200 } as const;

let running = 0;
const waiting: (() => void)[] = [];

/** Two at a time: each takes memory and a thread that handlers of this process want too. */
async function derive(password: string, salt: Buffer, cost: { ln: number; r: number; p: number }): Promise<Buffer> {
  if (running >= AT_ONCE) {
    if (waiting.length >= MOST_WAITING) throw new JobuError('TOO_BUSY', { problem: 'too many sign in at once' });
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else running++;
  try {
    const options = { N: 2 ** cost.ln, r: cost.r, p: cost.p, maxmem: 256 * 2 ** cost.ln * cost.r };
    return await new Promise<Buffer>((resolve, reject) =>
      // One password typed on two keyboards has one form.
      scrypt(password.normalize('NFKC'), salt, KEY_BYTES, options, (error, key) =>
        error ? reject(error) : resolve(key),
      ),
    );
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}

const base64 = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');

/** A new hash of a password, in the text form of PHC: `$scrypt$ln=15,r=8,p=3$salt$hash`. Throws PASSWORD_UNFIT. */
export async function hashPassword(password: string, userName: string): Promise<string> {
  const length = [...password].length;
  const refuse = (problem: string) => new JobuError('PASSWORD_UNFIT', { problem });
  if (length < PASSWORD_LENGTH.min) throw refuse(`it has fewer than ${PASSWORD_LENGTH.min} characters`);
  if (length > PASSWORD_LENGTH.max) throw refuse(`it has more than ${PASSWORD_LENGTH.max} characters`);
  if (new Set(password).size < 4) throw refuse('it repeats the same few characters');
  if (password.toLowerCase().includes(userName.toLowerCase()) && length < userName.length + 6)
    throw refuse('it is the name with little added');
  const salt = randomBytes(SALT_BYTES);
  const key = await derive(password, salt, COST);
  return `$scrypt$ln=${COST.ln},r=${COST.r},p=${COST.p}$${base64(salt)}$${base64(key)}`;
}

const FORM = /^\$scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;
/** A hash that no password has, so that a name that does not exist takes as long as one that does. */
const NOBODY = `$scrypt$ln=${COST.ln},r=${COST.r},p=${COST.p}$${'A'.repeat(22)}$${'A'.repeat(43)}`;

/** Whether the password is the one of the hash; always false, and just as slow, without a hash. */
export async function verifyPassword(password: string, hash: string | null): Promise<boolean> {
  const [, ln = '', r = '', p = '', salt = '', key = ''] = FORM.exec(hash ?? NOBODY) ?? FORM.exec(NOBODY)!;
  const found = await derive(password, Buffer.from(salt, 'base64'), { ln: Number(ln), r: Number(r), p: Number(p) });
  const wanted = Buffer.from(key, 'base64');
  return hash !== null && found.length === wanted.length && timingSafeEqual(found, wanted);
}
