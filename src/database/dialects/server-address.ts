import type { ConnectionOptions } from 'node:tls';
import { JobuError } from '../../errors.ts';
import type { ServerConfig, TlsConfig } from '../config.ts';

/** Where a server is and how to sign in. */
export interface ServerAddress {
  /** A name, an address, or the path of a local socket (its folder on PostgreSQL). */
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly tls: ConnectionOptions | undefined;
}

/** What the `sslmode` of a url means here, as in libpq. */
const SSL_MODES: Readonly<Record<string, boolean | TlsConfig>> = {
  disable: false,
  require: { rejectUnauthorized: false },
  'verify-ca': true,
  'verify-full': true,
};

function partsOf(name: string, text: string): Partial<ServerConfig> {
  const refuse = (reason: string): never => {
    throw new JobuError('DATABASE_CONFIG_INVALID', { database: name, reason });
  };
  // The url holds a password: no part of it may reach a message.
  if (!URL.canParse(text)) return refuse('its url is no url');
  const url = new URL(text);
  const parts: Partial<ServerConfig> = {};
  if (url.hostname) parts.host = decodeURIComponent(url.hostname).replace(/^\[(.*)\]$/, '$1');
  if (url.port) parts.port = Number(url.port);
  if (url.pathname.length > 1) parts.database = decodeURIComponent(url.pathname.slice(1));
  if (url.username) parts.user = decodeURIComponent(url.username);
  if (url.password) parts.password = decodeURIComponent(url.password);
  for (const [key, value] of url.searchParams) {
    if (key !== 'sslmode') return refuse(`its url has the parameter "${key}", which means nothing here`);
    parts.tls = SSL_MODES[value] ?? refuse(`sslmode "${value}" is none of ${Object.keys(SSL_MODES).join(', ')}`);
  }
  return parts;
}

/** Puts url and single parts together; a part wins over the same part of the url. @throws DATABASE_CONFIG_INVALID */
export function serverAddress(name: string, config: ServerConfig, defaultPort: number): ServerAddress {
  const fromUrl = config.url === undefined ? {} : partsOf(name, config.url);
  const {
    host = 'localhost',
    port = defaultPort,
    database,
    user,
    password,
    tls = false,
  } = { ...fromUrl, ...given(config) };
  if (database === undefined) {
    throw new JobuError('DATABASE_CONFIG_INVALID', { database: name, reason: 'it names no database on the server' });
  }
  const servername = /^[\d.:/]/.test(host) ? {} : { servername: host };
  const secured = tls === true ? servername : tls === false ? undefined : { ...servername, ...tls };
  return { host, port, database, user, password, tls: secured };
}

function given(config: ServerConfig): Partial<ServerConfig> {
  return Object.fromEntries(Object.entries(config).filter(([, value]) => value !== undefined && value !== null));
}
