-- What transactions over several databases leave in each of them: the decision in one, a marker in the others.

-- name: create_installation#
CREATE TABLE IF NOT EXISTS jobu_installation (
  number INTEGER NOT NULL PRIMARY KEY,
  id TEXT NOT NULL
)

-- dialect: postgres
-- Text has a length here, as in MySQL.
CREATE TABLE IF NOT EXISTS jobu_installation (
  number integer NOT NULL PRIMARY KEY,
  id varchar(16) NOT NULL
)

-- dialect: mysql
-- A table needs its engine and character set named.
CREATE TABLE IF NOT EXISTS jobu_installation (
  number INT NOT NULL PRIMARY KEY,
  id VARCHAR(16) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4

-- name: create_transactions#
CREATE TABLE IF NOT EXISTS jobu_transactions (
  gid TEXT NOT NULL PRIMARY KEY,
  role TEXT NOT NULL CHECK (role IN ('decision', 'branch')),
  decision TEXT CHECK (decision IN ('commit', 'rollback')),
  outcome TEXT CHECK (outcome IN ('done', 'heuristic', 'partial')),
  participants TEXT,
  coordinator TEXT,
  created_at TEXT NOT NULL,
  finished_at TEXT,
  resolved_by TEXT,
  reason TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS jobu_transactions_open ON jobu_transactions (role, finished_at, created_at)

-- dialect: postgres
-- Instants have a type of their own here.
CREATE TABLE IF NOT EXISTS jobu_transactions (
  gid varchar(64) COLLATE "C" NOT NULL PRIMARY KEY,
  role varchar(16) NOT NULL CHECK (role IN ('decision', 'branch')),
  decision varchar(16) CHECK (decision IN ('commit', 'rollback')),
  outcome varchar(16) CHECK (outcome IN ('done', 'heuristic', 'partial')),
  participants text,
  coordinator varchar(255),
  created_at timestamptz(3) NOT NULL,
  finished_at timestamptz(3),
  resolved_by varchar(255),
  reason text
);
CREATE INDEX IF NOT EXISTS jobu_transactions_open ON jobu_transactions (role, finished_at, created_at)

-- dialect: mysql
-- Instants have a type of their own here, and an index stands in its table.
CREATE TABLE IF NOT EXISTS jobu_transactions (
  gid VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  role VARCHAR(16) NOT NULL CHECK (role IN ('decision', 'branch')),
  decision VARCHAR(16) CHECK (decision IN ('commit', 'rollback')),
  outcome VARCHAR(16) CHECK (outcome IN ('done', 'heuristic', 'partial')),
  participants LONGTEXT,
  coordinator VARCHAR(255),
  created_at DATETIME(3) NOT NULL,
  finished_at DATETIME(3),
  resolved_by VARCHAR(255),
  reason LONGTEXT,
  KEY jobu_transactions_open (role, finished_at, created_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4

-- name: find_installation$
SELECT id FROM jobu_installation WHERE number = 1

-- name: insert_installation!
INSERT INTO jobu_installation (number, id) VALUES (1, :id)

-- name: insert_branch!
INSERT INTO jobu_transactions (gid, role, created_at) VALUES (:gid, 'branch', :now)

-- name: insert_decision!
INSERT INTO jobu_transactions (gid, role, decision, outcome, participants, coordinator, created_at, resolved_by, reason)
VALUES (:gid, 'decision', :decision, :outcome, :participants, :coordinator, :now, :resolved_by, :reason)

-- name: find_decisions
SELECT
  gid, decision, outcome, participants, coordinator, created_at, finished_at, resolved_by, reason
FROM jobu_transactions
WHERE gid IN (:gids) AND role = 'decision'

-- name: list_open_decisions
SELECT
  gid, decision, outcome, participants, coordinator, created_at, finished_at, resolved_by, reason
FROM jobu_transactions
WHERE role = 'decision' AND finished_at IS NULL
ORDER BY created_at
LIMIT :limit

-- name: find_branches
SELECT gid FROM jobu_transactions WHERE gid IN (:gids) AND role = 'branch'

-- One row at a time, by its key: a list may be read by a scan, which waits for the rows of prepared transactions.
-- name: finish_decisions*!
UPDATE jobu_transactions SET finished_at = :now, outcome = 'done'
WHERE gid = :gid AND role = 'decision' AND finished_at IS NULL AND outcome IS NULL

-- name: doubt_decision!
UPDATE jobu_transactions SET outcome = 'heuristic'
WHERE gid = :gid AND role = 'decision' AND finished_at IS NULL AND outcome IS NULL

-- name: resolve_decision!
UPDATE jobu_transactions SET outcome = :outcome, finished_at = :now, resolved_by = :resolved_by, reason = :reason
WHERE gid = :gid AND role = 'decision' AND finished_at IS NULL

-- name: list_old_transactions
SELECT gid FROM jobu_transactions
WHERE role = :role AND created_at < :before AND (role = 'branch' OR finished_at IS NOT NULL)
ORDER BY created_at
LIMIT :limit

-- name: delete_transactions*!
DELETE FROM jobu_transactions WHERE gid = :gid
