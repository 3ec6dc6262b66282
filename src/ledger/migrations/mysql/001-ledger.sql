CREATE TABLE cron_jobs (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name VARCHAR(200) NOT NULL,
  description LONGTEXT,
  cron_expression VARCHAR(255),
  time_zone VARCHAR(64) NOT NULL,
  handler_name VARCHAR(200) NOT NULL,
  handler_params LONGTEXT NOT NULL DEFAULT ('{}'),
  is_enabled BOOLEAN NOT NULL DEFAULT TRUE,
  allow_overlap BOOLEAN NOT NULL DEFAULT FALSE,
  catch_up VARCHAR(16) NOT NULL DEFAULT 'once',
  misfire_grace_seconds INT NOT NULL DEFAULT 60,
  catch_up_window_seconds INT,
  max_retry INT NOT NULL DEFAULT 3,
  retry_backoff VARCHAR(255),
  timeout_seconds INT NOT NULL DEFAULT 3600,
  priority INT NOT NULL DEFAULT 0,
  queue VARCHAR(100) NOT NULL DEFAULT 'default',
  on_worker_lost VARCHAR(16) NOT NULL DEFAULT 'retry',
  max_rescue INT NOT NULL DEFAULT 3,
  isolation VARCHAR(16),
  group_name VARCHAR(200),
  owner VARCHAR(200),
  tags VARCHAR(1000),
  notes LONGTEXT,
  managed_by VARCHAR(200),
  next_run_at DATETIME(3),
  has_waiting BOOLEAN NOT NULL DEFAULT FALSE,
  error_code VARCHAR(64),
  error_message LONGTEXT,
  created_at DATETIME(3) NOT NULL DEFAULT (UTC_TIMESTAMP(3)),
  updated_at DATETIME(3) NOT NULL DEFAULT (UTC_TIMESTAMP(3)),
  version INT NOT NULL DEFAULT 1
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={binary_collation};

CREATE UNIQUE INDEX cron_jobs_name ON cron_jobs (name);

CREATE INDEX cron_jobs_due ON cron_jobs (is_enabled, next_run_at, id);

CREATE INDEX cron_jobs_waiting ON cron_jobs (has_waiting, id);

CREATE TABLE job_executions (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  job_id BIGINT,
  cron_name VARCHAR(200),
  cron_version INT,
  handler_name VARCHAR(200) NOT NULL,
  params LONGTEXT NOT NULL DEFAULT ('{}'),
  param_source VARCHAR(16) NOT NULL DEFAULT 'manual',
  scheduled_time DATETIME(3) NOT NULL,
  occurrence_time DATETIME(3) NOT NULL,
  run_at DATETIME(3),
  status VARCHAR(16) NOT NULL DEFAULT 'PENDING',
  skip_reason VARCHAR(32),
  skipped_until DATETIME(3),
  skipped_count INT,
  priority INT NOT NULL DEFAULT 0,
  queue VARCHAR(100) NOT NULL DEFAULT 'default',
  isolation VARCHAR(16),
  max_retry INT NOT NULL DEFAULT 3,
  retry_backoff VARCHAR(255),
  timeout_seconds INT NOT NULL DEFAULT 3600,
  on_worker_lost VARCHAR(16) NOT NULL DEFAULT 'retry',
  max_rescue INT NOT NULL DEFAULT 3,
  retry_count INT NOT NULL DEFAULT 0,
  rescue_count INT NOT NULL DEFAULT 0,
  attempt INT NOT NULL DEFAULT 0,
  fence BIGINT NOT NULL DEFAULT 0,
  worker_id VARCHAR(64),
  started_at DATETIME(3),
  finished_at DATETIME(3),
  progress DOUBLE,
  progress_message LONGTEXT,
  error_code VARCHAR(64),
  error_message LONGTEXT,
  result LONGTEXT,
  cancel_requested_at DATETIME(3),
  actor VARCHAR(200),
  reason LONGTEXT,
  idempotency_key VARCHAR(200),
  origin_execution_id BIGINT,
  created_at DATETIME(3) NOT NULL DEFAULT (UTC_TIMESTAMP(3))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={binary_collation};

CREATE UNIQUE INDEX job_executions_occurrence ON job_executions (job_id, scheduled_time);

CREATE UNIQUE INDEX job_executions_idempotency_key ON job_executions (idempotency_key);

CREATE INDEX job_executions_claim ON job_executions (status, queue, handler_name, priority, run_at, id, job_id);

CREATE INDEX job_executions_unfinished ON job_executions (job_id, status);

CREATE TABLE execution_attempts (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  execution_id BIGINT NOT NULL,
  attempt INT NOT NULL,
  outcome VARCHAR(16) NOT NULL,
  worker_id VARCHAR(64),
  started_at DATETIME(3),
  finished_at DATETIME(3) NOT NULL,
  error_code VARCHAR(64),
  error_message LONGTEXT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={binary_collation};

CREATE UNIQUE INDEX execution_attempts_attempt ON execution_attempts (execution_id, attempt);

CREATE TABLE execution_logs (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  execution_id BIGINT NOT NULL,
  attempt INT NOT NULL,
  logged_at DATETIME(3) NOT NULL,
  level VARCHAR(8) NOT NULL,
  message LONGTEXT NOT NULL,
  data LONGTEXT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={binary_collation};

CREATE INDEX execution_logs_execution ON execution_logs (execution_id, id);

CREATE TABLE workers (
  id VARCHAR(64) PRIMARY KEY,
  role VARCHAR(16) NOT NULL,
  host VARCHAR(255) NOT NULL,
  pid INT NOT NULL,
  version VARCHAR(64) NOT NULL,
  handlers LONGTEXT NOT NULL DEFAULT ('[]'),
  queues LONGTEXT NOT NULL DEFAULT ('[]'),
  slots INT NOT NULL DEFAULT 0,
  running INT NOT NULL DEFAULT 0,
  stuck INT NOT NULL DEFAULT 0,
  desired_state VARCHAR(16) NOT NULL DEFAULT 'active',
  state VARCHAR(16) NOT NULL DEFAULT 'active',
  lease_seconds INT NOT NULL DEFAULT 30,
  started_at DATETIME(3) NOT NULL,
  heartbeat_at DATETIME(3) NOT NULL,
  stopped_at DATETIME(3)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={binary_collation};

CREATE INDEX workers_state ON workers (state, heartbeat_at);
