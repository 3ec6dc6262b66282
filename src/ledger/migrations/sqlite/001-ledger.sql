CREATE TABLE cron_jobs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  description TEXT,
  cron_expression TEXT,
  time_zone TEXT NOT NULL,
  handler_name TEXT NOT NULL,
  handler_params TEXT NOT NULL DEFAULT '{}',
  is_enabled INTEGER NOT NULL DEFAULT TRUE,
  allow_overlap INTEGER NOT NULL DEFAULT FALSE,
  catch_up TEXT NOT NULL DEFAULT 'once',
  misfire_grace_seconds INTEGER NOT NULL DEFAULT 60,
  catch_up_window_seconds INTEGER,
  max_retry INTEGER NOT NULL DEFAULT 3,
  retry_backoff TEXT,
  timeout_seconds INTEGER NOT NULL DEFAULT 3600,
  priority INTEGER NOT NULL DEFAULT 0,
  queue TEXT NOT NULL DEFAULT 'default',
  on_worker_lost TEXT NOT NULL DEFAULT 'retry',
  max_rescue INTEGER NOT NULL DEFAULT 3,
  isolation TEXT,
  group_name TEXT,
  owner TEXT,
  tags TEXT,
  notes TEXT,
  managed_by TEXT,
  next_run_at TEXT,
  has_waiting INTEGER NOT NULL DEFAULT FALSE,
  error_code TEXT,
  error_message TEXT,
  created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
  updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
  version INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE UNIQUE INDEX cron_jobs_name ON cron_jobs (name);

CREATE INDEX cron_jobs_due ON cron_jobs (is_enabled, next_run_at, id);

CREATE INDEX cron_jobs_waiting ON cron_jobs (has_waiting, id);

CREATE TABLE job_executions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  job_id INTEGER,
  cron_name TEXT,
  cron_version INTEGER,
  handler_name TEXT NOT NULL,
  params TEXT NOT NULL DEFAULT '{}',
  param_source TEXT NOT NULL DEFAULT 'manual',
  scheduled_time TEXT NOT NULL,
  occurrence_time TEXT NOT NULL,
  run_at TEXT,
  status TEXT NOT NULL DEFAULT 'PENDING',
  skip_reason TEXT,
  skipped_until TEXT,
  skipped_count INTEGER,
  priority INTEGER NOT NULL DEFAULT 0,
  queue TEXT NOT NULL DEFAULT 'default',
  isolation TEXT,
  max_retry INTEGER NOT NULL DEFAULT 3,
  retry_backoff TEXT,
  timeout_seconds INTEGER NOT NULL DEFAULT 3600,
  on_worker_lost TEXT NOT NULL DEFAULT 'retry',
  max_rescue INTEGER NOT NULL DEFAULT 3,
  retry_count INTEGER NOT NULL DEFAULT 0,
  rescue_count INTEGER NOT NULL DEFAULT 0,
  attempt INTEGER NOT NULL DEFAULT 0,
  fence INTEGER NOT NULL DEFAULT 0,
  worker_id TEXT,
  started_at TEXT,
  finished_at TEXT,
  progress REAL,
  progress_message TEXT,
  error_code TEXT,
  error_message TEXT,
  result TEXT,
  cancel_requested_at TEXT,
  actor TEXT,
  reason TEXT,
  idempotency_key TEXT,
  origin_execution_id INTEGER,
  created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
) STRICT;

CREATE UNIQUE INDEX job_executions_occurrence ON job_executions (job_id, scheduled_time);

CREATE UNIQUE INDEX job_executions_idempotency_key ON job_executions (idempotency_key) WHERE idempotency_key IS NOT NULL;

CREATE INDEX job_executions_claim ON job_executions (queue, handler_name, priority, run_at, id, job_id) WHERE status = 'PENDING';

CREATE INDEX job_executions_unfinished ON job_executions (job_id, status) WHERE status IN ('PENDING', 'HELD', 'RUNNING');

CREATE INDEX job_executions_running ON job_executions (worker_id) WHERE status = 'RUNNING';

CREATE TABLE execution_attempts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  execution_id INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  worker_id TEXT,
  started_at TEXT,
  finished_at TEXT NOT NULL,
  error_code TEXT,
  error_message TEXT
) STRICT;

CREATE UNIQUE INDEX execution_attempts_attempt ON execution_attempts (execution_id, attempt);

CREATE TABLE execution_logs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  execution_id INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  logged_at TEXT NOT NULL,
  level TEXT NOT NULL,
  message TEXT NOT NULL,
  data TEXT
) STRICT;

CREATE INDEX execution_logs_execution ON execution_logs (execution_id, id);

CREATE TABLE workers (
  id TEXT NOT NULL PRIMARY KEY,
  role TEXT NOT NULL,
  host TEXT NOT NULL,
  pid INTEGER NOT NULL,
  version TEXT NOT NULL,
  handlers TEXT NOT NULL DEFAULT '[]',
  queues TEXT NOT NULL DEFAULT '[]',
  slots INTEGER NOT NULL DEFAULT 0,
  running INTEGER NOT NULL DEFAULT 0,
  stuck INTEGER NOT NULL DEFAULT 0,
  desired_state TEXT NOT NULL DEFAULT 'active',
  state TEXT NOT NULL DEFAULT 'active',
  lease_seconds INTEGER NOT NULL DEFAULT 30,
  started_at TEXT NOT NULL,
  heartbeat_at TEXT NOT NULL,
  stopped_at TEXT
) STRICT;

CREATE INDEX workers_state ON workers (state, heartbeat_at);
