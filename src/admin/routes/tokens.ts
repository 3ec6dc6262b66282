import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { includesRole } from '../../domain/roles.ts';
import { JobuError } from '../../errors.ts';
import { type ApiToken, createToken, findTokenById, listTokens, revokeToken } from '../../ledger/tokens.ts';
import { createdTokenSchema, tokenBody, tokenSchema } from '../model/account.ts';
import { idParams, pageFields, pageOf, wholePage } from '../model/paging.ts';
import { noteOf, type Principal, requireGroup, requireRole } from '../model/principal.ts';
import type { AdminOptions } from '../options.ts';

const DEFAULT_DAYS = 90;
const DAY_MS = 86_400_000;

const isOwn = ({ userId, createdBy }: ApiToken, principal: Principal): boolean =>
  principal.userId === null ? createdBy === principal.name : userId === principal.userId;

/** /api/v1/tokens: keys for programs. */
export function tokenRoutes(app: FastifyInstance, { database, clock }: AdminOptions): void {
  const tags = ['users'];

  app.get(
    '/tokens',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        operationId: 'listTokens',
        summary: 'Your tokens, the youngest first; to an admin those of everybody',
        querystring: z.strictObject({ count: pageFields.count }),
        response: { 200: pageOf(tokenSchema) },
      },
    },
    async ({ principal, query }) => {
      const all = await listTokens(database.autocommit);
      const seen = includesRole(principal.role, 'admin') ? all : all.filter((token) => isOwn(token, principal));
      return wholePage(seen, query as Record<string, unknown>);
    },
  );

  app.post(
    '/tokens',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        operationId: 'createToken',
        summary: 'Make a token with at most your own role and groups',
        body: tokenBody,
        response: { 201: createdTokenSchema },
      },
    },
    async (request, reply) => {
      const { principal } = request;
      // A token that was found out must not make others that outlive it.
      if (principal.via === 'token') throw new JobuError('TOKEN_NOT_ENOUGH', {});
      const { name, role, groups = principal.groups, expiresAt } = request.body as z.output<typeof tokenBody>;
      requireRole(principal, role);
      for (const group of groups ?? [null]) requireGroup(principal, group);
      const now = clock.now();
      const end =
        expiresAt === undefined
          ? new Date(now.getTime() + DEFAULT_DAYS * DAY_MS)
          : expiresAt === null
            ? null
            : new Date(expiresAt);
      const input = { name, role, groups, expiresAt: end, userId: principal.userId };
      const { token, text } = await database.transaction((connection) =>
        createToken(connection, input, noteOf(request), now),
      );
      reply.code(201).header('location', `/api/v1/tokens/${token.id}`);
      return { ...token, token: text };
    },
  );

  app.delete<{ Params: { id: string } }>(
    '/tokens/:id',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        operationId: 'revokeToken',
        summary: 'Revoke a token of yours; an admin any',
        params: idParams,
        response: { 200: z.object({ id: z.string() }) },
      },
    },
    async (request) => {
      const { id } = request.params;
      const { principal } = request;
      await database.transaction(async (connection) => {
        const token = await findTokenById(connection, id);
        if (!isOwn(token, principal)) requireRole(principal, 'admin');
        await revokeToken(connection, token, noteOf(request), clock.now());
      });
      return { id };
    },
  );
}
