import { described, safeText } from './safe-text.ts';

/** Why an attempt failed, in parts that can be stored and sent between threads and processes. */
export interface Failure {
  readonly name: string;
  /** One line or a few, at most 8 KB. */
  readonly message: string;
  /** `code` of the error: jobu's own (`PARAMS_INVALID`), the system's (`ECONNREFUSED`), or null. */
  readonly code: string | null;
  /** False: the execution fails now, however many retries are left. */
  readonly retryable: boolean;
  /** Name, message, causes and stack for a reader, at most 64 KB. */
  readonly text: string;
}

const TEXT_BYTES = 65_536;
const MESSAGE_BYTES = 8_192;
const MAX_CAUSES = 10;

/** Trying again cannot help: the input or the configuration is wrong, or the work is already done. */
const FINAL_CODES = new Set([
  'PARAMS_INVALID',
  'RESULT_INVALID',
  'RESULT_TOO_LARGE',
  'HANDLER_INVALID',
  'HANDLER_ISOLATION_IMPOSSIBLE',
  'HTTP_ADDRESS_REFUSED',
  'HTTP_REDIRECT_REFUSED',
  'COMMAND_NOT_ALLOWED',
  'COMMAND_ENV_REFUSED',
  'SQL_STATEMENT_UNKNOWN',
]);

type Thrown = { name?: unknown; message?: unknown; code?: unknown; cause?: unknown; errors?: unknown; stack?: unknown };

const partsOf = (thrown: unknown): Thrown | null =>
  (typeof thrown === 'object' || typeof thrown === 'function') && thrown !== null ? (thrown as Thrown) : null;

const isError = (thrown: unknown): boolean =>
  thrown instanceof Error || (partsOf(thrown) !== null && typeof partsOf(thrown)?.message === 'string');

function headline(thrown: unknown): string {
  if (!isError(thrown)) return `thrown: ${described(thrown)}`;
  const { name, message, code } = thrown as Thrown;
  const suffix = typeof code === 'string' && !String(message).includes(code) ? ` [${code}]` : '';
  return `${String(name || 'Error')}: ${String(message)}${suffix}`;
}

/** The stack without its headline. */
function frames(thrown: unknown): string {
  const stack = partsOf(thrown)?.stack;
  if (typeof stack !== 'string') return '';
  const start = stack.search(/^\s+at /m);
  return start === -1 ? '' : stack.slice(start).trimEnd();
}

function describeChain(thrown: unknown): string {
  const lines = [headline(thrown), frames(thrown)];
  const seen = new Set([thrown]);
  let current = partsOf(thrown);
  for (const inner of Array.isArray(current?.errors) ? current.errors.slice(0, MAX_CAUSES) : [])
    lines.push(`  with ${headline(inner)}`);
  for (let depth = 0; current !== null && current.cause !== undefined && depth < MAX_CAUSES; depth++) {
    const cause = current.cause;
    if (seen.has(cause)) {
      lines.push('Caused by: an error named above');
      break;
    }
    seen.add(cause);
    lines.push(`Caused by: ${headline(cause)}`, frames(cause));
    current = partsOf(cause);
  }
  return lines.filter((line) => line !== '').join('\n');
}

/** Takes apart anything thrown; never throws itself, whatever its getters do. */
export function failureOf(thrown: unknown): Failure {
  try {
    const parts = partsOf(thrown);
    const code = parts?.code;
    return {
      name: safeText(isError(thrown) ? String(parts?.name || 'Error') : typeof thrown, 200),
      message: safeText(isError(thrown) ? String(parts?.message || parts?.name) : headline(thrown), MESSAGE_BYTES),
      code: typeof code === 'string' ? safeText(code, 100) : null,
      retryable: !(
        (parts as { retryable?: unknown } | null)?.retryable === false ||
        (typeof code === 'string' && FINAL_CODES.has(code))
      ),
      text: safeText(describeChain(thrown), TEXT_BYTES),
    };
  } catch {
    const text = 'something was thrown that cannot be read';
    return { name: 'unknown', message: text, code: null, retryable: true, text };
  }
}

/** Name, message, causes and stack of anything thrown as safe text of at most 64 KB. */
export function serializeError(thrown: unknown): string {
  return failureOf(thrown).text;
}
