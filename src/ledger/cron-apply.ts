import type { Connection } from '../database/connection.ts';
import type { Database } from '../database/database.ts';
import { isJobuError, JobuError } from '../errors.ts';
import type { Clock } from '../runtime/clock.ts';
import { type AuditNote, recordCron } from './audit-records.ts';
import type { CronEntry, CronFile } from './cron-file.ts';
import { createCron, cronFromRow, deleteCron, listManagedCrons, updateCron } from './crons.ts';
import { type Cron, type CronDefaults, type CronInput, cronFields, differs } from './model/cron.ts';
import { snakeCase } from './model/row.ts';
import { sql } from './statements.ts';

/** One column of a cron that is not as the file says. */
export interface FieldChange {
  readonly field: string;
  readonly from?: unknown;
  readonly to: unknown;
}

/** What applying a file does to one cron. */
export interface Step {
  readonly action: 'create' | 'change' | 'unchanged' | 'delete';
  readonly name: string;
  readonly changes: readonly FieldChange[];
}

interface PlannedStep extends Step {
  readonly entry?: CronEntry;
  readonly cron?: Cron;
}

export interface ApplyOptions {
  /** Delete the crons of the file's namespace that the file no longer has. */
  readonly prune?: boolean;
  /** Also change crons that another namespace manages, or that were made by hand. */
  readonly takeOver?: boolean;
  /** Throws for a group of crons that whoever applies the file may not touch. */
  readonly requireReach?: (groupName: string | null) => void;
}

const FIELDS = Object.keys(cronFields.shape) as (keyof typeof cronFields.shape)[];
/** What operators change while it runs stays as it is stored, unless the file says otherwise. */
const KEPT: readonly string[] = ['isEnabled', 'timeZone'];
const RACES = 3;

/** JSON text without the blanks between its parts, so that two spellings of one value are equal. */
const compact = (value: unknown): unknown =>
  typeof value === 'string' ? value.replace(/("(?:[^"\\]|\\.)*")|\s+/g, '$1') : value;

function isSame(field: string, one: unknown, other: unknown): boolean {
  if (field === 'handlerParams' || field === 'retryBackoff') return compact(one) === compact(other);
  return Array.isArray(one) && Array.isArray(other) ? one.join(',') === other.join(',') : !differs(one, other);
}

function planEntry(entry: CronEntry, cron: Cron | undefined, file: CronFile, takeOver: boolean): PlannedStep {
  const { definition, given } = entry;
  const { name } = definition;
  if (!cron) {
    const changes = FIELDS.filter((field) => field !== 'name' && given.has(field)).map((field) => ({
      field: snakeCase(field),
      to: definition[field],
    }));
    return { action: 'create', name, changes, entry };
  }
  if (cron.managedBy !== file.namespace && !takeOver) {
    const owner = cron.managedBy === null ? 'was made by hand' : `belongs to the namespace "${cron.managedBy}"`;
    throw new JobuError('CRON_MANAGED_ELSEWHERE', { name, owner });
  }
  const changes: FieldChange[] = FIELDS.filter(
    (field) => !(KEPT.includes(field) && !given.has(field)) && !isSame(field, cron[field], definition[field]),
  ).map((field) => ({ field: snakeCase(field), from: cron[field], to: definition[field] }));
  if (cron.managedBy !== file.namespace)
    changes.push({ field: 'managed_by', from: cron.managedBy, to: file.namespace });
  return { action: changes.length > 0 ? 'change' : 'unchanged', name, changes, entry, cron };
}

async function plan(connection: Connection, file: CronFile, options: ApplyOptions): Promise<PlannedStep[]> {
  const steps: PlannedStep[] = [];
  for (const entry of file.crons) {
    const row = await connection.fetchOne(sql('find_cron_by_name'), { name: entry.definition.name });
    steps.push(planEntry(entry, row && cronFromRow(row), file, options.takeOver ?? false));
    options.requireReach?.(entry.definition.groupName);
    if (row) options.requireReach?.(cronFromRow(row).groupName);
  }
  if (!options.prune) return steps;
  if (file.namespace === null) throw new JobuError('PRUNE_NEEDS_NAMESPACE', {});
  const kept = new Set(file.crons.map(({ definition }) => definition.name));
  for (const cron of await listManagedCrons(connection, file.namespace))
    if (!kept.has(cron.name)) {
      options.requireReach?.(cron.groupName);
      steps.push({ action: 'delete', name: cron.name, changes: [], cron });
    }
  return steps;
}

const shownOf = ({ action, name, changes }: PlannedStep): Step => ({ action, name, changes });

/** What applying the file would do. Throws CRON_MANAGED_ELSEWHERE, PRUNE_NEEDS_NAMESPACE. */
export async function planApply(database: Database, file: CronFile, options: ApplyOptions = {}): Promise<Step[]> {
  return (await plan(database.autocommit, file, options)).map(shownOf);
}

/**
 * Makes the stored crons what the file says, all of them in one transaction, and answers what was done. With `expected`,
 * the steps that were shown to somebody, it does exactly these or throws APPLY_CHANGED_MEANWHILE.
 */
export async function applyCrons(
  database: Database,
  file: CronFile,
  options: ApplyOptions & { clock: Clock; defaults: CronDefaults; expected?: readonly Step[]; note: AuditNote },
): Promise<Step[]> {
  const { clock, defaults, expected, note } = options;
  for (let race = 1; ; race++) {
    try {
      return await database.transaction(async (connection) => {
        const steps = await plan(connection, file, options);
        const shown = steps.map(shownOf);
        if (expected && JSON.stringify(shown) !== JSON.stringify(expected))
          throw new JobuError('APPLY_CHANGED_MEANWHILE', {});
        const now = clock.now();
        for (const { action, entry, cron, changes } of steps) {
          const input = { now, defaults, managedBy: file.namespace, by: note };
          let after: Cron | null = null;
          if (action === 'create') after = await createCron(connection, entry!.definition as CronInput, input);
          if (action === 'change') {
            const changed = FIELDS.filter((field) => changes.some((change) => change.field === snakeCase(field)));
            const patch = Object.fromEntries(changed.map((field) => [field, entry!.definition[field]]));
            after = await updateCron(connection, cron!.id, patch, input);
          }
          if (action === 'delete') await deleteCron(connection, cron!.id, now);
          const said = action === 'change' ? 'update' : action;
          if (said !== 'unchanged') await recordCron(connection, note, said, { before: cron ?? null, after }, now);
        }
        return shown;
      });
    } catch (error) {
      // Another process that starts at the same moment has just saved the same file.
      if (!isJobuError(error, 'CRON_NAME_TAKEN') || race === RACES) throw error;
    }
  }
}
