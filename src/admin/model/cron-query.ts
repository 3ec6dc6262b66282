import { z } from 'zod';
import type { CronSearch } from '../../ledger/model/operation.ts';
import { flagField, partOf } from './paging.ts';
import type { Principal } from './principal.ts';

/** What lists of crons and operations on them may be narrowed to. */
export const cronFilterFields = {
  handlerName: z.string().optional(),
  groupName: z.string().optional(),
  owner: z.string().optional(),
  search: z.string().optional().describe('Part of the name, in any case.'),
  isEnabled: flagField,
};

const querySchema = z.strictObject(cronFilterFields);

/** The search that a query asks for, within the groups of whoever asks. */
export const cronSearchOf = (
  { handlerName, groupName, owner, search, isEnabled }: z.output<typeof querySchema>,
  { groups }: Pick<Principal, 'groups'>,
): CronSearch => ({ handlerName, groupName, owner, nameLike: partOf(search), isEnabled, grantedGroups: groups });
