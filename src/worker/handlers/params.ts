import type { StandardJSONSchemaV1, StandardSchemaV1 } from '@standard-schema/spec';
import { z } from 'zod';
import { JobuError, messageOf } from '../../errors.ts';

const MAX_PROBLEMS = 20;

function pathOf(issue: StandardSchemaV1.Issue): string {
  const keys = (issue.path ?? []).map((segment) => (typeof segment === 'object' ? segment.key : segment));
  return keys
    .map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index ? '.' : ''}${String(key)}`))
    .join('');
}

/**
 * The params a handler receives: JSON text (or a value already parsed) checked and converted by its schema. Without a
 * schema, what the JSON says; without params, `{}`. Throws PARAMS_INVALID naming each field that does not fit.
 */
export async function parseParams(
  handler: string,
  params: unknown,
  schema?: StandardSchemaV1 | undefined,
): Promise<unknown> {
  let value = params ?? {};
  if (typeof params === 'string') {
    try {
      value = params.trim() === '' ? {} : JSON.parse(params);
    } catch (error) {
      throw new JobuError('PARAMS_INVALID', { handler, problems: `they are no JSON (${messageOf(error)})` });
    }
  }
  if (schema === undefined) return value;
  const checked = await schema['~standard'].validate(value);
  if (checked.issues === undefined) return checked.value;
  const problems = checked.issues.slice(0, MAX_PROBLEMS).map((issue) => {
    const path = pathOf(issue);
    return path === '' ? issue.message : `${path}: ${issue.message}`;
  });
  if (checked.issues.length > MAX_PROBLEMS) problems.push(`and ${checked.issues.length - MAX_PROBLEMS} more`);
  throw new JobuError('PARAMS_INVALID', { handler, problems: problems.join('; ') });
}

type Converting = StandardSchemaV1 & { '~standard': Partial<StandardJSONSchemaV1.Props> };

/** JSON Schema (draft 2020-12) of the params as a user writes them, for forms; null when the schema's library has none. */
export function paramsJsonSchema(schema: StandardSchemaV1 | undefined): Record<string, unknown> | null {
  if (schema === undefined) return null;
  try {
    const { vendor, jsonSchema } = (schema as Converting)['~standard'];
    if (vendor === 'zod' && '_zod' in schema)
      return z.toJSONSchema(schema as unknown as z.ZodType, { io: 'input', unrepresentable: 'any' });
    return jsonSchema?.input({ target: 'draft-2020-12' }) ?? null;
  } catch {
    return null;
  }
}
