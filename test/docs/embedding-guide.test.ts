import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../support/run-folder.ts';

const root = join(import.meta.dirname, '../..');

const examplesOf = (page: string): string[] =>
  [...readFileSync(join(root, 'docs/guides', page), 'utf8').matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(
    ([, code]) => code!,
  );

const built = (code: string): string =>
  code
    .replaceAll("'jobu/services'", JSON.stringify(join(root, 'dist/services.js')))
    .replaceAll("'jobu'", JSON.stringify(join(root, 'dist/index.js')));

/** What a newcomer would write around the two examples: a table, one order, and an end. */
const AROUND = `
const database = jobu.databases.get('default');
await database.autocommit.execute('CREATE TABLE orders (id TEXT PRIMARY KEY)');
const { order } = await import('./order.mts');
await order('17');
await order('17').then(() => console.log('twice'), () => {});
for (let tries = 0; tries < 200; tries++) {
  const row = await database.autocommit.fetchOne("SELECT result FROM job_executions WHERE status = 'SUCCESS'");
  if (row) { console.log(row.result); break; }
  await new Promise((resolve) => setTimeout(resolve, 50));
}
console.log(jobu.handlers.includes('settle'), jobu.adminUrl, process.listenerCount('SIGINT'));
process.kill(process.pid, 'SIGTERM');
`;

test('an application runs jobu as the guide shows it, and ends by itself after its own signal', async () => {
  const folder = temporaryFolder('embedding');
  const [start, order] = examplesOf('embedding.md');
  for (const name of ['config', 'jobs']) mkdirSync(join(folder, name));
  writeFileSync(join(folder, 'config/database.yaml'), 'databases:\n  default: { type: sqlite, path: ./app.db }\n');
  writeFileSync(join(folder, 'config/logging.yaml'), 'logging: { level: error }\n');
  writeFileSync(join(folder, 'order.mts'), built(order!));
  writeFileSync(join(folder, 'app.mts'), built(start! + AROUND));
  const child = spawn(process.execPath, ['app.mts'], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  const [code] = await once(child, 'close');
  expect({ code, output }).toEqual({ code: 0, output: '{"settled":7}\ntrue undefined 0\n' });
});

test('both languages have the same examples', () => {
  expect(examplesOf('embedding.ko.md')).toEqual(examplesOf('embedding.md'));
});
