import type { DialectName } from '../connection.ts';

/** What the scanner and the compiler must know of a dialect's SQL, without a connection to it. */
export interface Grammar {
  /** "--" is a comment only before white space, so that 5--3 stays arithmetic; "#" begins one too. */
  readonly hashComments: boolean;
  readonly nestedComments: boolean;
  /** Where a backslash escapes inside quotes: always, in E'...' only, or never. */
  readonly backslashes: 'always' | 'e-strings' | 'never';
  readonly backtickNames: boolean;
  readonly bracketNames: boolean;
  readonly dollarQuotes: boolean;
  /** False: one writer and no row locks, a trailing FOR UPDATE means nothing and is left out. */
  readonly rowLocks: boolean;
  /** False: the id of an inserted row comes with the answer, RETURNING is left out. */
  readonly returning: boolean;
  /** `@name` is a variable that stays in the session. */
  readonly sessionVariables: boolean;
}

export const GRAMMARS: Readonly<Record<DialectName, Grammar>> = {
  sqlite: {
    hashComments: false,
    nestedComments: false,
    backslashes: 'never',
    backtickNames: true,
    bracketNames: true,
    dollarQuotes: false,
    rowLocks: false,
    returning: true,
    sessionVariables: false,
  },
  postgres: {
    hashComments: false,
    nestedComments: true,
    backslashes: 'e-strings',
    backtickNames: false,
    bracketNames: false,
    dollarQuotes: true,
    rowLocks: true,
    returning: true,
    sessionVariables: false,
  },
  mysql: {
    hashComments: true,
    nestedComments: false,
    backslashes: 'always',
    backtickNames: true,
    bracketNames: false,
    dollarQuotes: false,
    rowLocks: true,
    returning: false,
    sessionVariables: true,
  },
};
