import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseCron } from '../../src/domain/cron-expression.ts';
import { describeCron } from '../../src/domain/cron-sentence.ts';
import { fireTimes } from '../../src/domain/fire-times.ts';
import { spoken } from './domain-cron-oracle.ts';

const RUNS = Number(process.env['ORACLE_RUNS'] ?? 500);
const expressions = fc
  .boolean()
  .chain((withSeconds) => spoken(withSeconds))
  .map(({ text }) => text);
const LEAP_YEAR = new Date('2027-12-31T23:59:59Z');

it('every expression has a sentence, and the Korean one no English word', () => {
  fc.assert(
    fc.property(expressions, (text) => {
      const expression = parseCron(text);
      expect(describeCron(expression, 'en')).toMatch(/^[\x20-\x7e]{5,}$/);
      expect(describeCron(expression, 'ko')).toMatch(/^[가-힣0-9:~, ]{2,}$/);
    }),
    { numRuns: RUNS },
  );
});

it('two expressions with one sentence are due at the same times', () => {
  const fields = expressions.map((text) => text.split(' '));
  fc.assert(
    fc.property(fields, fields, fc.nat({ max: 4 }), (one, other, place) => {
      const changed = one.with(one.length - 1 - place, other.at(-1 - place)!);
      const [a, b] = [one, changed].map((parts) => parseCron(parts.join(' '))) as [never, never];
      const times = (expression: never) => fireTimes(expression, 'UTC', LEAP_YEAR, { limit: 100 });
      for (const language of ['ko', 'en'] as const)
        if (describeCron(a, language) === describeCron(b, language)) expect(times(a)).toEqual(times(b));
    }),
    { numRuns: RUNS },
  );
});
