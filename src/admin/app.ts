import { randomUUID } from 'node:crypto';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { JobuError, messageOf } from '../errors.ts';
import type { Logger } from '../runtime/logging.ts';
import { addressMatcher } from './address.ts';
import { jsonWriter } from './model/json-writer.ts';
import { languageOf } from './model/language.ts';
import { BODY_LIMIT, knownError, problemOf, problemSchema } from './model/problem.ts';
import { jsonSchemaOf, takeZodSchemas } from './schema-compiler.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The body as it was sent; `{}` when there was none. */
    bodyText: string;
  }
}

const REQUEST_TIMEOUT_MS = 30_000;

const writeProblem = jsonWriter(jsonSchemaOf(problemSchema, 'output'));
const utf8 = new TextDecoder('utf-8', { fatal: true });

const pathOf = (request: FastifyRequest): string => request.url.split('?', 1)[0]!;

/** Answers every failure as a problem document; what nobody expected is logged. */
function problemAnswerer(logger: Logger) {
  return (thrown: unknown, request: FastifyRequest, reply: FastifyReply): void => {
    const path = pathOf(request);
    const error = knownError(thrown, { id: request.id, path, mediaType: request.headers['content-type'] ?? 'none' });
    if (error.status >= 500) logger.error({ error: thrown, requestId: request.id, path }, error.message);
    const problem = problemOf(error, {
      id: request.id,
      path,
      language: languageOf(request.headers['accept-language']),
    });
    if (problem.retryAfter !== undefined) reply.header('retry-after', problem.retryAfter);
    reply
      .header('vary', [reply.getHeader('vary'), 'Accept-Language'].filter(Boolean).join(', '))
      .code(problem.status)
      .header('x-request-id', request.id)
      .header('cache-control', 'no-store')
      .type('application/problem+json; charset=utf-8')
      .serializer((text: unknown) => String(text))
      .send(writeProblem(problem));
  };
}

/** Keeps the text beside the value: params are stored as they were typed. */
function parseBodies(app: FastifyInstance): void {
  app.decorateRequest('bodyText', '{}');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, async (request: FastifyRequest, body: Buffer) => {
    try {
      const text = utf8.decode(body).trim();
      const value: unknown = text === '' ? {} : JSON.parse(text);
      if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('it is not an object');
      request.bodyText = text === '' ? '{}' : text;
      return value;
    } catch (error) {
      throw new JobuError('BODY_NOT_JSON', { problem: messageOf(error) }, { cause: error });
    }
  });
  app.addHook('preValidation', async (request) => {
    request.body ??= {};
  });
}

/** How an application listens, and what stands before it. */
export interface AppOptions {
  /** May answer what has no route, and then says true. Default: a problem. */
  readonly answersMissing?: (request: FastifyRequest, reply: FastifyReply) => boolean;
  /** Key and certificates in PEM. Default: no TLS. */
  readonly tls?: { readonly key: string; readonly cert: string } | undefined;
  /** Path that is taken off what is asked for, where a proxy has not done so. Default: none. */
  readonly basePath?: string;
  /** Ranges of the proxies whose X-Forwarded headers count. Default: none. */
  readonly trustedProxies?: readonly string[];
}

/** An HTTP application without routes: JSON in and out, every failure a problem document, request ids, a line in the log. */
export function createApp(logger: Logger, options: AppOptions = {}): FastifyInstance {
  const { answersMissing = () => false, tls, basePath = '', trustedProxies = [] } = options;
  const isTrusted = addressMatcher(trustedProxies);
  const answerProblem = problemAnswerer(logger);
  const app = Fastify({
    ...(tls ? { https: { ...tls, minVersion: 'TLSv1.2' as const } } : {}),
    trustProxy: trustedProxies.length > 0 && isTrusted,
    rewriteUrl: ({ url = '/' }) =>
      basePath !== '' && (url === basePath || url.startsWith(`${basePath}/`) || url.startsWith(`${basePath}?`))
        ? url.slice(basePath.length).replace(/^(?!\/)/, '/')
        : url,
    logger: false,
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_TIMEOUT_MS,
    forceCloseConnections: 'idle',
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 500 },
    requestIdHeader: false,
    genReqId: ({ headers }) => {
      const given = headers['x-request-id'];
      return typeof given === 'string' && /^[\w.:-]{1,100}$/.test(given) ? given : randomUUID();
    },
    frameworkErrors: answerProblem,
  });
  takeZodSchemas(app);
  parseBodies(app);
  app.setErrorHandler(answerProblem);
  app.setNotFoundHandler((request, reply) => {
    if (answersMissing(request, reply)) return;
    throw new JobuError('ROUTE_NOT_FOUND', { method: request.method, path: pathOf(request) });
  });
  app.addHook('onResponse', async (request, reply) => {
    logger.debug(
      {
        requestId: request.id,
        method: request.method,
        path: pathOf(request),
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
      },
      'request',
    );
  });
  return app;
}
