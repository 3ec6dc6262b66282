import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { JobuError } from '../../errors.ts';

/** First parts of the addresses that the web interface shows by itself. */
const PAGES = [
  'login',
  'setup',
  'crons',
  'executions',
  'timeline',
  'upcoming',
  'backfills',
  'operations',
  'workers',
  'calendars',
  'transactions',
  'audit',
  'settings',
];

// Beside this file in the package; when it runs from src/, what the last build made.
const folder = [new URL('../web/', import.meta.url), new URL('../../../dist/admin/web/', import.meta.url)]
  .map((url) => fileURLToPath(url))
  .find((path) => existsSync(path));

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** Whether a request comes from the address bar or a link of a browser. */
export const wantsPage = ({ method, headers, url }: FastifyRequest): boolean =>
  ['GET', 'HEAD'].includes(method) && (headers.accept ?? '').includes('text/html') && !/^\/(api|docs)\b/.test(url);

/** What the page has to know before it may ask the API anything. */
export interface PageFacts {
  readonly version: string;
  readonly timeZone: string;
}

/**
 * Answers the page of the web interface. Its address comes as a relative `<base href>`, so that it works below any path
 * that a proxy takes away. Throws WEB_NOT_BUILT.
 */
export function pageSender(facts: PageFacts): (request: FastifyRequest, reply: FastifyReply) => FastifyReply {
  let page: string | undefined;
  const read = (): string => {
    if (folder === undefined) throw new JobuError('WEB_NOT_BUILT', {});
    return readFileSync(`${folder}index.html`, 'utf8').replace(
      'name="jobu" content="{}"',
      `name="jobu" content="${escapeHtml(JSON.stringify(facts))}"`,
    );
  };
  return (request, reply) => {
    page ??= read();
    const depth = request.url.split('?', 1)[0]!.split('/').length - 2;
    return reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-cache')
      .send(page.replace('<base href="/">', `<base href="${'../'.repeat(depth) || './'}">`));
  };
}

/** The web interface: its page under every address it shows, and the files it consists of. */
export async function pageRoutes(app: FastifyInstance, facts: PageFacts): Promise<void> {
  const send = pageSender(facts);
  const route = { config: { role: null } as const, schema: { hide: true } };
  app.get('/', route, async (request, reply) => send(request, reply));
  // What the Python original called its list of executions.
  app.get('/jobs', route, async (_request, reply) => reply.redirect('executions', 301));
  for (const page of PAGES)
    for (const path of [`/${page}`, `/${page}/*`]) app.get(path, route, async (request, reply) => send(request, reply));

  if (folder === undefined) return;
  // Names of assets change with what is in them.
  await app.register(fastifyStatic, {
    root: `${folder}assets`,
    prefix: '/assets/',
    preCompressed: true,
    immutable: true,
    maxAge: '365d',
    decorateReply: false,
  });
  app.get('/icon.svg', route, async (_request, reply) =>
    reply
      .type('image/svg+xml')
      .header('cache-control', 'max-age=86400')
      .send(readFileSync(`${folder}icon.svg`)),
  );
}
