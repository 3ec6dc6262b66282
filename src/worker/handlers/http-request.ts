import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { TextDecoder } from 'node:util';
import { JobuError, messageOf } from '../../errors.ts';
import type { AddressPolicy } from './http-addresses.ts';

export const MAX_BODY_BYTES = 65_536;
const MAX_REDIRECTS = 5;

/** One request as the user asked for it. */
export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** False for a status that the user expects as such. */
  readonly followRedirect: (status: number) => boolean;
}

export interface HttpResponse {
  readonly status: number;
  /** After redirects. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The body was longer than 64 KB. */
  readonly truncated: boolean;
}

/** For texts that are stored and shown: without user name and password. */
export function publicUrl(url: URL | string): string {
  const shown = new URL(url);
  shown.username = '';
  shown.password = '';
  return shown.href;
}

// Agents of their own: Node's global ones may be told to use a proxy by the environment, past the address check.
const agents = { 'http:': new HttpAgent({ keepAlive: false }), 'https:': new HttpsAgent({ keepAlive: false }) };

function connect(url: URL, request: HttpRequest, policy: AddressPolicy, signal: AbortSignal): Promise<IncomingMessage> {
  const secure = url.protocol === 'https:';
  policy.assertHost(url.hostname);
  return new Promise((resolve, reject) => {
    const outgoing = (secure ? requestHttps : requestHttp)(
      url,
      {
        method: request.method,
        headers: { 'user-agent': 'jobu', 'accept-encoding': 'identity', ...request.headers },
        agent: agents[secure ? 'https:' : 'http:'],
        lookup: policy.lookup,
        signal,
      },
      resolve,
    );
    outgoing.once('error', reject);
    outgoing.end(request.body ?? undefined);
  });
}

async function readBody(response: IncomingMessage): Promise<{ body: string; truncated: boolean }> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    // Leaving the loop closes the connection: the rest is not downloaded.
    if (bytes > MAX_BODY_BYTES) break;
  }
  const charset = /charset="?([\w-]+)/i.exec(response.headers['content-type'] ?? '')?.[1] ?? 'utf-8';
  const content = Buffer.concat(chunks).subarray(0, MAX_BODY_BYTES);
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(charset);
  } catch {
    decoder = new TextDecoder();
  }
  return { body: decoder.decode(content), truncated: bytes > MAX_BODY_BYTES };
}

/** The next request after a redirect, as browsers do it; secrets do not go to another origin. */
function redirected(from: URL, to: URL, status: number, request: HttpRequest): HttpRequest {
  const becomesGet = status === 303 ? request.method !== 'HEAD' : status <= 302 && request.method === 'POST';
  const dropped = new Set(becomesGet ? ['content-type', 'content-length'] : []);
  if (from.origin !== to.origin) for (const name of ['authorization', 'cookie', 'host']) dropped.add(name);
  const headers = Object.entries(request.headers).filter(([name]) => !dropped.has(name.toLowerCase()));
  return {
    ...request,
    headers: Object.fromEntries(headers),
    ...(becomesGet ? { method: 'GET', body: null } : {}),
  };
}

/**
 * Sends a request and follows up to five redirects; every hop is checked by the policy after its name is resolved.
 * Throws HTTP_ADDRESS_REFUSED, HTTP_REDIRECT_REFUSED, HTTP_REQUEST_FAILED, or the signal's reason.
 */
export async function sendRequest(
  original: HttpRequest,
  policy: AddressPolicy,
  signal: AbortSignal,
): Promise<HttpResponse> {
  let request = original;
  let url = new URL(original.url);
  try {
    for (let hop = 0; ; hop++) {
      const response = await connect(url, request, policy, signal);
      const status = response.statusCode ?? 0;
      const { location } = response.headers;
      if (location === undefined || ![301, 302, 303, 307, 308].includes(status) || !request.followRedirect(status)) {
        const headers = Object.entries(response.headers).map(([name, value]) => [name, String(value)]);
        return { status, url: publicUrl(url), headers: Object.fromEntries(headers), ...(await readBody(response)) };
      }
      response.destroy();
      const refuse = (problem: string): never => {
        throw new JobuError('HTTP_REDIRECT_REFUSED', { url: publicUrl(url), problem });
      };
      if (hop === MAX_REDIRECTS) refuse(`there were more than ${MAX_REDIRECTS}`);
      const next = URL.canParse(location, url.href) ? new URL(location, url) : refuse(`"${location}" is no address`);
      if (next.protocol !== 'http:' && next.protocol !== 'https:') refuse(`it leads to ${next.protocol}`);
      if (url.protocol === 'https:' && next.protocol === 'http:') refuse('it leads from https to http');
      request = redirected(url, next, status, request);
      if (next.origin === url.origin) [next.username, next.password] = [url.username, url.password];
      url = next;
    }
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof JobuError) throw error;
    const problem = messageOf(error) || String((error as { code?: unknown }).code);
    throw new JobuError(
      'HTTP_REQUEST_FAILED',
      { method: request.method, url: publicUrl(url), problem },
      { cause: error },
    );
  }
}
