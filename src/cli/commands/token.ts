import { type Command, Option } from 'commander';
import { ROLES, type Role } from '../../domain/roles.ts';
import { JobuError } from '../../errors.ts';
import { createToken, findTokenById, listTokens, revokeToken } from '../../ledger/tokens.ts';
import { requireUser } from '../../ledger/users.ts';
import { timeText } from '../entities.ts';
import { act, noteOf, timeIn, wholeNumber } from '../invocation.ts';
import { withLedger } from '../ledger-access.ts';
import { note, print, printJson, printTable } from '../output.ts';
import { grantText, groupList } from './user.ts';

interface CreateOptions {
  readonly role: Role;
  readonly groups?: string;
  readonly user?: string;
  readonly days: number;
  readonly expires?: string;
  readonly never?: boolean;
  readonly reason?: string;
}

const DAY_MS = 86_400_000;

export function addToken(program: Command): void {
  const group = program.command('token').description('List, make and revoke keys for programs that use the API.');

  group
    .command('list')
    .description('List tokens, the youngest first.')
    .action(
      act<object, []>(async (invocation) => {
        const tokens = await withLedger(invocation, ({ database }) => listTokens(database.autocommit));
        if (invocation.options.json) return printJson({ items: tokens, nextCursor: null });
        if (tokens.length === 0) return note('There is no token. Make one with: jobu token create NAME --role viewer');
        const zone = invocation.displayZone;
        printTable(
          ['ID', 'NAME', 'USER', 'ROLE', 'EXPIRES', 'LAST USED', 'MADE BY'],
          tokens.map((token) => [
            token.id,
            token.name,
            token.userName,
            grantText(token),
            token.expiresAt === null ? 'never' : timeText(token.expiresAt, zone),
            timeText(token.lastUsedAt, zone),
            token.createdBy,
          ]),
        );
      }),
    );

  group
    .command('create')
    .description('Make a token and print it. It is shown this once.')
    .argument('<name>', 'what it is for')
    .addOption(new Option('--role <role>', 'what it may do').choices([...ROLES]).default('viewer'))
    .option('--groups <list>', 'groups of crons to be limited to, separated by commas')
    .option('--user <name>', 'user whose role and groups it never exceeds, and with whom it ends')
    .option('--days <n>', 'how long it works', wholeNumber(1, 3650), 90)
    .option('--expires <time>', 'until when it works, in place of --days')
    .option('--never', 'it never expires')
    .option('--reason <text>', 'why, kept in the audit log')
    .action(
      act<CreateOptions, [string]>(async (invocation, name) => {
        const { role, groups = '', user, days, expires, never, reason, json } = invocation.options;
        if (never && expires !== undefined)
          throw new JobuError('USAGE', {
            problem: 'Name --never or --expires, not both.',
            command: 'jobu token create',
          });
        const { token, text } = await withLedger(invocation, ({ database, clock }) =>
          database.transaction(async (connection) => {
            const now = clock.now();
            const end = timeIn(invocation.displayZone, expires) ?? new Date(now.getTime() + days * DAY_MS);
            const userId = user === undefined ? null : (await requireUser(connection, user)).id;
            const input = { name, role, groups: groupList(groups), userId, expiresAt: never ? null : end };
            return await createToken(connection, input, noteOf(reason), now);
          }),
        );
        if (json) return printJson({ ...token, token: text });
        note(`Token ${token.id} "${token.name}", ${grantText(token)}. It is not shown again:`);
        print(text);
      }),
    );

  group
    .command('revoke')
    .description('Delete a token, at once for everybody who uses it.')
    .argument('<id>', 'id of the token')
    .option('--reason <text>', 'why, kept in the audit log')
    .action(
      act<{ reason?: string }, [string]>(async (invocation, id) => {
        const { reason, json } = invocation.options;
        const token = await withLedger(invocation, ({ database, clock }) =>
          database.transaction(async (connection) => {
            const found = await findTokenById(connection, id);
            await revokeToken(connection, found, noteOf(reason), clock.now());
            return found;
          }),
        );
        if (json) printJson({ revoked: token.id });
        else print(`Revoked token ${token.id} "${token.name}".`);
      }),
    );
}
