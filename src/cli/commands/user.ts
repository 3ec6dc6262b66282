import { type Command, Option } from 'commander';
import { ROLES, type Role } from '../../domain/roles.ts';
import { JobuError } from '../../errors.ts';
import { hashPassword } from '../../ledger/passwords.ts';
import {
  createUser,
  listUsers,
  requireUser,
  setPassword,
  type User,
  type UserFields,
  updateUser,
  userName,
} from '../../ledger/users.ts';
import { timeText } from '../entities.ts';
import { act, type Invocation, noteOf } from '../invocation.ts';
import { withLedger } from '../ledger-access.ts';
import { note, print, printJson, printTable } from '../output.ts';
import { readPassword } from '../password-input.ts';

interface FieldOptions {
  readonly role?: Role;
  readonly groups?: string;
  readonly displayName?: string;
  readonly reason?: string;
}

const REASON = 'why, kept in the audit log';

/** Groups separated by commas; empty stands for all. */
export const groupList = (text: string): string[] | null =>
  text.trim() === '' ? null : text.split(',').map((group) => group.trim());

export const grantText = ({ role, groups }: { role: Role; groups: readonly string[] | null }): string =>
  groups === null ? role : `${role} of ${groups.join(', ')}`;

const addFields = (command: Command): Command =>
  command
    .option('--groups <list>', 'groups of crons to be limited to, separated by commas; empty: all')
    .option('--display-name <name>', 'name for people; empty: none')
    .option('--reason <text>', REASON);

const fieldsOf = ({ role, groups, displayName }: FieldOptions): UserFields => ({
  ...(role === undefined ? {} : { role }),
  ...(groups === undefined ? {} : { groups: groupList(groups) }),
  ...(displayName === undefined ? {} : { displayName: displayName === '' ? null : displayName }),
});

function say({ options }: Invocation<unknown>, user: User, said: string): void {
  if (options.json) printJson(user);
  else print(said);
}

async function change(
  invocation: Invocation<FieldOptions>,
  name: string,
  fields: UserFields,
  said: (user: User) => string,
): Promise<void> {
  const user = await withLedger(invocation, ({ database, clock }) =>
    database.transaction(async (connection) => {
      const { id } = await requireUser(connection, name);
      return await updateUser(connection, id, fields, noteOf(invocation.options.reason), clock.now());
    }),
  );
  say(invocation, user, said(user));
}

export function addUser(program: Command): void {
  const group = program.command('user').description('List, make and change who may sign in at the web pages.');

  group
    .command('list')
    .description('List users by name.')
    .action(
      act<object, []>(async (invocation) => {
        const users = await withLedger(invocation, ({ database }) => listUsers(database.autocommit));
        if (invocation.options.json) return printJson({ items: users, nextCursor: null });
        if (users.length === 0) return note('There is no user. Make one with: jobu user create NAME --role admin');
        printTable(
          ['NAME', 'ROLE', 'STATE', 'LAST SIGN-IN', 'DISPLAY NAME'],
          users.map((user) => [
            user.name,
            grantText(user),
            user.isEnabled ? (user.hasPassword ? 'enabled' : 'proxy only') : 'disabled',
            timeText(user.lastSignInAt, invocation.displayZone),
            user.displayName,
          ]),
        );
      }),
    );

  addFields(
    group
      .command('create')
      .description('Make a user. The password is typed on the terminal or read from standard input.')
      .argument('<name>', 'what they sign in with')
      .addOption(new Option('--role <role>', 'what they may do').choices([...ROLES]).default('viewer'))
      .option('--no-password', 'signs in through a proxy only'),
  ).action(
    act<FieldOptions & { role: Role; password: boolean }, [string]>(async (invocation, name) => {
      const { options } = invocation;
      const passwordHash = options.password ? await hashPassword(await readPassword(), userName(name)) : null;
      const user = await withLedger(invocation, ({ database, clock }) =>
        database.transaction((connection) => {
          const input = { ...fieldsOf(options), name, role: options.role, passwordHash };
          return createUser(connection, input, noteOf(options.reason), clock.now());
        }),
      );
      say(invocation, user, `Made user "${user.name}", ${grantText(user)}.`);
    }),
  );

  addFields(
    group
      .command('set')
      .description('Change the role, the groups or the display name of a user.')
      .argument('<name>', 'name of the user')
      .addOption(new Option('--role <role>', 'what they may do').choices([...ROLES])),
  ).action(
    act<FieldOptions, [string]>(async (invocation, name) => {
      const fields = fieldsOf(invocation.options);
      if (Object.keys(fields).length === 0)
        throw new JobuError('USAGE', { problem: 'No field to change is named.', command: 'jobu user set' });
      await change(invocation, name, fields, (user) => `User "${user.name}" is ${grantText(user)}.`);
    }),
  );

  for (const [command, isEnabled, description] of [
    ['enable', true, 'Let a user sign in again.'],
    ['disable', false, 'Sign a user out at once and let them sign in no more; their tokens stop too.'],
  ] as const)
    group
      .command(command)
      .description(description)
      .argument('<name>', 'name of the user')
      .option('--reason <text>', REASON)
      .action(
        act<FieldOptions, [string]>((invocation, name) =>
          change(invocation, name, { isEnabled }, (user) => `User "${user.name}" is ${command}d.`),
        ),
      );

  group
    .command('set-password')
    .description('Give a user another password, typed on the terminal or read from standard input; their sessions end.')
    .argument('<name>', 'name of the user')
    .option('--reason <text>', REASON)
    .action(
      act<FieldOptions, [string]>(async (invocation, name) => {
        const hash = await hashPassword(await readPassword(), userName(name));
        const user = await withLedger(invocation, ({ database, clock }) =>
          database.transaction(async (connection) => {
            const found = await requireUser(connection, name);
            await setPassword(connection, found, hash, noteOf(invocation.options.reason), clock.now());
            return await requireUser(connection, name);
          }),
        );
        say(invocation, user, `User "${user.name}" has another password, and is signed out everywhere.`);
      }),
    );
}
