import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance, FastifySchema } from 'fastify';
import { z } from 'zod';
import type { JsonSchema } from './model/json-writer.ts';
import { problemSchema } from './model/problem.ts';
import { jsonSchemaOf } from './schema-compiler.ts';

type Components = Record<string, unknown>;

/** The schema with its named parts moved to the document's components. */
function inDocument(schema: unknown, io: 'input' | 'output', components: Components): unknown {
  if (!(schema instanceof z.ZodType)) return schema;
  const hoist = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(hoist);
    if (typeof part !== 'object' || part === null) return part;
    const { $defs, $schema: _, id, $ref, 'x-verbatim': _verbatim, ...rest } = part as Record<string, unknown>;
    // Every integer of zod is bounded by what a number holds exactly; that says nothing here.
    if (rest['minimum'] === Number.MIN_SAFE_INTEGER) delete rest['minimum'];
    if (rest['maximum'] === Number.MAX_SAFE_INTEGER) delete rest['maximum'];
    for (const [name, definition] of Object.entries($defs ?? {})) components[name] = hoist(definition);
    const plain = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, hoist(value)]));
    if (typeof $ref === 'string') return { ...plain, $ref: `#/components/schemas/${$ref.split('/').at(-1)}` };
    if (typeof id === 'string' && 'type' in rest) {
      components[id] = plain;
      return { $ref: `#/components/schemas/${id}` };
    }
    return id === undefined ? plain : { ...plain, id: hoist(id) };
  };
  return hoist(jsonSchemaOf(schema, io) as JsonSchema);
}

/** A response of another media type than JSON. */
interface TypedResponse {
  readonly description: string;
  readonly content: Readonly<Record<string, { readonly schema: unknown }>>;
}

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  201: 'Created; the header Location says where it is.',
  202: 'Accepted; a worker will run it. The header Location says where it is.',
  503: 'It cannot; the reasons say why.',
};

function transformRoute(schema: FastifySchema, components: Components): FastifySchema {
  const { params, querystring, headers, body, response, ...rest } = schema;
  const responses: Record<string, unknown> = {};
  for (const [status, answer] of Object.entries((response ?? {}) as Record<string, z.ZodType | TypedResponse>)) {
    const { description, content } =
      answer instanceof z.ZodType
        ? { description: DESCRIPTIONS[status] ?? 'Done.', content: { 'application/json': { schema: answer } } }
        : answer;
    responses[status] = {
      description,
      content: Object.fromEntries(
        Object.entries(content).map(([type, { schema: part }]) => [
          type,
          { schema: inDocument(part, 'output', components) },
        ]),
      ),
    };
  }
  responses['default'] = {
    description: 'A problem, as RFC 9457 describes it.',
    content: { 'application/problem+json': { schema: inDocument(problemSchema, 'output', components) } },
  };
  return {
    ...rest,
    ...(params === undefined ? {} : { params: inDocument(params, 'input', components) }),
    ...(querystring === undefined ? {} : { querystring: inDocument(querystring, 'input', components) }),
    ...(headers === undefined ? {} : { headers: inDocument(headers, 'input', components) }),
    ...(body === undefined ? {} : { body: inDocument(body, 'input', components) }),
    response: responses,
  };
}

/** Pages that swagger-ui serves run no inline script; its icons are data URLs. */
const DOCS_CSP =
  "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; connect-src 'self'; font-src 'self'; " +
  "img-src 'self' data:; script-src 'self'; style-src 'self' 'unsafe-inline'";

/** Serves the OpenAPI document at /docs/json and Swagger UI at /docs. Routes registered later are in it. */
export async function serveDocumentation(app: FastifyInstance, version: string, basePath: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'jobu',
        version,
        description: 'Crons, executions and workers of a jobu installation. Ids are text, times are RFC 3339 in UTC.',
      },
      servers: [{ url: basePath === '' ? '/' : basePath }],
      tags: [
        { name: 'crons', description: 'Stored schedules.' },
        { name: 'plan', description: 'What is coming, and what a change would do to it.' },
        { name: 'backfills', description: 'Past occurrences that are run.' },
        { name: 'calendars', description: 'Which days are open.' },
        { name: 'executions', description: 'One run of a handler each.' },
        { name: 'workers', description: 'The processes of jobu.' },
        { name: 'account', description: 'Signing in, and what concerns whoever asks.' },
        { name: 'users', description: 'Who may sign in, and keys for programs.' },
        { name: 'audit', description: 'What was changed, by whom and why.' },
        { name: 'settings', description: 'What holds for everybody.' },
        { name: 'monitoring', description: 'For probes and Prometheus.' },
      ],
      components: {
        schemas: {},
        securitySchemes: {
          token: { type: 'http', scheme: 'bearer', description: 'An API token: jobu_<key>_<secret>.' },
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: 'jobu_session',
            description: 'Set by POST /api/v1/auth/login.',
          },
        },
      },
      security: [{ token: [] }, { session: [] }],
    },
    transform: ({ schema, url, route, ...document }) => {
      const { components } = (document as unknown as { openapiObject: { components: { schemas: Components } } })
        .openapiObject;
      if (schema.hide) return { schema, url };
      const role = route.config?.role ?? null;
      // What the role must be stands in the document; without one the route is open.
      const access = role === null ? { security: [] } : { 'x-required-role': role };
      return { schema: { ...transformRoute(schema, components.schemas), ...access }, url };
    },
  });
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: DOCS_CSP,
    theme: { title: 'jobu API' },
    uiConfig: {
      layout: 'BaseLayout',
      deepLinking: true,
      validatorUrl: null,
      displayRequestDuration: true,
      tryItOutEnabled: false,
    },
  });
}
