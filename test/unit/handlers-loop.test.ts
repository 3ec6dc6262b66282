import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

describe('errors that a loop handler leaves uncaught', () => {
  const script = resolve(import.meta.dirname, '../fixtures/handlers/lone-worker.ts');
  const { stdout, stderr, status } = spawnSync(process.execPath, [script], { encoding: 'utf8' });
  const { outcomes, strays } = JSON.parse(stdout.split('\n')[0]!) as {
    outcomes: { animal: string; ok: boolean; logged: { level: string; message: string }[] }[];
    strays: { kind: string; executionId: string; handler: string; running: boolean; message: string }[];
  };

  it('do not end the worker, and are logged to the execution they came from', () => {
    expect(outcomes).toEqual([
      {
        animal: 'rejects-unheard',
        ok: true,
        logged: [expect.objectContaining({ level: 'error', message: expect.stringContaining('nobody listens') })],
      },
      {
        animal: 'throws-in-callback',
        ok: true,
        logged: [expect.objectContaining({ level: 'error', message: expect.stringContaining('in a callback') })],
      },
      { animal: 'rejects-later', ok: true, logged: [] },
    ]);
  });

  it('are told to the worker, also when the attempt has ended', () => {
    const source = { handler: 'zoo-loop', executionId: '41' };
    expect(strays).toHaveLength(3);
    expect(strays).toContainEqual({
      ...source,
      kind: 'unhandled rejection',
      running: true,
      message: 'Error: nobody listens',
    });
    expect(strays).toContainEqual({
      ...source,
      kind: 'uncaught exception',
      running: true,
      message: 'Error: in a callback',
    });
    expect(strays).toContainEqual({
      ...source,
      kind: 'unhandled rejection',
      running: false,
      message: 'Error: too late',
    });
  });

  it('end the process as ever when they are not of a handler', () => {
    expect(status).toBe(1);
    expect(stderr).toContain('a defect of the worker itself');
    expect(stdout).not.toContain('still alive');
  });
});
