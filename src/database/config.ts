/** Limits of a database's connections. */
export interface PoolConfig {
  /** Connections kept open. Default 0. */
  minSize?: number;
  /** Connections at most, beside 2 that a jobu process keeps for itself. Default 10. On SQLite: connections for read-only transactions beside the one writer. */
  maxSize?: number;
  /** How long to wait for a free connection before `ConnectionPoolExhaustedError`. Default 30. */
  acquireTimeoutSeconds?: number;
  /** Idle connections above `minSize` are closed after this. Default 300. */
  idleTimeoutSeconds?: number;
  /** A connection older than this is replaced when it is given back. Default 3600. */
  maxLifetimeSeconds?: number;
}

/** An embedded database in one file. */
export interface SqliteConfig {
  type: 'sqlite';
  /** The file, relative to the working directory; `:memory:` for a database that ends with the process. */
  path: string;
  pool?: PoolConfig;
  options?: {
    /** `full` (default): an answered commit survives a loss of power; `normal`: the last ones may be lost then. */
    synchronous?: 'full' | 'normal';
  };
}

/** TLS towards the server, passed to the driver. PEM text in `ca`, `cert` and `key`. */
export interface TlsConfig {
  ca?: string;
  cert?: string;
  key?: string;
  /** Default true. */
  rejectUnauthorized?: boolean;
  servername?: string;
}

/** A database server. `url` or the single parts; a part wins over the same part of the url. */
export interface ServerConfig {
  /** `mariadb` is another word for `mysql`; which of the two it is, is asked at connect. */
  type: 'postgres' | 'mysql' | 'mariadb';
  url?: string;
  host?: string;
  port?: number;
  database?: string;
  user?: string;
  password?: string;
  /** true: TLS with the system's certificates. Default: no TLS. */
  tls?: boolean | TlsConfig;
  pool?: PoolConfig;
  /** A statement that takes longer is given up and its connection closed. Default 300; 0: never. */
  statementTimeoutSeconds?: number;
  options?: {
    /** PostgreSQL: named prepared statements. Default true; false behind pgbouncer in transaction mode. */
    preparedStatements?: boolean;
    /** PostgreSQL: LISTEN and NOTIFY as a hint. Default true; false behind pgbouncer in transaction mode. */
    notify?: boolean;
  };
}

/** One database of a configuration: a file, or a server. */
export type DatabaseConfig = SqliteConfig | ServerConfig;

/** Databases by the name they have in `config/database.yaml`. */
export type DatabasesConfig = Readonly<Record<string, DatabaseConfig>>;
