import { describe, expect, test } from 'vitest';
import { apiOn, checkerOf, type OpenApi } from '../support/admin-app.ts';

const METHODS_WITH_BODY = ['post', 'put', 'patch'];

async function documentOf(): Promise<OpenApi> {
  const { ask } = await apiOn();
  return (await ask('GET', '/docs/json')).body;
}

const operationsOf = ({ paths }: OpenApi) =>
  Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({ path, method, operation })),
  );

describe('the OpenAPI document', () => {
  test('is version 3.1 and names every route once', async () => {
    const document = await documentOf();
    expect(document.openapi).toMatch(/^3\.1\.\d+$/);
    expect(document.info).toMatchObject({ title: 'jobu', version: '1.2.3' });
    const ids = operationsOf(document).map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z]+([A-Z][a-z]+)*$/);
    expect(ids.length).toBeGreaterThan(40);
  });

  test('has a usable schema for every answer, body and parameter of every route', async () => {
    const document = await documentOf();
    for (const { path, method, operation } of operationsOf(document)) {
      const where = `${method} ${path}`;
      expect(
        Object.keys(operation.responses).some((status) => status.startsWith('2')),
        where,
      ).toBe(true);
      expect(operation.responses['default']?.content?.['application/problem+json'], where).toBeDefined();
      const schemas = Object.values(operation.responses).flatMap(({ content }) => Object.values(content!));
      const bodies = Object.values(operation.requestBody?.content ?? {});
      expect(bodies.length, where).toBe(METHODS_WITH_BODY.includes(method) ? 1 : 0);
      for (const { schema } of [...schemas, ...bodies, ...(operation.parameters ?? [])])
        expect(() => checkerOf(document, schema), where).not.toThrow();
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const inPath = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
      expect(inPath.map(({ name }) => name).sort()).toEqual(named.sort());
      expect(inPath.every(({ required }) => required)).toBe(true);
    }
  });

  test('refers only to schemas that it has, and uses all that it has', async () => {
    const document = await documentOf();
    const referred = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(
      ([, name]) => name,
    );
    expect([...new Set(referred)].sort()).toEqual(Object.keys(document.components.schemas).sort());
    expect(JSON.stringify(document)).not.toMatch(/x-verbatim|\$defs/);
  });

  test('the schema of a patch has no defaults: what is left out stays', async () => {
    const { paths } = await documentOf();
    const patch = paths['/api/v1/crons/{id}']!['patch']!.requestBody!.content['application/json']!.schema;
    expect(JSON.stringify(patch)).not.toContain('"default"');
    expect(patch['required']).toBeUndefined();
  });
});

describe('pages', () => {
  test('Swagger UI is served with its own files and runs no inline script', async () => {
    const { ask } = await apiOn();
    const { status, text } = await ask('GET', '/docs/');
    expect(status).toBe(200);
    const scripts = [...text.matchAll(/<script([^>]*)>([^<]*)<\/script>/g)];
    expect(scripts.length).toBeGreaterThan(0);
    for (const [, attributes, inline] of scripts) {
      expect(inline!.trim()).toBe('');
      const [, src] = /src="\.?([^"]+)"/.exec(attributes!)!;
      expect((await ask('GET', `/docs${src}`)).status).toBe(200);
    }
    expect(text).not.toMatch(/(src|href)="(https?:)?\/\//);
  });
});
