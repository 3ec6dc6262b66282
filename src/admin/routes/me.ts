import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Connection } from '../../database/connection.ts';
import { actionsOf } from '../../domain/roles.ts';
import { JobuError } from '../../errors.ts';
import { recordAudit } from '../../ledger/audit.ts';
import type { Id } from '../../ledger/model/row.ts';
import { hashPassword, verifyPassword } from '../../ledger/passwords.ts';
import { findCredentials, findUser, setPassword } from '../../ledger/users.ts';
import { meSchema, passwordBody, preferencesPatch, preferencesSchema, sessionSchema } from '../model/account.ts';
import { idParams, pageOf, wholePage } from '../model/paging.ts';
import { noteOf, type Principal } from '../model/principal.ts';
import type { AdminOptions } from '../options.ts';
import { signInMode } from '../sign-in/admission.ts';
import { SignInAttempts } from '../sign-in/attempts.ts';
import { changePreferences, readPreferences } from '../sign-in/preferences.ts';
import { endSession, listSessions } from '../sign-in/sessions.ts';

/** Who asks, as the web pages want to know it. */
export async function meOf(connection: Connection, principal: Principal) {
  const { name, role, groups, via, userId, sessionId } = principal;
  const user = userId === null || via === 'token' ? undefined : await findUser(connection, userId);
  return {
    ...{ name, role, groups, via, sessionId },
    displayName: user?.displayName ?? null,
    hasPassword: via === 'session' && (user?.hasPassword ?? false),
    permissions: actionsOf(role),
    preferences: await readPreferences(connection, name),
  };
}

/** /api/v1/me: what concerns whoever asks. */
export function meRoutes(app: FastifyInstance, options: AdminOptions): void {
  const { database, clock, config } = options;
  const attempts = new SignInAttempts(database);
  const tags = ['account'];

  app.get(
    '/me',
    {
      config: { role: 'viewer' },
      schema: { tags, operationId: 'getMe', summary: 'Who asks, and what they may do', response: { 200: meSchema } },
    },
    async ({ principal }) => await meOf(database.autocommit, principal),
  );

  app.patch(
    '/me',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        operationId: 'updateMe',
        summary: 'Change some of your preferences',
        body: z.strictObject({ preferences: preferencesPatch }),
        response: { 200: preferencesSchema },
      },
    },
    async ({ principal, body }) => {
      const { preferences } = body as { preferences: z.output<typeof preferencesPatch> };
      return await database.transaction((connection) =>
        changePreferences(connection, principal.name, preferences, clock.now()),
      );
    },
  );

  app.put(
    '/me/password',
    {
      config: { role: 'viewer', rateLimit: { max: 10, timeWindow: '1 minute' } },
      schema: {
        tags,
        operationId: 'changePassword',
        summary: 'Change your password; your other sessions end',
        body: passwordBody,
        response: { 200: meSchema },
      },
    },
    async (request) => {
      const { principal } = request;
      if (principal.sessionId === null) throw new JobuError('SIGN_IN_MODE', { mode: signInMode(options) });
      const { current, password } = request.body as z.output<typeof passwordBody>;
      await attempts.begin(principal.name, principal.address, clock.now());
      const found = await findCredentials(database.autocommit, principal.name);
      if (!found || !(await verifyPassword(current, found.passwordHash))) throw new JobuError('PASSWORD_WRONG', {});
      await attempts.succeeded(principal.name, principal.address, clock.now());
      const hash = await hashPassword(password, principal.name);
      await database.transaction((connection) =>
        setPassword(connection, found.user, hash, noteOf(request), clock.now(), principal.sessionId!),
      );
      return await meOf(database.autocommit, principal);
    },
  );

  app.get(
    '/me/sessions',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        operationId: 'listMySessions',
        summary: 'Where you are signed in, the latest first',
        response: { 200: pageOf(sessionSchema) },
      },
    },
    async ({ principal: { userId, sessionId } }) => {
      const sessions =
        userId === null ? [] : await listSessions(database.autocommit, userId, config.signIn, clock.now());
      return wholePage(sessions.map((session) => ({ ...session, isCurrent: session.id === sessionId })));
    },
  );

  app.delete<{ Params: { id: Id } }>(
    '/me/sessions/:id',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        operationId: 'endMySession',
        summary: 'Sign out somewhere',
        params: idParams,
        response: { 200: z.object({ id: z.string() }) },
      },
    },
    async (request) => {
      const { id } = request.params;
      const { userId, name } = request.principal;
      await database.transaction(async (connection) => {
        if (userId === null || request.principal.via === 'token' || !(await endSession(connection, id, userId)))
          throw new JobuError('SESSION_NOT_FOUND', { session: id });
        const target = { type: 'user', id: userId, name };
        await recordAudit(connection, { ...noteOf(request), action: 'session.revoke', target }, clock.now());
      });
      return { id };
    },
  );
}
