ALTER TABLE job_executions ADD COLUMN backfill_id INTEGER;

CREATE INDEX job_executions_backfill ON job_executions (backfill_id, status, occurrence_time) WHERE backfill_id IS NOT NULL;

CREATE TABLE backfills (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  job_id INTEGER NOT NULL,
  cron_name TEXT NOT NULL,
  range_from TEXT NOT NULL,
  range_to TEXT NOT NULL,
  mode TEXT NOT NULL,
  run_order TEXT NOT NULL,
  max_running INTEGER NOT NULL,
  allow_overlap INTEGER NOT NULL,
  allow_closed INTEGER NOT NULL,
  params TEXT,
  status TEXT NOT NULL DEFAULT 'RUNNING',
  executions INTEGER NOT NULL DEFAULT 0,
  actor TEXT,
  reason TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  finished_at TEXT
) STRICT;

CREATE INDEX backfills_status ON backfills (status, id);

CREATE INDEX backfills_job ON backfills (job_id, id);

CREATE TABLE cron_revisions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  job_id INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  cron_name TEXT NOT NULL,
  definition TEXT NOT NULL,
  actor TEXT,
  reason TEXT,
  created_at TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX cron_revisions_revision ON cron_revisions (job_id, revision);

CREATE TABLE operations (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  action TEXT NOT NULL,
  entity TEXT NOT NULL,
  target TEXT NOT NULL,
  params TEXT,
  status TEXT NOT NULL DEFAULT 'COLLECTING',
  position TEXT,
  is_cut INTEGER NOT NULL DEFAULT FALSE,
  total INTEGER NOT NULL DEFAULT 0,
  done INTEGER NOT NULL DEFAULT 0,
  failed INTEGER NOT NULL DEFAULT 0,
  actor TEXT NOT NULL,
  origin TEXT NOT NULL,
  reason TEXT,
  error_message TEXT,
  idempotency_key TEXT,
  lease_owner TEXT,
  leased_until TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  finished_at TEXT
) STRICT;

CREATE INDEX operations_status ON operations (status, id);

CREATE UNIQUE INDEX operations_idempotency_key ON operations (idempotency_key) WHERE idempotency_key IS NOT NULL;

CREATE TABLE operation_items (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  operation_id INTEGER NOT NULL,
  target_id INTEGER NOT NULL,
  target_name TEXT,
  outcome TEXT NOT NULL DEFAULT 'waiting',
  error_code TEXT,
  error_message TEXT,
  finished_at TEXT
) STRICT;

CREATE UNIQUE INDEX operation_items_target ON operation_items (operation_id, target_id);

CREATE INDEX operation_items_outcome ON operation_items (operation_id, outcome, id);
