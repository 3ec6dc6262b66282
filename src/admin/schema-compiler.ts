import type { FastifyInstance, FastifySchemaCompiler, FastifySerializerCompiler } from 'fastify';
import { z } from 'zod';
import { type JsonSchema, jsonWriter } from './model/json-writer.ts';
import { requestError } from './model/problem.ts';

/** The JSON Schema of a zod schema: `input` for what is sent to the server, `output` for what it answers. */
export function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  return z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as JsonSchema;
}

/** Bodies are checked and left as they came; parameters are replaced by what the schema makes of them. */
const validator: FastifySchemaCompiler<z.ZodType> = ({ schema, httpPart }) => {
  return (data: unknown) => {
    const result = schema.safeParse(data ?? undefined);
    if (!result.success) return { error: requestError(result.error, httpPart === 'body' ? 'body' : 'parameters') };
    return httpPart === 'body' ? { value: data } : { value: result.data };
  };
};

const writers = new WeakMap<z.ZodType, (value: unknown) => string>();

const serializer: FastifySerializerCompiler<z.ZodType> = ({ schema }) => {
  const known = writers.get(schema);
  if (known) return known;
  const writer = jsonWriter(jsonSchemaOf(schema, 'output'));
  writers.set(schema, writer);
  return writer;
};

/** Routes describe themselves in zod: it checks what comes in, and its JSON Schema writes what goes out. */
export function takeZodSchemas(app: FastifyInstance): void {
  app.setValidatorCompiler(validator as FastifySchemaCompiler<unknown>);
  app.setSerializerCompiler(serializer as FastifySerializerCompiler<unknown>);
}
