import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

it('runs decorated methods in transactions, with their this and their name', () => {
  const file = fileURLToPath(new URL('../fixtures/database/decorated-methods.ts', import.meta.url));
  const output = execFileSync(process.execPath, ['--import', 'tsx', file], { encoding: 'utf8' });
  expect(JSON.parse(output)).toEqual({
    answer: 'done',
    failure: 'bad name',
    refusal: 'ReadOnlyTransactionError',
    method: 'add',
    default: [{ name: 'book one' }],
    business: [{ name: 'one' }],
  });
});
