import type { AttemptLimits, AttemptOutcome } from '../handlers/attempt.ts';
import type { ContextData, LogEntry } from '../handlers/context.ts';

/** What a child needs to open the user's databases: the arguments of `DatabaseRegistry.initFromConfig`. */
export interface ChildDatabases {
  readonly config: unknown;
  readonly names?: readonly string[] | undefined;
  readonly decisionDatabase?: string | undefined;
}

/** An abort reason that crosses the border. */
export interface AbortReason {
  readonly name: string;
  readonly message: string;
  readonly code: string | null;
}

export type ParentMessage =
  | {
      readonly type: 'run';
      readonly file: string;
      readonly name: string;
      readonly params: unknown;
      readonly context: ContextData;
      readonly limits: AttemptLimits;
      readonly databases: ChildDatabases | null;
    }
  | { readonly type: 'abort'; readonly reason: AbortReason };

export type ChildMessage =
  | { readonly type: 'log'; readonly entry: LogEntry }
  | { readonly type: 'progress'; readonly fraction: number; readonly message: string | null }
  /** `reusable`: nothing of the attempt is left behind as far as the child can tell. */
  | { readonly type: 'done'; readonly outcome: AttemptOutcome; readonly reusable: boolean };

/** A thread or process that runs one attempt at a time. */
export interface Child {
  send(message: ParentMessage): void;
  /**
   * Replaces who is told what the child reports, and once it is gone how it ended ("exit code 3", "signal SIGSEGV");
   * for a child already gone that is now.
   */
  listen(onMessage: (message: ChildMessage) => void, onExit: (how: string) => void): void;
  /** Really ends it, and for a process all that it started. */
  kill(): void;
  /** While idle it does not keep the worker's process alive. */
  idle(idle: boolean): void;
}

/** The listeners of a child, and its end for those who come late. */
export class ChildEvents {
  #onMessage: (message: ChildMessage) => void = () => {};
  #onExit: (how: string) => void = () => {};
  #ended: string | undefined;

  listen(onMessage: (message: ChildMessage) => void, onExit: (how: string) => void): void {
    this.#onMessage = onMessage;
    this.#onExit = onExit;
    if (this.#ended !== undefined) onExit(this.#ended);
  }

  message(message: ChildMessage): void {
    this.#onMessage(message);
  }

  end(how: string): void {
    if (this.#ended !== undefined) return;
    this.#ended = how;
    this.#onExit(how);
  }
}

/** Where this module's neighbours are: `.js` when built, `.ts` in the sources. */
export function entryPoint(): { url: URL; execArgv: string[] } {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return {
    url: new URL(`./child-main.${extension}`, import.meta.url),
    // Node itself strips the types of jobu's sources; Node 22 warns about it.
    execArgv: extension === 'ts' ? ['--disable-warning=ExperimentalWarning'] : [],
  };
}
