import * as dns from 'node:dns';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, LookupFunction } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { executeHandler } from '../../src/worker/handlers/attempt.ts';
import { httpHandler } from '../../src/worker/handlers/http.ts';
import { AddressPolicy, type AllowPrivateAddresses } from '../../src/worker/handlers/http-addresses.ts';
import { CONTEXT, recordingHooks } from '../fixtures/handlers/attempt.ts';

vi.mock('node:dns', async (original) => {
  const real = await original<typeof dns>();
  return { ...real, lookup: vi.fn(real.lookup) };
});
const realLookup = vi.mocked(dns.lookup).getMockImplementation()!;
afterEach(() => void vi.mocked(dns.lookup).mockImplementation(realLookup));

/** From now on every name has these addresses. */
function resolving(answers: { address: string; family: number }[]): void {
  const lookup = (_name: string, _options: object, callback: (error: null, found: typeof answers) => void) =>
    callback(null, answers);
  vi.mocked(dns.lookup).mockImplementation(lookup as never);
}

let server: Server;
let base: string;
let seen: { method: string; url: string; headers: Record<string, unknown>; body: string }[];

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const url = new URL(request.url!, base);
      seen.push({
        method: request.method!,
        url: request.url!,
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      });
      const status = Number(url.searchParams.get('status') ?? 200);
      const to = url.searchParams.get('to');
      if (url.pathname === '/hang') return;
      if (url.pathname === '/loop') response.writeHead(302, { location: '/loop' }).end();
      else if (to !== null) response.writeHead(status, { location: to }).end();
      else if (url.pathname === '/endless') {
        response.writeHead(200, { 'content-type': 'text/plain' });
        const timer = setInterval(() => response.write('x'.repeat(10_000)), 1);
        response.on('close', () => clearInterval(timer));
      } else if (url.pathname === '/korean') {
        response.writeHead(200, { 'content-type': 'text/plain; charset=euc-kr' });
        response.end(Buffer.from([0xb0, 0xa1]));
      } else response.writeHead(status, { 'content-type': 'text/plain', 'x-secret': '1' }).end('hello');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  seen = [];
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function send(
  params: object,
  allowPrivateAddresses: AllowPrivateAddresses = ['127.0.0.1'],
  signal?: AbortSignal,
) {
  seen.length = 0;
  const { hooks } = recordingHooks(signal);
  const outcome = await executeHandler(httpHandler({ allowPrivateAddresses }), params, CONTEXT, hooks);
  return outcome.ok ? JSON.parse(outcome.result) : outcome.failure;
}

describe('the handler http', () => {
  it('sends what it is told and answers status, some headers and the body', async () => {
    const result = await send({ method: 'POST', url: `${base}/a`, headers: { 'X-Job': 'yes' }, body: { n: 1 } });
    expect(result).toMatchObject({ status: 200, url: `${base}/a`, body: 'hello', truncated: false });
    expect(result.headers).toMatchObject({ 'content-type': 'text/plain' });
    expect(result.headers).not.toHaveProperty('x-secret');
    expect(seen).toMatchObject([
      { method: 'POST', url: '/a', body: '{"n":1}', headers: { 'x-job': 'yes', 'content-type': 'application/json' } },
    ]);
  });

  it.each([
    [500, '2xx', true],
    [429, '2xx', true],
    [404, '2xx', false],
    [202, 200, true],
  ])('fails on %i when %s is expected (retry: %s)', async (status, expected_status, retryable) => {
    const failure = await send({ url: `${base}/?status=${status}`, expected_status });
    expect(failure).toMatchObject({ code: 'HTTP_STATUS_UNEXPECTED', retryable });
    expect(failure.message).toContain(`answered ${status}, not ${expected_status}`);
  });

  it.each([
    [404, 404],
    [503, [200, '500-503']],
    [418, '4xx'],
  ])('accepts %i when %j is expected', async (status, expected_status) => {
    expect(await send({ url: `${base}/?status=${status}`, expected_status })).toMatchObject({ status });
  });

  it.each([
    [{ url: 'ftp://example.com/' }, 'url'],
    [{ url: 'http://example.com/', method: 'BREW' }, 'method'],
    [{ url: 'http://example.com/', headers: { 'a b': '1' } }, 'headers'],
    [{ url: 'http://example.com/', expected_status: '9xx' }, 'expected_status'],
    [{ url: 'http://example.com/', retries: 1 }, 'retries'],
  ])('refuses the params %j', async (params, field) => {
    const failure = await send(params);
    expect(failure).toMatchObject({ code: 'PARAMS_INVALID', retryable: false });
    expect(failure.message).toContain(field);
  });

  it('keeps 64 KB of a body without end and stops downloading', async () => {
    const result = await send({ url: `${base}/endless` });
    expect(result.truncated).toBe(true);
    expect(result.body).toHaveLength(65_536);
  });

  it('decodes the charset of the answer', async () => {
    expect(await send({ url: `${base}/korean` })).toMatchObject({ body: '가' });
  });

  it('fails with what went wrong when nobody listens, and may be retried', async () => {
    expect(await send({ url: 'http://user:pw@127.0.0.1:1/' })).toMatchObject({
      code: 'HTTP_REQUEST_FAILED',
      retryable: true,
      message: expect.stringMatching(/GET http:\/\/127\.0\.0\.1:1\/ failed: .*ECONNREFUSED/),
    });
  });

  it('stops when its signal aborts', async () => {
    const abort = new AbortController();
    const result = send({ url: `${base}/hang` }, true, abort.signal);
    await vi.waitFor(() => expect(seen).toHaveLength(1));
    abort.abort(new Error('timed out'));
    expect(await result).toMatchObject({ message: 'timed out' });
  });
});

