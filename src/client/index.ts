import createFetchClient, { type Client, type Middleware } from 'openapi-fetch';
import type { components, paths } from './generated.ts';

export { LIVE_EVENTS, type LiveChange, type LiveTopic, LOG_EVENT, RESET_EVENT } from './events.ts';
export type { components, operations, paths } from './generated.ts';

/** What the API answers when it does not do what was asked: RFC 9457. */
export type Problem = components['schemas']['Problem'];

/** A resource of the API by the name it has in the OpenAPI document: `Resource<'Cron'>`. */
export type Resource<Name extends keyof components['schemas']> = components['schemas'][Name];

/** The API said no, or did not answer with what it promises. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  /** HTTP status. */
  readonly status: number;
  /** Stable code, such as CRON_NOT_FOUND; see docs/reference/errors.md. */
  readonly code: string;
  /** The whole document, with members that only some problems have. */
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.status = problem.status;
    this.code = problem.code;
    this.problem = problem;
  }
}

/** How to reach an admin server. */
export interface ClientOptions {
  /** Where it answers, with the prefix of a proxy if there is one: `http://127.0.0.1:8080`. */
  readonly baseUrl: string;
  /** An API token, sent as `Authorization: Bearer`. Default: none, or the session cookie in a browser. */
  readonly token?: string;
  /** Headers of every request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Writes bodies. Default: JSON.stringify. */
  readonly bodySerializer?: (body: unknown) => string;
  /** Instead of the global `fetch`. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

/** A client whose paths, parameters, bodies and answers are those of the OpenAPI document. */
export type JobuClient = Client<paths>;

async function problemOf(response: Response): Promise<Problem> {
  const type = response.headers.get('content-type') ?? 'none';
  if (type.includes('json')) {
    const body = (await response.clone().json()) as Partial<Problem>;
    if (typeof body.code === 'string') return body as Problem;
  }
  return {
    type: 'about:blank',
    title: 'Unexpected answer',
    status: response.status,
    detail: `The server answered ${response.status} as ${type}, which the API never does.`,
    instance: new URL(response.url || 'http://localhost/').pathname,
    code: 'UNEXPECTED_ANSWER',
    requestId: response.headers.get('x-request-id') ?? '',
  };
}

const throwProblems: Middleware = {
  async onResponse({ response }) {
    if (!response.ok) throw new ProblemError(await problemOf(response));
  },
};

/**
 * A typed client of the admin API. Every call throws ProblemError unless the server did what was asked:
 *
 *     const jobu = createClient({ baseUrl: 'http://127.0.0.1:8080' });
 *     const { data } = await jobu.GET('/api/v1/crons', { params: { query: { limit: 10 } } });
 */
export function createClient({ baseUrl, token, headers, bodySerializer, fetch }: ClientOptions): JobuClient {
  const client = createFetchClient<paths>({
    baseUrl: baseUrl.replace(/\/$/, ''),
    headers: {
      accept: 'application/json',
      'x-jobu-request': '1',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    querySerializer: { array: { style: 'form', explode: true } },
    ...(bodySerializer === undefined ? {} : { bodySerializer }),
    ...(fetch === undefined ? {} : { fetch }),
  });
  client.use({
    onRequest({ request }) {
      // The API takes writes as JSON only, also those that say nothing.
      if (['POST', 'PUT', 'PATCH'].includes(request.method) && !request.headers.has('content-type'))
        request.headers.set('content-type', 'application/json');
    },
  });
  client.use(throwProblems);
  return client;
}
