import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { basename, delimiter, isAbsolute, join } from 'node:path';
import { JobuError } from '../../errors.ts';

function executableAt(path: string): string | null {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile() ? realpathSync(path) : null;
  } catch {
    return null;
  }
}

interface Allowed {
  readonly entry: string;
  /** As configured, or where a name was found; null when this machine has no such program. */
  readonly path: string | null;
}

/** The commands that jobs may run: absolute paths, or names that are looked up in PATH once, when the worker starts. */
export class CommandAllowList {
  readonly #allowed: readonly Allowed[];

  constructor(entries: readonly string[], searchPath = process.env['PATH'] ?? '') {
    const folders = searchPath.split(delimiter).filter(isAbsolute);
    this.#allowed = entries.map((entry) => {
      const candidates = isAbsolute(entry) ? [entry] : folders.map((folder) => join(folder, entry));
      const usable = isAbsolute(entry) || basename(entry) === entry;
      return { entry, path: (usable && candidates.find((path) => executableAt(path) !== null)) || null };
    });
  }

  /** Entries that lead to no program on this machine. */
  get missing(): string[] {
    return this.#allowed.filter(({ path }) => path === null).map(({ entry }) => entry);
  }

  /**
   * The path to run for the first word of a job's command: a name, or an absolute path that is the same file as an
   * allowed one after links are followed. The name must be the same too, since one file may be many programs by its name.
   * Throws COMMAND_NOT_ALLOWED.
   */
  resolve(command: string): string {
    const refuse = (problem: string): never => {
      throw new JobuError('COMMAND_NOT_ALLOWED', { command, problem });
    };
    const name = basename(command);
    const known = this.#allowed.filter(({ entry }) => basename(entry) === name);
    if (name !== command && !isAbsolute(command)) refuse('a path must be absolute');
    if (known.length === 0) refuse('it is not in the list of allowed commands');
    const paths = known.flatMap(({ path }) => path ?? []);
    if (paths.length === 0) refuse('it is allowed but does not exist on this machine');
    if (name === command) return paths[0] as string;
    const real = executableAt(command);
    const match = real === null ? undefined : paths.find((path) => executableAt(path) === real);
    return match ?? refuse(`the allowed "${name}" is another file (${paths.join(', ')})`);
  }
}

/** Variables by which a program can be made to run other code than its own. */
const DANGEROUS_ENV =
  /^(PATH|IFS|ENV|BASH_ENV|BASH_FUNC_.*|SHELL|SHELLOPTS|BASHOPTS|PS4|PROMPT_COMMAND|LD_.*|DYLD_.*|GCONV_PATH|LOCPATH|GLIBC_TUNABLES|NODE_.*|PYTHON.*|PERL.*|RUBY.*|GEM_.*|JAVA_TOOL_OPTIONS|_?JAVA_OPTIONS|JDK_JAVA_OPTIONS|CLASSPATH|GIT_.*|SSH_.*|EDITOR|VISUAL|PAGER|LESSOPEN|LESSCLOSE|TERMINFO.*|.*_PROXY)$/i;

/** What a command inherits from the worker; not everything, since the worker's environment holds its passwords. */
const INHERITED_ENV = /^(PATH|HOME|USER|LOGNAME|SHELL|LANG|LANGUAGE|LC_.*|TZ|TMPDIR|TERM|SystemRoot)$/;

/** The environment of a command. Throws COMMAND_ENV_REFUSED for a dangerous variable that is not in `allowed`. */
export function commandEnvironment(
  wanted: Readonly<Record<string, string>>,
  allowed: readonly string[],
): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env))
    if (INHERITED_ENV.test(name) && value !== undefined) environment[name] = value;
  for (const [name, value] of Object.entries(wanted)) {
    if (DANGEROUS_ENV.test(name) && !allowed.includes(name)) throw new JobuError('COMMAND_ENV_REFUSED', { name });
    environment[name] = value;
  }
  return environment;
}
