-- What the migration runner keeps in every database it has migrated.

-- name: create_schema_migrations#
CREATE TABLE IF NOT EXISTS schema_migrations (
  version INTEGER NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  checksum TEXT NOT NULL,
  applied_at TEXT
)

-- dialect: postgres
-- Instants have a type of their own here.
CREATE TABLE IF NOT EXISTS schema_migrations (
  version integer NOT NULL PRIMARY KEY,
  name varchar(200) NOT NULL,
  checksum varchar(64) NOT NULL,
  applied_at timestamptz(3)
)

-- dialect: mysql
-- Instants have a type of their own here, and a table needs its engine and character set named.
CREATE TABLE IF NOT EXISTS schema_migrations (
  version INT NOT NULL PRIMARY KEY,
  name VARCHAR(200) NOT NULL,
  checksum VARCHAR(64) NOT NULL,
  applied_at DATETIME(3)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4

-- name: has_schema_migrations$
SELECT COUNT(*) FROM information_schema.tables
WHERE table_schema = current_schema() AND table_name = 'schema_migrations'

-- dialect: sqlite
-- SQLite has its own catalog.
SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = 'schema_migrations'

-- dialect: mysql
-- A schema is called a database.
SELECT COUNT(*) FROM information_schema.tables
WHERE table_schema = DATABASE() AND table_name = 'schema_migrations'

-- name: list_migrations
SELECT version, name, checksum, applied_at FROM schema_migrations ORDER BY version

-- name: start_migration!
INSERT INTO schema_migrations (version, name, checksum) VALUES (:version, :name, :checksum)

-- name: finish_migration!
UPDATE schema_migrations SET applied_at = :now WHERE version = :version
