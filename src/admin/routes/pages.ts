import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { type Language, languageOf, WORDS } from '../pages/words.ts';

const read = (name: string): string => readFileSync(new URL(`../pages/${name}`, import.meta.url), 'utf8');

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const template = read('index.html');
const assets = [
  ['index.css', 'text/css; charset=utf-8', read('index.css')],
  ['index.js', 'text/javascript; charset=utf-8', read('index.js')],
] as const;

/** The index page: what is scheduled and what ran last, in English or Korean. */
export function pageRoutes(app: FastifyInstance, { version, timeZone }: { version: string; timeZone: string }): void {
  const pageIn = (language: Language): string => {
    const words: Record<string, string> = { ...WORDS[language], language, version, zone: timeZone };
    const page = template.replace('<html lang="en">', `<html lang="${language}">`);
    return page.replace(/\{\{(\w+)\}\}/g, (_, name: string) => escapeHtml(words[name]!));
  };
  const pages = { en: pageIn('en'), ko: pageIn('ko') };

  app.get('/', { config: { role: null }, schema: { hide: true } }, async (request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-cache')
      .header('vary', 'Accept-Language')
      .send(pages[languageOf(request.headers['accept-language'])]),
  );
  for (const [name, type, content] of assets)
    app.get(`/assets/${name}`, { config: { role: null }, schema: { hide: true } }, async (_request, reply) =>
      reply.type(type).header('cache-control', 'no-cache').send(content),
    );
}
