import { describe, expect, test } from 'vitest';
import { apiOn } from '../support/admin-app.ts';

const HTML = { accept: 'text/html,application/xhtml+xml' };

describe('the web interface', () => {
  test('is the same page under every address, and finds its files from there', async () => {
    const { ask } = await apiOn();
    for (const [path, base] of [
      ['/', './'],
      ['/crons', './'],
      ['/crons?search=a/b', './'],
      ['/executions/17', '../'],
      ['/crons/5/edit', '../../'],
    ] as const) {
      const { status, headers, text } = await ask('GET', path, undefined, HTML);
      expect([path, status, headers['content-type']]).toEqual([path, 200, 'text/html; charset=utf-8']);
      expect(text).toContain(`<base href="${base}">`);
      expect(headers['cache-control']).toBe('no-cache');
    }
  });

  test('loads its own files only, which may be kept for ever, compressed for whoever takes that', async () => {
    const { ask } = await apiOn();
    const { text } = await ask('GET', '/', undefined, HTML);
    expect(text).not.toMatch(/https?:|style="|onclick=|<script>/);
    const files = [...text.matchAll(/(?:src|href)="\.\/(assets\/[^"]+)"/g)].map(([, file]) => file!);
    expect(files.length).toBeGreaterThanOrEqual(2);
    for (const file of files) {
      const plain = await ask('GET', `/${file}`);
      expect(plain).toMatchObject({ status: 200, headers: { 'cache-control': 'public, max-age=31536000, immutable' } });
      for (const encoding of ['br', 'gzip']) {
        const { headers } = await ask('GET', `/${file}`, undefined, { 'accept-encoding': encoding });
        expect(headers['content-encoding']).toBe(encoding);
        // A file of a few bytes only grows.
        expect(Number(headers['content-length'])).toBeLessThan(Number(plain.headers['content-length']) + 30);
      }
    }
    expect((await ask('GET', '/icon.svg')).headers['content-type']).toBe('image/svg+xml');
  });

  test('knows the version and the zone of the server before it asks anything', async () => {
    const { ask } = await apiOn();
    const { text } = await ask('GET', '/', undefined, HTML);
    const [, content] = /name="jobu" content="([^"]*)"/.exec(text)!;
    expect(JSON.parse(content!.replaceAll('&#34;', '"'))).toEqual({ version: '1.2.3', timeZone: 'Asia/Seoul' });
  });

  test('answers a browser that has lost its way; a program gets a problem', async () => {
    const { ask } = await apiOn();
    const page = await ask('GET', '/nowhere/at/all', undefined, HTML);
    expect([page.status, page.text.includes('<base href="../../">')]).toEqual([404, true]);
    for (const [path, headers] of [
      ['/nowhere', {}],
      ['/api/v1/nowhere', HTML],
      ['/assets/nothing.js', { accept: '*/*' }],
    ] as const)
      expect((await ask('GET', path, undefined, headers)).body).toMatchObject({ status: 404, code: 'ROUTE_NOT_FOUND' });
  });

  test('has what was called /jobs under /executions', async () => {
    const { ask } = await apiOn();
    const { status, headers } = await ask('GET', '/jobs');
    expect([status, headers['location']]).toEqual([301, 'executions']);
  });
});
