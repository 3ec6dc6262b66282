import type { FastifyInstance, FastifyRequest } from 'fastify';
import { JobuError } from '../errors.ts';
import { isLoopback } from './address.ts';
import { ownOrigin } from './sign-in/own-page.ts';

/** A page of ours may load what we serve and call us; no inline script, nothing from elsewhere, no frame around it. */
const CSP =
  "default-src 'none'; base-uri 'self'; connect-src 'self'; form-action 'none'; frame-ancestors 'none'; " +
  "img-src 'self' data:; script-src 'self'; style-src 'self' 'unsafe-inline'";

const SECURITY_HEADERS = {
  'content-security-policy': CSP,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const;

const WRITES_WITH_BODY = ['POST', 'PUT', 'PATCH'];
const ALLOWED_METHODS = 'GET, HEAD, POST, PUT, PATCH, DELETE';
const ALLOWED_HEADERS = 'Authorization, Content-Type, Idempotency-Key, If-Match, X-Request-Id';
const EXPOSED_HEADERS = 'ETag, Location, X-Request-Id';
const PREFLIGHT_SECONDS = '600';

interface AccessRules {
  /** Whether everybody who reaches us may do everything: then our own names are the only ones. */
  readonly isOpen: boolean;
  readonly publicUrl: string | undefined;
  /** Origins beside our own that may call us. */
  readonly cors: readonly string[];
  /** The port of our own address, known once the server listens. */
  readonly port: () => number;
}

/** A page that points its own name at our address (DNS rebinding) sends that name as Host. */
function checkHost(request: FastifyRequest, port: number): void {
  const host = request.headers.host ?? '';
  const [, name = '', hostPort = request.protocol === 'https' ? '443' : '80'] =
    /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(host) ?? [];
  if (!isLoopback(name.toLowerCase()) || Number(hostPort) !== port) throw new JobuError('HOST_REFUSED', { host, port });
}

/** Whether the origin is one of `admin.cors`. Throws ORIGIN_REFUSED unless it is that or our own. */
function isForeign(request: FastifyRequest, { cors, publicUrl }: AccessRules): boolean {
  const { origin } = request.headers;
  if (origin === undefined || origin === ownOrigin(request, publicUrl)) return false;
  if (cors.includes(origin)) return true;
  throw new JobuError('ORIGIN_REFUSED', { origin });
}

function checkMediaType(request: FastifyRequest): void {
  if (!WRITES_WITH_BODY.includes(request.method)) return;
  const { 'content-type': type = 'none', 'content-encoding': encoding } = request.headers;
  const [media, ...parameters] = type.split(';').map((part) => part.trim().toLowerCase());
  const isUtf8 = parameters.every(
    (parameter) => !parameter.startsWith('charset=') || /^charset="?utf-?8"?$/.test(parameter),
  );
  if (media !== 'application/json' || !isUtf8 || (encoding !== undefined && encoding !== 'identity'))
    throw new JobuError('MEDIA_TYPE_UNSUPPORTED', { type: encoding === undefined ? type : `${type} (${encoding})` });
}

/** What stands before every route and before sign-in: own host, own pages, JSON alone, and headers for browsers. */
export function guard(app: FastifyInstance, rules: AccessRules): void {
  const { cors, port, isOpen } = rules;
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(SECURITY_HEADERS).header('x-request-id', request.id);
    if (cors.length > 0) reply.header('vary', 'Origin');
    if (isOpen) checkHost(request, port());
    if (isForeign(request, rules)) {
      reply
        .header('access-control-allow-origin', request.headers.origin)
        .header('access-control-expose-headers', EXPOSED_HEADERS)
        .header('cross-origin-resource-policy', 'cross-origin');
      if (request.method === 'OPTIONS')
        return reply
          .header('access-control-allow-methods', ALLOWED_METHODS)
          .header('access-control-allow-headers', ALLOWED_HEADERS)
          .header('access-control-max-age', PREFLIGHT_SECONDS)
          .code(204)
          .send();
    }
    checkMediaType(request);
  });
}
