import { createClient, type JobuClient, type Resource } from '../../../src/client/index.ts';
import { preferences } from '../preferences.ts';
import { baseUrl } from '../server.ts';
import { keepVerbatim, stringify } from './json-text.ts';

export { type Problem, ProblemError, type Resource } from '../../../src/client/index.ts';

export type Cron = Resource<'Cron'>;
export type Execution = Resource<'Execution'>;
export type Status = Execution['status'];

/** One documented call of the API: run by a button, shown by "copy as curl". */
export type Call<T = unknown> = (client: JobuClient) => Promise<T>;

async function exactFetch(request: Request): Promise<Response> {
  // The language that was chosen, which need not be the browser's.
  request.headers.set('accept-language', preferences.get().language);
  const response = await fetch(request, { credentials: 'same-origin' });
  if (!response.ok || !(response.headers.get('content-type') ?? '').startsWith('application/json')) return response;
  const { status, headers } = response;
  return new Response(keepVerbatim(await response.text()), { status, headers });
}

const clientWith = (fetch: (request: Request) => Promise<Response>): JobuClient =>
  // What changes something takes a header that no other page can send.
  createClient({ baseUrl, fetch, bodySerializer: stringify, headers: { 'x-jobu-request': '1' } });

/**
 * The API of the server this page came from. Members that hold JSON as it was typed (params, results) arrive as their
 * text; to send such a text, wrap it in JsonText.
 */
export const api: JobuClient = clientWith(exactFetch);

/** What a call answered. */
export async function dataOf<T>(answer: Promise<{ data?: T }>): Promise<T> {
  return (await answer).data as T;
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** The call as a command line; the token is left for the reader to fill in. */
export async function curlOf(call: Call): Promise<string> {
  let seen: Request | undefined;
  const recorder = clientWith(async (request) => {
    seen = request;
    throw new Error('recorded');
  });
  await call(recorder).catch(() => {});
  if (!seen) throw new Error('the action makes no call');
  const body = await seen.text();
  const lines = [`curl -X ${seen.method} ${quoted(seen.url)}`, `-H 'Authorization: Bearer $JOBU_TOKEN'`];
  for (const name of ['content-type', 'if-match', 'idempotency-key']) {
    const value = seen.headers.get(name);
    if (value !== null) lines.push(`-H ${quoted(`${name}: ${value}`)}`);
  }
  if (body !== '') lines.push(`-d ${quoted(body)}`);
  // In double quotes the shell fills in the variable.
  return lines.join(' \\\n  ').replace("'Authorization: Bearer $JOBU_TOKEN'", '"Authorization: Bearer $JOBU_TOKEN"');
}
