import { hostname, userInfo } from 'node:os';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Config } from '../config/config.ts';
import { loadConfig } from '../config/load.ts';
import { LANGUAGES, type Language } from '../domain/cron-sentence.ts';
import { assertTimeZone, parseLocalTime } from '../domain/time-zone.ts';
import type { AuditNote } from '../ledger/audit-records.ts';

/** The options that every command takes. */
export interface GlobalOptions {
  readonly config: string;
  readonly database?: string;
  readonly json?: boolean;
  readonly debug?: boolean;
}

/** One command with the options it was called with. */
export class Invocation<Options = object> {
  readonly options: Options & GlobalOptions;
  #config: Config | undefined;

  constructor(options: Options & GlobalOptions) {
    this.options = options;
  }

  /** The configuration, read when it is first asked for. Throws its problems. */
  get config(): Config {
    const config = this.#config ?? loadConfig(this.options.config);
    this.#config = config;
    return config;
  }

  /** The database commands work on: the one named, else the dispatcher's. */
  get databaseName(): string {
    return this.options.database ?? this.config.dispatcher.database;
  }

  /** The zone in which times are shown and, without an offset, read. */
  get displayZone(): string {
    return this.config.admin.timeZone;
  }
}

/** An action of commander that gets its options, the global ones too, as an {@link Invocation}. */
export function act<Options, Arguments extends unknown[]>(
  work: (invocation: Invocation<Options>, ...args: Arguments) => Promise<void> | void,
): (...received: unknown[]) => Promise<void> {
  return async (...received) => {
    const command = received.at(-1) as Command;
    const args = received.slice(0, -2) as Arguments;
    await work(new Invocation(command.optsWithGlobals<Options & GlobalOptions>()), ...args);
  };
}

function account(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? 'unknown');
  }
}

/** Who acts, for the audit fields: the account of the operating system on this machine. */
export const actor = (): string => `cli:${account()}@${hostname()}`;

/** For the record of a change made on the command line, and why. */
export const noteOf = (reason?: string | null): AuditNote => ({ actor: actor(), via: 'cli', reason });

/** A whole number within limits, as an option's value. */
export const wholeNumber = (minimum: number, maximum: number) => (text: string) => {
  const value = Number(text);
  if (!/^[+-]?\d+$/.test(text) || value < minimum || value > maximum)
    throw new InvalidArgumentError(`It must be a whole number from ${minimum} to ${maximum}.`);
  return value;
};

/** A time zone, as an option's value. Throws TIME_ZONE_UNKNOWN. */
export const timeZone = (text: string): string => {
  assertTimeZone(text);
  return text;
};

/** A time that was typed; without an offset in `zone`. Throws TIME_INVALID. */
export const timeIn = (zone: string, text: string | undefined): Date | undefined =>
  text === undefined ? undefined : parseLocalTime(text, zone);

/** Of the commands that put schedules in words. */
export const languageOption = () =>
  new Option('--language <language>', 'language of schedules in words; default: from LANG, else en').choices([
    ...LANGUAGES,
  ]);

/** The language that was asked for, else the one of the environment when there are sentences in it, else English. */
export function languageOf({ language }: { readonly language?: Language }): Language {
  const { LC_ALL, LC_MESSAGES, LANG } = process.env;
  const locale = LC_ALL || LC_MESSAGES || LANG || '';
  return language ?? LANGUAGES.find((one) => locale.startsWith(one)) ?? 'en';
}
