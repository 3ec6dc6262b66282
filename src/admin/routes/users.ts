import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { JobuError } from '../../errors.ts';
import { recordAudit } from '../../ledger/audit.ts';
import { hashPassword } from '../../ledger/passwords.ts';
import {
  createUser,
  deleteUser,
  endSessionsOf,
  findUser,
  listUsers,
  setPassword,
  type User,
  updateUser,
  userName,
} from '../../ledger/users.ts';
import { newPasswordBody, sessionSchema, userBody, userPatch, userSchema } from '../model/account.ts';
import { idParams, pageFields, pageOf, wholePage } from '../model/paging.ts';
import { checkIfMatch, etagOf, ifMatchHeaders } from '../model/precondition.ts';
import { noteOf } from '../model/principal.ts';
import type { AdminOptions } from '../options.ts';
import { listSessions } from '../sign-in/sessions.ts';

type Id = { Params: { id: string } };

function answer(reply: FastifyReply, user: User): User {
  reply.header('etag', etagOf(user));
  return user;
}

/** The check of If-Match for a user that is about to be changed. */
const ifMatch =
  (request: FastifyRequest) =>
  ({ name, version }: User): void =>
    checkIfMatch(request, { what: `user "${name}"`, version }, true);

/** No token makes or changes people: whoever found one could otherwise stay for ever. */
function requirePerson({ principal }: FastifyRequest): void {
  if (principal.via === 'token') throw new JobuError('TOKEN_NOT_ENOUGH', {});
}

/** /api/v1/users: who may sign in. */
export function userRoutes(app: FastifyInstance, { database, clock, config }: AdminOptions): void {
  const tags = ['users'];
  const role = { role: 'admin' } as const;

  app.get(
    '/users',
    {
      config: role,
      schema: {
        tags,
        operationId: 'listUsers',
        summary: 'Every user by name',
        querystring: z.strictObject({ count: pageFields.count }),
        response: { 200: pageOf(userSchema) },
      },
    },
    async ({ query }) => wholePage(await listUsers(database.autocommit), query as Record<string, unknown>),
  );

  app.post(
    '/users',
    {
      config: role,
      schema: {
        tags,
        operationId: 'createUser',
        summary: 'Make a user',
        body: userBody,
        response: { 201: userSchema },
      },
    },
    async (request, reply) => {
      requirePerson(request);
      const { password, ...input } = request.body as z.output<typeof userBody>;
      const passwordHash = password === undefined ? null : await hashPassword(password, userName(input.name));
      const user = await database.transaction((connection) =>
        createUser(connection, { ...input, passwordHash }, noteOf(request), clock.now()),
      );
      reply.code(201).header('location', `/api/v1/users/${user.id}`);
      return answer(reply, user);
    },
  );

  app.get<Id>(
    '/users/:id',
    {
      config: role,
      schema: { tags, operationId: 'getUser', summary: 'One user', params: idParams, response: { 200: userSchema } },
    },
    async ({ params }, reply) => answer(reply, await findUser(database.autocommit, params.id)),
  );

  app.patch<Id>(
    '/users/:id',
    {
      config: role,
      schema: {
        tags,
        operationId: 'updateUser',
        summary: 'Change role, groups or display name, enable or disable; one that is disabled is signed out at once',
        params: idParams,
        headers: ifMatchHeaders,
        body: userPatch,
        response: { 200: userSchema },
      },
    },
    async (request, reply) => {
      requirePerson(request);
      const patch = request.body as z.output<typeof userPatch>;
      const user = await database.transaction((connection) =>
        updateUser(connection, request.params.id, patch, noteOf(request), clock.now(), ifMatch(request)),
      );
      return answer(reply, user);
    },
  );

  app.delete<Id>(
    '/users/:id',
    {
      config: role,
      schema: {
        tags,
        operationId: 'deleteUser',
        summary: 'Delete a user with all sessions and tokens; the audit log keeps the name',
        params: idParams,
        headers: ifMatchHeaders,
        response: { 200: z.object({ id: z.string() }) },
      },
    },
    async (request) => {
      requirePerson(request);
      const { id } = request.params;
      await database.transaction((connection) =>
        deleteUser(connection, id, noteOf(request), clock.now(), ifMatch(request)),
      );
      return { id };
    },
  );

  app.put<Id>(
    '/users/:id/password',
    {
      config: role,
      schema: {
        tags,
        operationId: 'setUserPassword',
        summary: 'Set a new password for a user, whose sessions end',
        params: idParams,
        body: newPasswordBody,
        response: { 200: userSchema },
      },
    },
    async (request, reply) => {
      requirePerson(request);
      const { password } = request.body as z.output<typeof newPasswordBody>;
      const user = await findUser(database.autocommit, request.params.id);
      const hash = await hashPassword(password, user.name);
      const changed = await database.transaction(async (connection) => {
        const keep = user.id === request.principal.userId ? (request.principal.sessionId ?? '0') : '0';
        await setPassword(connection, user, hash, noteOf(request), clock.now(), keep);
        return await findUser(connection, user.id);
      });
      return answer(reply, changed);
    },
  );

  app.get<Id>(
    '/users/:id/sessions',
    {
      config: role,
      schema: {
        tags,
        operationId: 'listUserSessions',
        summary: 'Where a user is signed in, the latest first',
        params: idParams,
        response: { 200: pageOf(sessionSchema) },
      },
    },
    async ({ params, principal }) => {
      const { id } = await findUser(database.autocommit, params.id);
      const sessions = await listSessions(database.autocommit, id, config.signIn, clock.now());
      return wholePage(sessions.map((session) => ({ ...session, isCurrent: session.id === principal.sessionId })));
    },
  );

  app.delete<Id>(
    '/users/:id/sessions',
    {
      config: role,
      schema: {
        tags,
        operationId: 'endUserSessions',
        summary: 'Sign a user out everywhere',
        params: idParams,
        response: { 200: z.object({ ended: z.int() }) },
      },
    },
    async (request) => ({
      ended: await database.transaction(async (connection) => {
        const { id, name } = await findUser(connection, request.params.id);
        const ended = await endSessionsOf(connection, id);
        const target = { type: 'user', id, name };
        const entry = { ...noteOf(request), action: 'session.revoke', target, after: { ended } };
        await recordAudit(connection, entry, clock.now());
        return ended;
      }),
    }),
  );
}
