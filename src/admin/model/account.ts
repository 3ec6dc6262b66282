import { z } from 'zod';
import { ROLES } from '../../domain/roles.ts';
import { assertTimeZone } from '../../domain/time-zone.ts';
import { messageOf } from '../../errors.ts';
import { PASSWORD_LENGTH } from '../../ledger/passwords.ts';
import { instant, instantText } from './paging.ts';

/** A name as somebody types it to sign in. */
const nameText = z.string().min(1).max(100);
/** A password that is to be set; those to be checked may have any length. */
const newPassword = z.string().max(1000).describe(`At least ${PASSWORD_LENGTH.min} characters.`);

export const timeZoneText = z.string().superRefine((zone, context) => {
  try {
    assertTimeZone(zone);
  } catch (error) {
    context.addIssue({ code: 'custom', message: messageOf(error), params: { cause: error } });
  }
});

export const groupsField = z
  .array(z.string().min(1).max(200))
  .min(1)
  .max(100)
  .nullable()
  .describe('Groups of crons it is limited to; null: all.');

export const roleField = z.enum(ROLES);

export const loginBody = z.strictObject({ name: nameText, password: z.string().min(1).max(1000) });

export const setupBody = z.strictObject({
  token: z.string().min(1).max(200).describe('What stands behind `#token=` in the link of the log.'),
  name: nameText,
  displayName: z.string().max(200).nullable().optional(),
  password: newPassword,
});

export const passwordBody = z.strictObject({ current: z.string().min(1).max(1000), password: newPassword });

export const newPasswordBody = z.strictObject({ password: newPassword });

const MOST_UI_CHARACTERS = 20_000;

const preferenceFields = {
  language: z.enum(['ko', 'en']).nullable().describe('Null: as the browser prefers.'),
  timeZone: timeZoneText.nullable().describe('Null: that of the installation.'),
  theme: z.enum(['light', 'dark', 'system']),
  density: z.enum(['compact', 'normal', 'comfortable']),
  startPage: z
    .string()
    .max(200)
    .regex(/^\/(?!\/)/, 'must be a path of this server')
    .nullable(),
  shortcuts: z.boolean().describe('Whether single keys do something.'),
  ui: z
    .record(z.string(), z.unknown())
    .refine((value) => JSON.stringify(value).length <= MOST_UI_CHARACTERS, 'must be at most 20,000 characters of JSON')
    .describe('What the web pages remember, such as the columns of tables.'),
} as const;

export const DEFAULT_PREFERENCES: z.output<typeof preferencesSchema> = {
  language: null,
  timeZone: null,
  theme: 'system',
  density: 'normal',
  startPage: null,
  shortcuts: true,
  ui: {},
};

export const preferencesSchema = z.object(preferenceFields).meta({ id: 'Preferences' });
export const preferencesPatch = z.strictObject(preferenceFields).partial();

export const meSchema = z
  .object({
    name: z.string(),
    displayName: z.string().nullable(),
    role: roleField,
    groups: z.array(z.string()).nullable().describe('Groups of crons you are limited to; null: all; empty: none.'),
    via: z.enum(['session', 'token', 'proxy', 'custom', 'open']),
    permissions: z.array(z.string()).describe('What the role allows, by the names of the audit log.'),
    preferences: preferencesSchema,
    hasPassword: z.boolean().describe('Whether there is a password that can be changed here.'),
    sessionId: z.string().nullable(),
  })
  .meta({ id: 'Me' });

export const stateSchema = z.object({
  mode: z.enum(['none', 'password', 'proxy', 'custom']),
  needsSetup: z.boolean().describe('There is no user yet: the log has the link to make the first one.'),
});

export const sessionSchema = z
  .object({
    id: z.string(),
    address: z.string().nullable(),
    userAgent: z.string().nullable(),
    createdAt: instant,
    seenAt: instant,
    expiresAt: instant,
    isCurrent: z.boolean(),
  })
  .meta({ id: 'Session' });

export const userSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    displayName: z.string().nullable(),
    role: roleField,
    groups: groupsField,
    isEnabled: z.boolean(),
    hasPassword: z.boolean().describe('False: signs in through a proxy only.'),
    lastSignInAt: instant.nullable(),
    version: z.int(),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'User' });

const userFields = {
  displayName: z.string().max(200).nullable().optional(),
  groups: groupsField.optional(),
  isEnabled: z.boolean().optional(),
} as const;

export const userBody = z.strictObject({
  name: nameText,
  role: roleField,
  ...userFields,
  password: newPassword.optional().describe('Left out: signs in through a proxy only.'),
});

export const userPatch = z.strictObject({ role: roleField.optional(), ...userFields });

export const tokenSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    tokenKey: z.string().describe('The part of the token that is no secret.'),
    userName: z.string().nullable(),
    role: roleField,
    groups: groupsField,
    expiresAt: instant.nullable(),
    lastUsedAt: instant.nullable(),
    lastUsedAddress: z.string().nullable(),
    createdBy: z.string(),
    createdAt: instant,
  })
  .meta({ id: 'ApiToken' });

export const createdTokenSchema = tokenSchema.extend({
  token: z.string().describe('The token itself: `jobu_<key>_<secret>`. It is shown this once.'),
});

export const tokenBody = z.strictObject({
  name: z.string().trim().min(1).max(100),
  role: roleField.describe('At most your own.'),
  groups: groupsField.optional().describe('Within your own. Left out: your own.'),
  expiresAt: instantText.nullable().optional().describe('Left out: in 90 days; null: never.'),
});
