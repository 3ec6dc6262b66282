import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { JobuError } from '../../errors.ts';
import { recordAudit } from '../../ledger/audit.ts';
import { hashPassword, verifyPassword } from '../../ledger/passwords.ts';
import { createUser, findCredentials, type User, userName } from '../../ledger/users.ts';
import { plainAddress } from '../address.ts';
import { loginBody, meSchema, setupBody, stateSchema } from '../model/account.ts';
import { noteOf, type Principal } from '../model/principal.ts';
import type { AdminOptions } from '../options.ts';
import { SESSION_COOKIE, signInMode } from '../sign-in/admission.ts';
import { SignInAttempts } from '../sign-in/attempts.ts';
import { requireOwnPage } from '../sign-in/own-page.ts';
import { beginSession, endSession, findSession } from '../sign-in/sessions.ts';
import { hasUser, requireSetupLink, useSetupLink } from '../sign-in/setup-link.ts';
import { meOf } from './me.ts';

const PER_MINUTE = 30;

/** /api/v1/auth: signing in and out. */
export function authRoutes(app: FastifyInstance, options: AdminOptions): void {
  const { database, clock, config } = options;
  const attempts = new SignInAttempts(database);
  const mode = signInMode(options);
  const tags = ['account'];
  const isSecure = ({ protocol }: FastifyRequest) =>
    protocol === 'https' || (config.publicUrl ?? '').startsWith('https:');
  const cookie = (request: FastifyRequest) => ({
    path: config.basePath === '' ? '/' : config.basePath,
    httpOnly: true,
    sameSite: 'lax' as const,
    secure: isSecure(request),
  });
  const requirePasswords = () => {
    if (mode !== 'password') throw new JobuError('SIGN_IN_MODE', { mode });
  };

  /** Begins a session with a new secret and ends the one the browser had. */
  const enter = async (request: FastifyRequest, reply: FastifyReply, user: User) => {
    const now = clock.now();
    const address = plainAddress(request.ip);
    const earlier = request.cookies[SESSION_COOKIE];
    const session = await database.transaction(async (connection) => {
      const old = earlier && (await findSession(connection, earlier, config.signIn, now));
      if (old) await endSession(connection, old.id, old.userId);
      const userAgent = request.headers['user-agent'];
      const begun = await beginSession(connection, { userId: user.id, address, userAgent }, config.signIn, now);
      const target = { type: 'user', id: user.id, name: user.name };
      const origin = { actor: user.name, via: 'session', address, requestId: request.id } as const;
      await recordAudit(connection, { ...origin, action: 'session.begin', target }, now);
      return begun;
    });
    reply.setCookie(SESSION_COOKIE, session.secret, { ...cookie(request), expires: session.expiresAt });
    const { name, role, groups } = user;
    const principal: Principal = {
      ...{ name, role, groups, via: 'session', address },
      ...{ userId: user.id, sessionId: session.id, tokenId: null },
    };
    return await meOf(database.autocommit, principal);
  };

  app.get(
    '/auth/state',
    {
      config: { role: null },
      schema: {
        tags,
        operationId: 'getSignInState',
        summary: 'How to sign in here',
        response: { 200: stateSchema },
      },
    },
    async () => ({ mode, needsSetup: mode === 'password' && !(await hasUser(database.autocommit)) }),
  );

  const limited = { role: null, rateLimit: { max: PER_MINUTE, timeWindow: '1 minute' } };

  app.post(
    '/auth/login',
    {
      config: limited,
      schema: {
        tags,
        operationId: 'login',
        summary: 'Sign in with name and password; the answer sets the cookie of a session',
        body: loginBody,
        response: { 200: meSchema },
      },
    },
    async (request, reply) => {
      requirePasswords();
      requireOwnPage(request, config.publicUrl);
      const { name, password } = request.body as z.output<typeof loginBody>;
      const [account, address, now] = [userName(name), plainAddress(request.ip), clock.now()];
      const isLast = await attempts.begin(account, address, now);
      const found = await findCredentials(database.autocommit, account);
      const fits = await verifyPassword(password, found?.passwordHash ?? null);
      if (!found || !fits || !found.user.isEnabled) {
        if (isLast) {
          const entry = {
            ...({ actor: account, via: 'session', address, requestId: request.id } as const),
            action: 'session.locked',
            target: { type: 'user', id: found?.user.id ?? null, name: account },
          } as const;
          await database.transaction((connection) => recordAudit(connection, entry, now));
        }
        throw new JobuError('SIGN_IN_FAILED', {});
      }
      await attempts.succeeded(account, address, now);
      return await enter(request, reply, found.user);
    },
  );

  app.post(
    '/auth/setup',
    {
      config: limited,
      schema: {
        tags,
        operationId: 'setup',
        summary: 'Make the first admin with the link in the log, and sign in',
        body: setupBody,
        response: { 201: meSchema },
      },
    },
    async (request, reply) => {
      requirePasswords();
      requireOwnPage(request, config.publicUrl);
      const { token, name, displayName, password } = request.body as z.output<typeof setupBody>;
      // Before the costly hash: strangers find out nothing more by it.
      await requireSetupLink(database.autocommit, token, clock.now());
      const passwordHash = await hashPassword(password, userName(name));
      const user = await database.transaction(async (connection) => {
        const now = clock.now();
        await useSetupLink(connection, token, now);
        const note = { actor: userName(name), via: 'session', address: plainAddress(request.ip) } as const;
        const input = { name, displayName, role: 'admin', passwordHash } as const;
        return await createUser(connection, input, { ...note, requestId: request.id, reason: 'setup link' }, now);
      });
      reply.code(201);
      return await enter(request, reply, user);
    },
  );

  app.post(
    '/auth/logout',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        operationId: 'logout',
        summary: 'End this session',
        body: z.strictObject({}),
        response: { 200: z.object({ signedOut: z.boolean() }) },
      },
    },
    async (request, reply) => {
      const { sessionId, userId, name } = request.principal;
      if (sessionId === null || userId === null) return { signedOut: false };
      await database.transaction(async (connection) => {
        await endSession(connection, sessionId, userId);
        const target = { type: 'user', id: userId, name };
        await recordAudit(connection, { ...noteOf(request), action: 'session.end', target }, clock.now());
      });
      reply.clearCookie(SESSION_COOKIE, cookie(request));
      return { signedOut: true };
    },
  );
}