describe('redirects of the handler http', () => {
  it('are followed, a POST becoming a GET', async () => {
    const url = `${base}/?status=302&to=${encodeURIComponent('/next')}`;
    expect(await send({ method: 'POST', url, body: 'x' })).toMatchObject({ status: 200, url: `${base}/next` });
    expect(seen.map(({ method, body }) => [method, body])).toEqual([
      ['POST', 'x'],
      ['GET', ''],
    ]);
  });

  it('keep method and body on 307, and send no secrets to another origin', async () => {
    const other = createServer((request, response) => {
      response.end(JSON.stringify([request.method, request.headers.authorization ?? null]));
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const to = `http://127.0.0.1:${(other.address() as AddressInfo).port}/`;
    const params = { method: 'PUT', headers: { Authorization: 'Bearer x' }, body: 'x' };
    const result = await send({ ...params, url: `${base}/?status=307&to=${encodeURIComponent(to)}` });
    expect(JSON.parse(result.body)).toEqual(['PUT', null]);
    other.close();
  });

  it('end after five', async () => {
    expect(await send({ url: `${base}/loop` })).toMatchObject({ code: 'HTTP_REDIRECT_REFUSED', retryable: false });
    expect(seen).toHaveLength(6);
  });

  it('are an answer like any other when their status is expected', async () => {
    expect(await send({ url: `${base}/loop`, expected_status: 302 })).toMatchObject({
      status: 302,
      headers: { location: '/loop' },
    });
  });

  it.each(['http://127.0.0.2/', 'http://169.254.169.254/latest', 'http://[::1]/', 'http://localhost:1/'])(
    'to %s are refused although the first address is allowed',
    async (to) => {
      resolving([{ address: '::1', family: 6 }]);
      const failure = await send({ url: `${base}/?status=302&to=${encodeURIComponent(to)}` });
      expect(failure).toMatchObject({ code: 'HTTP_ADDRESS_REFUSED', retryable: false });
    },
  );

  it('to anything but http are refused', async () => {
    const failure = await send({ url: `${base}/?status=302&to=${encodeURIComponent('file:///etc/passwd')}` });
    expect(failure).toMatchObject({ code: 'HTTP_REDIRECT_REFUSED' });
  });
});

describe('the addresses that http may reach', () => {
  it.each([
    'http://127.0.0.1/',
    'http://127.1/',
    'http://0x7f000001/',
    'http://2130706433/',
    'http://0177.0.0.1/',
    'http://0/',
    'http://localhost/',
    'http://[::1]/',
    'http://[::]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:a9fe:a9fe]/',
    'http://[64:ff9b::169.254.169.254]/',
    'http://169.254.169.254/latest/meta-data/',
    'http://10.1.2.3/',
    'http://172.31.255.255/',
    'http://192.168.0.1/',
    'http://100.64.0.1/',
    'http://[fc00::1]/',
    'http://[fe80::1]/',
  ])('do not include %s by default', async (url) => {
    expect(await send({ url }, false)).toMatchObject({ code: 'HTTP_ADDRESS_REFUSED', retryable: false });
  });

  it('are those of the list, and public ones', () => {
    const policy = new AddressPolicy(['10.1.0.0/16', 'fd00:1::/32']);
    expect(
      ['10.1.2.3', '::ffff:10.1.2.3', 'fd00:1::5', '8.8.8.8', '2606:4700::1'].map((one) => policy.allows(one)),
    ).toEqual(Array(5).fill(true));
    expect(['10.2.0.1', 'fd00:2::5', '127.0.0.1', 'nonsense'].map((one) => policy.allows(one))).toEqual(
      Array(4).fill(false),
    );
  });

  it.each(['10.0.0.0/33', '10.0.0.0/', 'example.com', '::/129'])('cannot be listed as %s', (network) => {
    expect(() => new AddressPolicy([network])).toThrow(expect.objectContaining({ code: 'HTTP_NETWORK_INVALID' }));
  });

  it('are checked in the answer that is connected to, so a name cannot change its mind', async () => {
    const answers = [
      { address: '127.0.0.1', family: 4 },
      { address: '93.184.216.34', family: 4 },
    ];
    resolving(answers);
    const lookup = (options: object) =>
      new Promise((resolve) =>
        new AddressPolicy().lookup('rebind.example', options, ((...found) =>
          resolve(found)) as Parameters<LookupFunction>[2]),
      );
    expect(await lookup({ all: true })).toEqual([null, [answers[1]]]);
    expect(await lookup({})).toEqual([null, '93.184.216.34', 4]);
    answers.pop();
    expect(await lookup({ all: true })).toEqual([expect.objectContaining({ code: 'HTTP_ADDRESS_REFUSED' }), '', 0]);
  });
});
