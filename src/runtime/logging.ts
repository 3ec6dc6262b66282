import { type DestinationStream, type Logger, pino } from 'pino';
import pretty from 'pino-pretty';

export type { Logger } from 'pino';

/** What a logger writes, how, and where to. */
export interface LoggingOptions {
  /** Default `info`. */
  readonly level?: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** `auto` is readable on a terminal and JSON elsewhere. Default `auto`. */
  readonly format?: 'auto' | 'json' | 'pretty';
  /** Where lines go. Default standard output. */
  readonly destination?: DestinationStream;
}

const SECRETS = ['password', 'authorization', 'token', 'secret', 'url'].flatMap((key) => [
  key,
  `*.${key}`,
  `*.*.${key}`,
]);

/** The process's logger: one line an event, times in UTC, secrets removed. */
export function createLogger(options: LoggingOptions = {}): Logger {
  const format = options.format ?? 'auto';
  const readable = format === 'pretty' || (format === 'auto' && process.stdout.isTTY);
  const destination =
    options.destination ??
    (readable
      ? pretty({
          translateTime: 'SYS:HH:MM:ss.l',
          ignore: 'pid,hostname,module',
          messageFormat: '{module} {msg}',
          sync: true,
        })
      : pino.destination({ dest: 1, sync: false, minLength: 0 }));
  return pino(
    {
      level: options.level ?? 'info',
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: SECRETS, censor: '[hidden]' },
      serializers: { error: pino.stdSerializers.err, err: pino.stdSerializers.err },
    },
    destination,
  );
}
