import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Principal, requireRole } from '../model/principal.ts';

const FILES = /^\/(docs|assets)(\/|$)/;

/** Without sign-in everybody who reaches the server, which is this machine alone, may do everything. */
const local = ({ ip }: FastifyRequest): Principal => ({
  name: 'local',
  role: 'admin',
  groups: null,
  via: 'open',
  address: ip,
  userId: null,
  sessionId: null,
});

/** Finds out who asks and lets through who has the role the route needs. A route that names none stops the start. */
export function admit(app: FastifyInstance): void {
  app.decorateRequest('principal');
  app.addHook('onRoute', (route) => {
    // Plugins register these themselves.
    if (FILES.test(route.url)) route.config = { ...route.config, role: null };
    if (route.config?.role === undefined)
      throw new Error(`The route ${String(route.method)} ${route.url} names no role in its config.`);
  });
  app.addHook('onRequest', async (request) => {
    request.principal = local(request);
    const { role } = request.routeOptions.config;
    if (role) requireRole(request.principal, role);
  });
}
