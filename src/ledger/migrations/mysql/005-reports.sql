-- What the lists of executions are found by. SUCCESS, the most of all, is found along the primary key.
CREATE INDEX job_executions_status ON job_executions (status, id);

CREATE INDEX job_executions_finished ON job_executions (finished_at, id);

CREATE INDEX job_executions_origin ON job_executions (origin_execution_id, id);

ALTER TABLE job_executions ADD COLUMN acknowledged_at DATETIME(3);

ALTER TABLE job_executions ADD COLUMN acknowledged_by VARCHAR(200);

ALTER TABLE job_executions ADD COLUMN acknowledgement LONGTEXT;

-- Milliseconds between instants, which every family computes in its own way.
CREATE VIEW execution_times AS
SELECT
  id, job_id, cron_name, handler_name, param_source, params, status, queue, worker_id, attempt, retry_count, scheduled_time,
  business_date, started_at, finished_at, created_at, error_code, error_message, acknowledged_at,
  TIMESTAMPDIFF(MICROSECOND, started_at, finished_at) DIV 1000 AS run_ms,
  TIMESTAMPDIFF(MICROSECOND, run_at, started_at) DIV 1000 AS delay_ms
FROM job_executions;

CREATE TABLE execution_stats (
  grain_seconds INT NOT NULL,
  bucket_at DATETIME(3) NOT NULL,
  group_name VARCHAR(200) NOT NULL,
  handler_name VARCHAR(200) NOT NULL,
  status VARCHAR(16) NOT NULL,
  executions BIGINT NOT NULL,
  delays LONGTEXT NOT NULL,
  run_times LONGTEXT NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={binary_collation};

CREATE UNIQUE INDEX execution_stats_bucket ON execution_stats (grain_seconds, bucket_at, group_name, handler_name, status);

CREATE TABLE cron_stats (
  job_id BIGINT NOT NULL,
  bucket_at DATETIME(3) NOT NULL,
  status VARCHAR(16) NOT NULL,
  executions BIGINT NOT NULL,
  delays LONGTEXT NOT NULL,
  run_times LONGTEXT NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={binary_collation};

CREATE UNIQUE INDEX cron_stats_bucket ON cron_stats (job_id, bucket_at, status);

CREATE INDEX cron_stats_age ON cron_stats (bucket_at);

CREATE TABLE cron_results (
  job_id BIGINT NOT NULL PRIMARY KEY,
  last_execution_id BIGINT NOT NULL,
  last_status VARCHAR(16) NOT NULL,
  last_finished_at DATETIME(3) NOT NULL,
  last_success_at DATETIME(3),
  failures_in_row INT NOT NULL,
  recent LONGTEXT NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={binary_collation};

CREATE INDEX cron_results_failures ON cron_results (failures_in_row, job_id);

CREATE TABLE stats_position (
  id INT NOT NULL PRIMARY KEY,
  finished_at DATETIME(3) NOT NULL,
  execution_id BIGINT NOT NULL,
  checked_at DATETIME(3) NOT NULL,
  pruned_at DATETIME(3) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={binary_collation};

INSERT INTO stats_position (id, finished_at, execution_id, checked_at, pruned_at)
VALUES (1, '1970-01-02 00:00:00', 0, '1970-01-02 00:00:00', '1970-01-02 00:00:00');

CREATE TABLE stats_corrections (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  execution_id BIGINT NOT NULL,
  job_id BIGINT,
  handler_name VARCHAR(200) NOT NULL,
  status VARCHAR(16) NOT NULL,
  run_at DATETIME(3),
  started_at DATETIME(3),
  finished_at DATETIME(3) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={binary_collation};

CREATE TABLE error_groups (
  fingerprint VARCHAR(16) NOT NULL PRIMARY KEY,
  handler_name VARCHAR(200) NOT NULL,
  error_code VARCHAR(64),
  message LONGTEXT NOT NULL,
  first_seen_at DATETIME(3) NOT NULL,
  last_seen_at DATETIME(3) NOT NULL,
  last_execution_id BIGINT NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={binary_collation};

CREATE INDEX error_groups_seen ON error_groups (last_seen_at, fingerprint);

CREATE TABLE execution_errors (
  execution_id BIGINT NOT NULL PRIMARY KEY,
  fingerprint VARCHAR(16) NOT NULL,
  job_id BIGINT,
  finished_at DATETIME(3) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={binary_collation};

CREATE INDEX execution_errors_fingerprint ON execution_errors (fingerprint, execution_id);

CREATE INDEX execution_errors_finished ON execution_errors (finished_at, fingerprint, job_id);

CREATE TABLE saved_views (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name VARCHAR(200) NOT NULL,
  page VARCHAR(40) NOT NULL,
  filters LONGTEXT NOT NULL,
  owner VARCHAR(200) NOT NULL,
  is_shared BOOLEAN NOT NULL DEFAULT FALSE,
  is_pinned BOOLEAN NOT NULL DEFAULT FALSE,
  created_at DATETIME(3) NOT NULL DEFAULT (UTC_TIMESTAMP(3)),
  updated_at DATETIME(3) NOT NULL DEFAULT (UTC_TIMESTAMP(3)),
  version INT NOT NULL DEFAULT 1
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={binary_collation};

CREATE INDEX saved_views_owner ON saved_views (owner, id);

CREATE INDEX saved_views_shared ON saved_views (is_shared, id);

ALTER TABLE workers ADD COLUMN vitals LONGTEXT;

CREATE TABLE worker_handlers (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  worker_id VARCHAR(64) NOT NULL,
  handler_name VARCHAR(200) NOT NULL,
  description LONGTEXT,
  params_schema LONGTEXT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={binary_collation};

CREATE UNIQUE INDEX worker_handlers_worker ON worker_handlers (worker_id, handler_name);

CREATE INDEX worker_handlers_name ON worker_handlers (handler_name, worker_id);
