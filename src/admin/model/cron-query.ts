import { z } from 'zod';
import { STATUSES } from '../../domain/states.ts';
import type { CronSearch } from '../../ledger/cron-search.ts';
import { anyOfField, flagField, idText, partOf, textsField } from './paging.ts';
import type { Principal } from './principal.ts';

/** What lists of crons, exports and operations on them may be narrowed to. */
export const cronFilterFields = {
  id: z
    .preprocess((value) => (value === undefined ? undefined : [value].flat()), z.array(idText).max(200))
    .optional()
    .meta({ type: 'array', items: { type: 'string' }, description: 'Repeat the key for any of several.' }),
  search: z.string().max(200).optional().describe('Part of the name or the description, in any case.'),
  handlerName: textsField('Name of the handler.'),
  groupName: textsField('Group.'),
  owner: textsField('Owner.'),
  tag: z.string().min(1).max(200).optional(),
  isEnabled: flagField,
  isPaused: flagField,
  lastStatus: anyOfField(STATUSES).describe('Of the execution that ended last. Repeat the key for any of several.'),
  neverRan: flagField.describe('Nothing of it has succeeded or failed so far, and nothing runs.'),
  noWorker: flagField.describe('No live worker offers its handler.'),
  otherZone: flagField.describe('Its zone is not the one of dispatcher.yaml.'),
};

const querySchema = z.strictObject(cronFilterFields);

/** The search that a query asks for, within the groups of whoever asks; `timeZone` is the configured one. */
export const cronSearchOf = (
  query: z.output<typeof querySchema>,
  { groups }: Pick<Principal, 'groups'>,
  timeZone: string,
): CronSearch => ({
  ids: query.id,
  handlerNames: query.handlerName,
  groupNames: query.groupName,
  owners: query.owner,
  tag: query.tag,
  textLike: partOf(query.search),
  isEnabled: query.isEnabled,
  isPaused: query.isPaused,
  lastStatuses: query.lastStatus,
  neverRan: query.neverRan,
  noWorker: query.noWorker,
  otherZone: query.otherZone === undefined ? undefined : { than: timeZone, is: query.otherZone },
  grantedGroups: groups,
});
