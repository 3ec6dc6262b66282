import { Document, parseDocument } from 'yaml';
import { definitionOf } from './crons.ts';
import { type Cron, type CronDefinition, cronFields, differs } from './model/cron.ts';
import { snakeCase } from './model/row.ts';

const FIELDS = Object.keys(cronFields.shape) as (keyof CronDefinition)[];
/** Stored as JSON text; a file holds the values themselves. */
const JSON_FIELDS: readonly string[] = ['handlerParams', 'retryBackoff', 'timing', 'blackouts'];
/** Stand in every entry, also when they are what a file would be given without them. */
const ALWAYS: readonly string[] = ['name', 'cronExpression', 'timeZone', 'handlerName'];

/** The fields of a cron that a file has to name, in the order of the reference, by their names there. */
function entryOf(cron: Cron): Map<string, unknown> {
  const definition = definitionOf(cron);
  const { name, cronExpression, timeZone, handlerName } = definition;
  const defaults = cronFields.parse({ name, cronExpression, timeZone, handlerName }) as CronDefinition;
  const isEmpty = (value: unknown) => value === undefined || (Array.isArray(value) && value.length === 0);
  return new Map(
    FIELDS.filter((field) => {
      const value = definition[field];
      if (ALWAYS.includes(field)) return field !== 'cronExpression' || value !== null || cron.timing === null;
      if (field === 'handlerParams') return value !== '{}';
      return isEmpty(value) ? !isEmpty(defaults[field]) : differs(value ?? null, defaults[field] ?? null);
    }).map((field) => {
      const value = definition[field];
      // Every digit and the order of keys stay as they were typed.
      const isJson = JSON_FIELDS.includes(field) && typeof value === 'string';
      return [snakeCase(field), isJson ? parseDocument(value, { intAsBigInt: true }).contents : value];
    }),
  );
}

/** The text of a file for `jobu apply` that makes these crons, as they are now. JSON is YAML too, so either can be applied. */
export function cronFileOf(crons: readonly Cron[], namespace: string | null): string {
  const document = new Document();
  const entries = crons.map((cron) => document.createNode(entryOf(cron), { aliasDuplicateObjects: false }));
  document.contents = document.createNode(
    new Map<string, unknown>([...(namespace === null ? [] : [['namespace', namespace] as const]), ['crons', entries]]),
    { aliasDuplicateObjects: false },
  ) as typeof document.contents;
  return document.toString({ lineWidth: 0 });
}
