import { validateHeaderName, validateHeaderValue } from 'node:http';
import { z } from 'zod';
import { JobuError, messageOf } from '../../errors.ts';
import { AddressPolicy, type AllowPrivateAddresses } from './http-addresses.ts';
import { publicUrl, sendRequest } from './http-request.ts';
import type { Handler } from './registry.ts';

export interface HttpHandlerOptions {
  /** `worker.http.allow_private_addresses`. Default false: only public addresses. */
  readonly allowPrivateAddresses?: AllowPrivateAddresses;
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

const headers = z.record(z.string(), z.string()).superRefine((values, context) => {
  for (const [name, value] of Object.entries(values)) {
    try {
      validateHeaderName(name);
      validateHeaderValue(name, value);
    } catch (error) {
      context.addIssue({ code: 'custom', path: [name], message: messageOf(error) });
    }
  }
});

const status = z.union([z.int().min(100).max(599), z.string().regex(/^[1-5](\d\d(-[1-5]\d\d)?|xx)$/)]);

const params = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).describe('Address, http or https'),
  method: z.enum(METHODS).default('GET'),
  headers: headers.default({}),
  body: z
    .union([z.string(), z.record(z.string(), z.unknown()), z.array(z.unknown())])
    .optional()
    .describe('Text, or a value that is sent as JSON'),
  expected_status: z
    .union([status, z.array(status).min(1)])
    .default('2xx')
    .describe('A status, a range ("200-204", "2xx"), or a list of them'),
});

type Expected = z.infer<typeof status>;

function matches(expected: Expected, actual: number): boolean {
  if (typeof expected === 'number') return expected === actual;
  const [low = '', high = low] = expected.split('-');
  return actual >= Number(low.replace('xx', '00')) && actual <= Number(high.replace('xx', '99'));
}

/** Asking again cannot help when the server says that the request itself is wrong; "too early" and "too many" pass. */
const isFinal = (actual: number) => actual >= 400 && actual < 500 && ![408, 425, 429].includes(actual);

const KEPT_HEADERS = [
  'content-type',
  'content-length',
  'date',
  'etag',
  'last-modified',
  'location',
  'retry-after',
  'x-request-id',
];

/**
 * The built-in handler `http`: one request, its status checked. The result is `{status, url, headers, body, truncated}`
 * with at most 64 KB of the body.
 */
export function httpHandler(options: HttpHandlerOptions = {}): Handler {
  const policy = new AddressPolicy(options.allowPrivateAddresses);
  return {
    name: 'http',
    file: null,
    builtIn: true,
    options: { params, description: 'Sends an HTTP request and checks the status of the answer' },
    async execute(values, context) {
      const { url, method, headers: sent, body, expected_status } = values as z.output<typeof params>;
      const expected = [expected_status].flat();
      const isExpected = (actual: number) => expected.some((one) => matches(one, actual));
      const isJson = body !== undefined && typeof body !== 'string';
      const hasType = Object.keys(sent).some((name) => name.toLowerCase() === 'content-type');
      const request = {
        method,
        url,
        headers: isJson && !hasType ? { ...sent, 'content-type': 'application/json' } : sent,
        body: body === undefined ? null : isJson ? JSON.stringify(body) : body,
        followRedirect: (actual: number) => !isExpected(actual),
      };
      const response = await sendRequest(request, policy, context.signal);
      context.log.info(`${method} ${response.url} answered ${response.status}`);
      if (isExpected(response.status)) {
        const kept = Object.entries(response.headers).filter(([name]) => KEPT_HEADERS.includes(name));
        return { ...response, headers: Object.fromEntries(kept) };
      }
      const error = new JobuError('HTTP_STATUS_UNEXPECTED', {
        method,
        url: publicUrl(url),
        status: response.status,
        expected: expected.join(', '),
        body: response.body.slice(0, 500) || 'no body',
      });
      throw Object.assign(error, { retryable: !isFinal(response.status) });
    },
  };
}
