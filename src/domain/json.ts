import { JobuError, messageOf } from '../errors.ts';

const SHOWN_CHARACTERS = 80;

/** The params of an execution. Empty text means none. Throws PARAMS_NOT_JSON unless the text is a JSON object. */
export function parseParams(text: string): Record<string, unknown> {
  if (text.trim() === '') return {};
  const shown = text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}...` : text;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new JobuError('PARAMS_NOT_JSON', { text: shown, reason: messageOf(error) }, { cause: error });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  const kind = Array.isArray(value) ? 'a list' : value === null ? 'null' : `a ${typeof value}`;
  throw new JobuError('PARAMS_NOT_JSON', { text: shown, reason: `it is ${kind}` });
}
