import { createHash } from 'node:crypto';
import { isJobuError, messageOf } from '../../errors.ts';
import type { Row } from '../connection.ts';
import { GID_PREFIX, type TwoPhaseTraits, type Verdict } from './dialect.ts';
import { mysqlNumber } from './mysql-errors.ts';

/** "JOBU": tells jobu's transactions from those of other programs on the same server. */
const FORMAT_ID = 0x4a4f4255;
/** XAER_NOTA: no such branch, or one that another connection still holds. */
const NOT_FOUND = 1397;
/** Branches that the server has rolled back by itself. */
const ROLLED_BACK = new Set([1402, 1613, 1614]);

/** A server holds the branches of all its databases, so the branch is named after the one it belongs to. */
const schemaTag = (schema: string): string =>
  createHash('sha256').update(schema.toLowerCase()).digest('hex').slice(0, 12);

const hex = (text: string): string => `X'${Buffer.from(text).toString('hex')}'`;

/** The id of a branch for XA: it carries the connection, so that recovery can find it. */
export function xidOf(branch: string, schema: string, connectionId: number): string {
  return `${hex(branch)},${hex(`${schemaTag(schema)}.${connectionId}`)},${FORMAT_ID}`;
}

interface Branch {
  readonly name: string;
  readonly xid: string;
  /** The connection that prepared it. */
  readonly connectionId: number;
}

/** What runs on a connection of the pool. */
export type RunOnServer = (label: string, sql: string) => Promise<Row[]>;

/** Prepared XA branches of one database on a MySQL or MariaDB server. */
export class MysqlBranches implements TwoPhaseTraits {
  readonly #schema: string;
  readonly #run: RunOnServer;
  #isPossible = false;

  constructor(schema: string, run: RunOnServer) {
    this.#schema = schema;
    this.#run = run;
  }

  async refusal(): Promise<string | undefined> {
    if (this.#isPossible) return undefined;
    const [galera] = await this.#run('Check', "SHOW VARIABLES LIKE 'wsrep_on'");
    if (/^(ON|1)$/i.test(String(galera?.['Value'] ?? ''))) return 'it is a Galera cluster, which has no XA';
    try {
      await this.#list();
    } catch (error) {
      if (!isJobuError(error, 'STATEMENT_FAILED')) throw error;
      return `its user may not see prepared transactions (${messageOf(error.cause)}); GRANT XA_RECOVER_ADMIN to it`;
    }
    this.#isPossible = true;
    return undefined;
  }

  async prepared(): Promise<string[]> {
    return (await this.#list()).map(({ name }) => name);
  }

  async finish(name: string, verdict: Verdict): Promise<'done' | 'absent' | 'busy'> {
    const branch = await this.#find(name);
    if (branch === undefined) return 'absent';
    try {
      await this.#run('XA', `XA ${verdict.toUpperCase()} ${branch.xid}`);
      return 'done';
    } catch (error) {
      const number = isJobuError(error) ? mysqlNumber(error.cause) : 0;
      if (verdict === 'rollback' && ROLLED_BACK.has(number)) return 'done';
      if (number !== NOT_FOUND) throw error;
      // MariaDB says "not found" also while the connection that prepared the branch is there.
      return (await this.#find(name)) === undefined ? 'absent' : 'busy';
    }
  }

  async disown(name: string): Promise<void> {
    const branch = await this.#find(name);
    if (branch === undefined) return;
    const owners = await this.#run('Check', `SELECT id AS id, db AS db FROM information_schema.processlist`);
    const owner = owners.find((row) => Number(row['id']) === branch.connectionId);
    if (owner === undefined || String(owner['db']).toLowerCase() !== this.#schema.toLowerCase()) return;
    await this.#run('KILL', `KILL ${branch.connectionId}`);
  }

  async #find(name: string): Promise<Branch | undefined> {
    return (await this.#list()).find((branch) => branch.name === name);
  }

  async #list(): Promise<Branch[]> {
    const own = `${schemaTag(this.#schema)}.`;
    const rows = await this.#run('XA RECOVER', 'XA RECOVER');
    return rows.flatMap((row) => {
      if (Number(row['formatID']) !== FORMAT_ID) return [];
      const data = Buffer.from(row['data'] as string | Uint8Array).toString('latin1');
      const length = Number(row['gtrid_length']);
      const [name, branch] = [data.slice(0, length), data.slice(length)];
      if (!name.startsWith(GID_PREFIX) || !branch.startsWith(own)) return [];
      const connectionId = Number(branch.slice(own.length));
      return [{ name, xid: `${hex(name)},${hex(branch)},${FORMAT_ID}`, connectionId }];
    });
  }
}
