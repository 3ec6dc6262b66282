import type { ErrorTable } from '../errors.ts';

export const accessErrors = {
  SIGN_IN_NEEDED: [
    401,
    'This takes a sign-in.',
    'Sign in at the web page, or send a token that is valid: Authorization: Bearer jobu_...',
  ],
  SIGN_IN_FAILED: [401, 'The sign-in failed.', 'Check name and password; an admin can set a new password.'],
  SIGN_IN_LOCKED: [
    429,
    'There were too many failed sign-ins: no further one is looked at for {seconds} s.',
    'Wait until then; a password that was forgotten is set anew by an admin, or with: jobu user set-password NAME',
  ],
  SIGN_IN_MODE: [
    409,
    'This is not possible with admin.sign_in.mode "{mode}".',
    'It belongs to the mode "password"; who may do what is otherwise decided where people are signed in.',
  ],
  TOKEN_NOT_ENOUGH: [
    403,
    'This takes a person who is signed in, not a token.',
    'Sign in with name and password, or use the command line.',
  ],
  RATE_LIMITED: [429, 'There were more than {limit} such requests within a minute.', 'Try again in {seconds} s.'],
  CSRF_REFUSED: [
    403,
    'The request may come from another page: {problem}.',
    'Pages of this server send the header "X-Jobu-Request: 1"; programs use a token instead of a session.',
  ],
  SETUP_LINK_INVALID: [
    403,
    'The setup link is not valid: it was used, it has expired, or there is a user already.',
    'Restart the admin server for a new one, or make a user with: jobu user create NAME --role admin',
  ],
  ROLE_NEEDED: [
    403,
    'This takes the role {role}; {name} has the role {own}.',
    'Somebody with the role admin can grant it: to a user under Settings, Users and roles, or with "jobu user set NAME --role {role}"; to a token by making a new one. Who comes through a proxy has the role that is given there.',
  ],
  GROUP_FORBIDDEN: [
    403,
    'This belongs to a group of crons that {name} is not granted.',
    'Granted are: {groups}. Somebody with the role admin can grant more under Settings, Users and roles, or with: jobu user set NAME --groups GROUP,...',
  ],
  PASSWORD_UNFIT: [
    422,
    'The password is not accepted: {problem}.',
    'Take a longer one, for instance four or five words that have nothing to do with each other.',
  ],
  PASSWORD_WRONG: [422, 'The current password is not right.', 'Type it again; an admin can set a new one.'],
  USER_INVALID: [422, 'This is not valid: {problem}.', 'Correct it and try again.'],
  USER_NOT_FOUND: [404, 'There is no user "{user}".{suggestion}', 'List them with: jobu user list'],
  USER_NAME_TAKEN: [409, 'A user named "{name}" exists already.', 'Choose another name, or change that user.'],
  LAST_ADMIN: [
    409,
    '{name} is the last admin who may sign in.',
    'Make another user an admin first: jobu user set NAME --role admin',
  ],
  TOKEN_NOT_FOUND: [404, 'There is no token {token}.', 'List them with: jobu token list'],
  SESSION_NOT_FOUND: [404, 'There is no session {session} of yours.', 'It may have ended already; list them anew.'],
  AUDIT_CHAIN_MISSING: [
    500,
    'The audit log of database "{database}" has lost its head: the row of audit_chain is missing.',
    'Nothing can be changed without it. Look at it with: jobu audit verify',
  ],
  AUDIT_TAMPERED: [
    409,
    'The audit log was tampered with: {faults}.',
    'Keep the database as it is and compare it with a backup; the rows are listed above.',
  ],
} as const satisfies ErrorTable;
