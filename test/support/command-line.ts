import { expect } from 'vitest';
import { runJobu, type SpawnOptions } from './processes.ts';

/** Runs `jobu ARGS` in a project folder as a user would. */
export function commandLine(folder: string, options: SpawnOptions = {}) {
  const run = (args: readonly string[], stdin?: string) => runJobu(args, { cwd: folder, ...options, stdin });
  return {
    run,
    /** Runs what must succeed; answers what it printed. */
    async done(args: readonly string[], stdin?: string): Promise<string> {
      const { code, stdout, stderr } = await run(args, stdin);
      expect({ code, stderr: code === 0 ? '' : stderr }, args.join(' ')).toEqual({ code: 0, stderr: '' });
      return stdout;
    },
    /** Runs what must succeed with --json; answers the document. */
    // biome-ignore lint/suspicious/noExplicitAny: tests look into documents of many shapes
    async json(args: readonly string[]): Promise<any> {
      return JSON.parse(await this.done([...args, '--json']));
    },
    /** Runs what must end with this exit code; answers the sentence. */
    async refused(args: readonly string[], exitCode: 1 | 2, stdin?: string): Promise<string> {
      const { code, stderr, stdout } = await run(args, stdin);
      expect({ code, stdout }, `${args.join(' ')}\n${stderr}`).toMatchObject({ code: exitCode });
      expect(stderr).not.toMatch(/^\s+at /m);
      return stderr;
    },
  };
}
