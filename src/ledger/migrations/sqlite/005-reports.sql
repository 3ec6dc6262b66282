-- What the lists of executions are found by. SUCCESS, the most of all, is found along the primary key.
CREATE INDEX job_executions_status ON job_executions (status, id) WHERE status IN ('FAILED', 'TIMEOUT', 'CANCELED', 'SKIPPED', 'HELD');

CREATE INDEX job_executions_finished ON job_executions (finished_at, id) WHERE finished_at IS NOT NULL;

CREATE INDEX job_executions_origin ON job_executions (origin_execution_id, id) WHERE origin_execution_id IS NOT NULL;

ALTER TABLE job_executions ADD COLUMN acknowledged_at TEXT;

ALTER TABLE job_executions ADD COLUMN acknowledged_by TEXT;

ALTER TABLE job_executions ADD COLUMN acknowledgement TEXT;

-- Milliseconds between instants, which every family computes in its own way.
CREATE VIEW execution_times AS
SELECT
  id, job_id, cron_name, handler_name, param_source, params, status, queue, worker_id, attempt, retry_count, scheduled_time,
  business_date, started_at, finished_at, created_at, error_code, error_message, acknowledged_at,
  CAST(ROUND((julianday(finished_at) - julianday(started_at)) * 86400000) AS INTEGER) AS run_ms,
  CAST(ROUND((julianday(started_at) - julianday(run_at)) * 86400000) AS INTEGER) AS delay_ms
FROM job_executions;

CREATE TABLE execution_stats (
  grain_seconds INTEGER NOT NULL,
  bucket_at TEXT NOT NULL,
  group_name TEXT NOT NULL,
  handler_name TEXT NOT NULL,
  status TEXT NOT NULL,
  executions INTEGER NOT NULL,
  delays TEXT NOT NULL,
  run_times TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX execution_stats_bucket ON execution_stats (grain_seconds, bucket_at, group_name, handler_name, status);

CREATE TABLE cron_stats (
  job_id INTEGER NOT NULL,
  bucket_at TEXT NOT NULL,
  status TEXT NOT NULL,
  executions INTEGER NOT NULL,
  delays TEXT NOT NULL,
  run_times TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX cron_stats_bucket ON cron_stats (job_id, bucket_at, status);

CREATE INDEX cron_stats_age ON cron_stats (bucket_at);

CREATE TABLE cron_results (
  job_id INTEGER NOT NULL PRIMARY KEY,
  last_execution_id INTEGER NOT NULL,
  last_status TEXT NOT NULL,
  last_finished_at TEXT NOT NULL,
  last_success_at TEXT,
  failures_in_row INTEGER NOT NULL,
  recent TEXT NOT NULL
) STRICT;

CREATE INDEX cron_results_failures ON cron_results (failures_in_row, job_id);

CREATE TABLE stats_position (
  id INTEGER NOT NULL PRIMARY KEY,
  finished_at TEXT NOT NULL,
  execution_id INTEGER NOT NULL,
  checked_at TEXT NOT NULL,
  pruned_at TEXT NOT NULL
) STRICT;

INSERT INTO stats_position (id, finished_at, execution_id, checked_at, pruned_at)
VALUES (1, '1970-01-01T00:00:00.000Z', 0, '1970-01-01T00:00:00.000Z', '1970-01-01T00:00:00.000Z');

CREATE TABLE stats_corrections (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  execution_id INTEGER NOT NULL,
  job_id INTEGER,
  handler_name TEXT NOT NULL,
  status TEXT NOT NULL,
  run_at TEXT,
  started_at TEXT,
  finished_at TEXT NOT NULL
) STRICT;

CREATE TABLE error_groups (
  fingerprint TEXT NOT NULL PRIMARY KEY,
  handler_name TEXT NOT NULL,
  error_code TEXT,
  message TEXT NOT NULL,
  first_seen_at TEXT NOT NULL,
  last_seen_at TEXT NOT NULL,
  last_execution_id INTEGER NOT NULL
) STRICT;

CREATE INDEX error_groups_seen ON error_groups (last_seen_at, fingerprint);

CREATE TABLE execution_errors (
  execution_id INTEGER NOT NULL PRIMARY KEY,
  fingerprint TEXT NOT NULL,
  job_id INTEGER,
  finished_at TEXT NOT NULL
) STRICT;

CREATE INDEX execution_errors_fingerprint ON execution_errors (fingerprint, execution_id);

CREATE INDEX execution_errors_finished ON execution_errors (finished_at, fingerprint, job_id);

CREATE TABLE saved_views (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  page TEXT NOT NULL,
  filters TEXT NOT NULL,
  owner TEXT NOT NULL,
  is_shared INTEGER NOT NULL DEFAULT FALSE,
  is_pinned INTEGER NOT NULL DEFAULT FALSE,
  created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
  updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
  version INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE INDEX saved_views_owner ON saved_views (owner, id);

CREATE INDEX saved_views_shared ON saved_views (is_shared, id);

ALTER TABLE workers ADD COLUMN vitals TEXT;

CREATE TABLE worker_handlers (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  worker_id TEXT NOT NULL,
  handler_name TEXT NOT NULL,
  description TEXT,
  params_schema TEXT
) STRICT;

CREATE UNIQUE INDEX worker_handlers_worker ON worker_handlers (worker_id, handler_name);

CREATE INDEX worker_handlers_name ON worker_handlers (handler_name, worker_id);
