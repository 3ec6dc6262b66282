import { globSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadStatements } from '../../src/database/statement.ts';
import { STATUSES, type Status, sourcesOf, TERMINAL, TRANSITIONS, UNFINISHED } from '../../src/domain/states.ts';

const ASSIGNED = /(UPDATE job_executions[\s\S]*?\bstatus = )('(\w+)'|\w+\.status)/;

/** UPDATEs that write a status, with the statuses they may come from. */
const updates = globSync('src/**/sql/*.sql').flatMap((file) =>
  loadStatements(file).all.flatMap((statement) =>
    (['sqlite', 'postgres', 'mysql'] as const).flatMap((dialect) => {
      const source = statement.source(dialect);
      const [, head = '', written, to] = ASSIGNED.exec(source) ?? [];
      if (written === undefined || /\bWHERE\b/.test(head)) return [];
      const conditions = source.replace(ASSIGNED, '').matchAll(/\bstatus (?:= '(\w+)'|IN \(([^)]*)\))/g);
      const from = [...conditions].flatMap(([, one, many]) =>
        one ? [one] : [...many!.matchAll(/'(\w+)'/g)].map(([, name]) => name!),
      );
      return [{ name: `${statement.name} (${dialect})`, to: to as Status | undefined, from: from as Status[] }];
    }),
  ),
);

describe('the states of an execution', () => {
  it('are unfinished or ended, never both', () => {
    expect([...UNFINISHED, ...TERMINAL].toSorted()).toEqual([...STATUSES].toSorted());
  });

  it('can all be reached from PENDING, whatever way is taken', () => {
    const reached = new Set<Status>(['PENDING']);
    for (const status of reached) for (const next of TRANSITIONS[status]) reached.add(next);
    expect([...reached].toSorted()).toEqual([...STATUSES].toSorted());
  });

  it('lead from no walk into a status that the table does not name', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 50 }), (choices) => {
        let status: Status = 'PENDING';
        for (const choice of choices) {
          const next: readonly Status[] = TRANSITIONS[status];
          if (next.length === 0) return status === 'SUCCESS';
          const to: Status = next[choice % next.length]!;
          if (!sourcesOf(to).includes(status)) return false;
          status = to;
        }
        return true;
      }),
    );
  });

  it('are written by statements that name where they may come from, within the table', () => {
    expect(updates.length).toBeGreaterThan(20);
    for (const { name, to, from } of updates) {
      expect(from.length, `${name} names no status it comes from`).toBeGreaterThan(0);
      if (to) for (const status of from) expect(sourcesOf(to), `${name}: ${status} to ${to}`).toContain(status);
      else expect(from, name).toEqual(['RUNNING']);
    }
  });
});
