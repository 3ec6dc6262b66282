// Writes the types of the HTTP client (src/client/generated.ts) from the OpenAPI document of the admin server.
// test/docs says when they are out of date.
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript';
import { createAdminApp } from '../src/admin/admin-app.ts';
import { loadConfig } from '../src/config/load.ts';
import { DatabaseRegistry } from '../src/database/registry.ts';
import { createLogger } from '../src/runtime/logging.ts';

/** The text of the generated file for an OpenAPI document. */
export async function clientTypes(document: unknown): Promise<string> {
  const text = astToString(await openapiTS(document as OpenAPI3, { alphabetize: true, defaultNonNullable: false }));
  return `// Made by scripts/client.ts from the OpenAPI document; do not edit.\n\n${text}`;
}

async function openApiDocument(): Promise<unknown> {
  const registry = await DatabaseRegistry.initFromConfig({ default: { type: 'sqlite', path: ':memory:' } });
  const app = await createAdminApp(
    {
      database: registry.get('default'),
      clock: { now: () => new Date(), monotonicMs: () => 0, sleep: async () => {} },
      logger: createLogger({ level: 'silent', format: 'json' }),
      version: '0.0.0',
      health: () => [],
      config: loadConfig(join(dirname(dirname(fileURLToPath(import.meta.url))), 'config')).admin,
      cronDefaults: { timeZone: 'Asia/Seoul', minCronIntervalSeconds: 60 },
    },
    () => 8080,
  );
  const { body } = await app.inject({ url: '/docs/json', headers: { host: 'localhost:8080' } });
  await app.close();
  await registry.closeAll();
  return JSON.parse(body);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  writeFileSync(join(root, 'src/client/generated.ts'), await clientTypes(await openApiDocument()));
}
