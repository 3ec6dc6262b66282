import { JobuError, messageOf } from '../../errors.ts';
import { jsonText } from './safe-text.ts';

/** 1 MB. */
export const MAX_RESULT_BYTES = 1_048_576;

/**
 * JSON text of what a handler returned: nothing becomes null, a bigint its decimal text, a Date its ISO text.
 * Throws RESULT_INVALID (a cycle, a `toJSON` that throws) and RESULT_TOO_LARGE.
 */
export function serializeResult(handler: string, value: unknown, maximum = MAX_RESULT_BYTES): string {
  let text: string;
  try {
    text = jsonText(value);
  } catch (error) {
    const problem = messageOf(error).split('\n')[0];
    throw new JobuError('RESULT_INVALID', { handler, problem }, { cause: error });
  }
  const bytes = Buffer.byteLength(text);
  if (bytes > maximum) throw new JobuError('RESULT_TOO_LARGE', { handler, bytes, maximum });
  return text;
}
