import { z } from 'zod';
import { databaseSchemas } from './database-schema.ts';
import { BLOCKS } from './schema.ts';

type JsonSchema = z.core.JSONSchema.BaseSchema;

const TYPES: Record<string, string> = {
  string: 'text',
  number: 'number',
  integer: 'whole number',
  boolean: 'true or false',
  object: 'block',
};

const branches = (schema: JsonSchema): JsonSchema[] => (schema.anyOf ?? schema.oneOf ?? []) as JsonSchema[];

function typeOf(schema: JsonSchema): string {
  if (schema.const !== undefined) return `\`${String(schema.const)}\``;
  if (schema.enum) return schema.enum.map((word) => `\`${String(word)}\``).join(', ');
  if (branches(schema).length > 0) return branches(schema).map(typeOf).join(' or ');
  if (schema.type === 'array') return `list of ${typeOf(schema.items as JsonSchema)}`;
  const range =
    schema.minimum !== undefined && schema.maximum !== undefined ? `, ${schema.minimum} to ${schema.maximum}` : '';
  return `${TYPES[String(schema.type)] ?? 'text'}${range}`;
}

function defaultOf(schema: JsonSchema): string {
  if (schema.default === undefined) return '';
  return `\`${typeof schema.default === 'string' ? schema.default : JSON.stringify(schema.default)}\``;
}

/** The rows of a block's table, inner blocks after the key that opens them. */
function rows(schema: JsonSchema, prefix: string): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, each]) => {
    const inner = each as JsonSchema;
    const block = [inner, ...branches(inner)].find((branch) => branch.properties);
    const byDefault = block === inner ? '' : defaultOf(inner);
    const row = `| \`${prefix}${key}\` | ${typeOf(inner)} | ${byDefault} | ${inner.description ?? ''} |`;
    return [row, ...(block ? rows(block, `${prefix}${key}.`) : [])];
  });
}

function table(schema: z.ZodType): string {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return ['| Key | Type | Default | Meaning |', '|---|---|---|---|', ...rows(json, '')].join('\n');
}

const INTRODUCTION = `# Configuration

Generated from \`src/config/schema.ts\` by \`npm run docs\`.

jobu reads the folder \`config/\` of the project. Each file holds one block of the same name; a file or a key that is not
there means the default, so an empty folder is a valid configuration: everything on one embedded SQLite file.

- Relative paths are relative to the folder that holds \`config/\`, wherever the process was started.
- Durations carry their unit in their name and may be fractions.
- \`\${NAME}\` in a value is replaced by the environment variable, \`\${NAME:-default}\` by the default when the variable is
  not set or empty. A variable that is not set and has no default is an error. \`$\${\` is a literal \`\${\`.
- An unknown key is refused, with the one that was probably meant. All problems of all files are shown at once with file,
  line and column: \`jobu config check\`. It exits 1 when there are any.
- \`jobu config show\` prints every setting in effect and where it came from; passwords and keys are masked.

Rules that tie keys together: \`worker.lease_seconds\` is more than twice \`worker.heartbeat_interval_seconds\`;
\`dispatcher.max_sleep_seconds\` is not below \`dispatcher.poll_interval_seconds\`; \`pool.min_size\` is not above
\`pool.max_size\`; \`admin.port\` and \`admin.health_port\` differ; every database that is named exists; the files under
\`dispatcher.crons\` exist; \`admin.host\` is a loopback address.
`;

/** The page `docs/reference/configuration.md`. */
export function configReference(): string {
  const { databases, ...others } = BLOCKS;
  const parts = [
    INTRODUCTION,
    `## config/${databases.file}\n\n${databases.about} \`databases\` holds one block for each; \`default\` is the one meant where none is ` +
      'named, and without a file it is the SQLite file `data/jobu.db`.\n',
    `### type: sqlite\n\n${table(databaseSchemas.sqlite)}\n`,
    `### type: postgres\n\n${table(databaseSchemas.postgres)}\n`,
    `### type: mysql or mariadb\n\n${table(databaseSchemas.mysql)}\n`,
    ...Object.entries(others).map(
      ([name, { file, schema, about }]) =>
        `## config/${file}\n\n${about} All keys stand under \`${name}:\`.\n\n${table(schema)}\n`,
    ),
  ];
  return parts.join('\n');
}
