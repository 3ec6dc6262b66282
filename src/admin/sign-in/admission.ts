import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ROLES, type Role } from '../../domain/roles.ts';
import { JobuError } from '../../errors.ts';
import { findGrant, findGrantById, noteUse, type TokenGrant } from '../../ledger/tokens.ts';
import { findCredentials, findUser } from '../../ledger/users.ts';
import { addressMatcher, plainAddress } from '../address.ts';
import { type Principal, requireRole } from '../model/principal.ts';
import type { AdminOptions, ResolvedUser } from '../options.ts';
import { requireOwnPage } from './own-page.ts';
import { findSession, findSessionById, type OpenSession, touchSession } from './sessions.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Whether somebody who was let in still has the same role and groups: for answers that go on, such as a stream. */
    isStillAdmitted(principal: Principal): Promise<boolean>;
  }
}

/** How the server finds out who asks; `custom` where the application around it says so. */
export type SignInMode = AdminOptions['config']['signIn']['mode'] | 'custom';

export const signInMode = ({ resolveUser, config }: AdminOptions): SignInMode =>
  resolveUser ? 'custom' : config.signIn.mode;

/** Name of the cookie that holds the secret of a session. */
export const SESSION_COOKIE = 'jobu_session';

const FILES = /^\/(docs|assets)(\/|$)/;

/** An admin is never limited: with groups it is an editor of these. */
const boundRole = (role: Role, groups: readonly string[] | null): Role =>
  groups !== null && role === 'admin' ? 'editor' : role;

const byToken = ({ token, role, groups }: TokenGrant, address: string): Principal => ({
  name: token.userName === null ? `token:${token.name}` : `token:${token.userName}/${token.name}`,
  role,
  groups,
  via: 'token',
  address,
  userId: token.userId,
  sessionId: null,
  tokenId: token.id,
});

const bySession = (session: OpenSession, address: string): Principal => ({
  name: session.name,
  role: session.role,
  groups: session.groups,
  via: 'session',
  address,
  userId: session.userId,
  sessionId: session.id,
  tokenId: null,
});

const byOther = (user: ResolvedUser, via: Principal['via'], address: string, userId: string | null): Principal => {
  const groups = user.groups ?? null;
  const role = boundRole(user.role, groups);
  return { name: user.name, role, groups, via, address, userId, sessionId: null, tokenId: null };
};

const textOf = (value: string | string[] | undefined): string | undefined => {
  const text = typeof value === 'string' ? value.trim() : undefined;
  return text === '' ? undefined : text;
};

/** Finds out who asks. Answers undefined for nobody. */
function finderOf(options: AdminOptions): (request: FastifyRequest) => Promise<Principal | undefined> {
  const { config, clock, resolveUser } = options;
  const { autocommit } = options.database;
  const { proxy } = config.signIn;
  const isProxy = addressMatcher(proxy.addresses);

  /** Headers can be sent by anybody: they count from the address of the proxy alone. */
  const fromProxy = async ({ headers, socket }: FastifyRequest, address: string): Promise<Principal | undefined> => {
    const name = isProxy(socket.remoteAddress) ? textOf(headers[proxy.userHeader.toLowerCase()]) : undefined;
    if (name === undefined || name.length > 200) return undefined;
    const known = await findCredentials(autocommit, name);
    if (known) return known.user.isEnabled ? byOther(known.user, 'proxy', address, known.user.id) : undefined;
    const given = proxy.roleHeader && textOf(headers[proxy.roleHeader.toLowerCase()]);
    const groups = proxy.groupsHeader && headers[proxy.groupsHeader.toLowerCase()];
    const role = given === undefined ? proxy.defaultRole : ROLES.find((each) => each === given.toLowerCase());
    if (role === undefined) return undefined;
    // A header without a name in it grants no group; only where there is none at all, all are granted.
    const list = groups ? String(groups).split(',') : groups === '' ? [] : null;
    const named = list?.map((group) => group.trim()).filter((group) => group !== '') ?? null;
    return byOther({ name, role, groups: named }, 'proxy', address, null);
  };

  return async (request) => {
    const address = plainAddress(request.ip);
    const now = clock.now();
    const [, bearer] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
    if (bearer !== undefined) {
      const grant = await findGrant(autocommit, bearer, now);
      if (grant) await noteUse(autocommit, grant.token, address, now);
      return grant && byToken(grant, address);
    }
    if (resolveUser) {
      const user = await resolveUser(request);
      return user ? byOther(user, 'custom', address, null) : undefined;
    }
    switch (config.signIn.mode) {
      case 'none':
        return byOther({ name: 'local', role: 'admin' }, 'open', address, null);
      case 'proxy':
        return await fromProxy(request, address);
      case 'password': {
        const secret = request.cookies[SESSION_COOKIE];
        const session = secret && (await findSession(autocommit, secret, config.signIn, now));
        if (!session) return undefined;
        await touchSession(autocommit, session, address, now);
        return bySession(session, address);
      }
    }
  };
}

/**
 * Finds out who asks, and lets through who has the role the route needs. It looks at every request, so that a session that
 * was revoked, a token that expired and a user who was disabled end at once. A route that names no role stops the start.
 */
export function admit(app: FastifyInstance, options: AdminOptions): void {
  const find = finderOf(options);
  const { config, clock, database } = options;

  app.decorateRequest('principal');
  app.decorate('isStillAdmitted', async ({ via, sessionId, tokenId, userId, role, groups }: Principal) => {
    const { autocommit } = database;
    const isSame = (now: Pick<Principal, 'role' | 'groups'> | undefined) =>
      now !== undefined && now.role === role && now.groups?.join() === groups?.join();
    if (tokenId !== null) return isSame(await findGrantById(autocommit, tokenId, clock.now()));
    if (sessionId !== null) return isSame(await findSessionById(autocommit, sessionId, config.signIn, clock.now()));
    if (via !== 'proxy' || userId === null) return true;
    const user = await findUser(autocommit, userId);
    return user.isEnabled && isSame({ ...user, role: boundRole(user.role, user.groups) });
  });
  app.addHook('onRoute', (route) => {
    // Plugins register these themselves.
    if (FILES.test(route.url)) route.config = { ...route.config, role: null };
    if (route.config?.role === undefined)
      throw new Error(`The route ${String(route.method)} ${route.url} names no role in its config.`);
  });
  app.addHook('onRequest', async (request, reply) => {
    const { role } = request.routeOptions.config;
    if (!role) return;
    const principal = await find(request);
    if (!principal) {
      reply.header('www-authenticate', 'Bearer realm="jobu"');
      throw new JobuError('SIGN_IN_NEEDED', {});
    }
    request.principal = principal;
    // A browser adds a token to nothing by itself; everything else it may send along for another page.
    if (principal.via !== 'token' && principal.via !== 'open') requireOwnPage(request, config.publicUrl);
    requireRole(principal, role);
  });
}
