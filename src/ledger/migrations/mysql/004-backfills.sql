ALTER TABLE job_executions ADD COLUMN backfill_id BIGINT;

CREATE INDEX job_executions_backfill ON job_executions (backfill_id, status, occurrence_time);

CREATE TABLE backfills (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  job_id BIGINT NOT NULL,
  cron_name VARCHAR(200) NOT NULL,
  range_from DATETIME(3) NOT NULL,
  range_to DATETIME(3) NOT NULL,
  mode VARCHAR(16) NOT NULL,
  run_order VARCHAR(16) NOT NULL,
  max_running INT NOT NULL,
  allow_overlap BOOLEAN NOT NULL,
  allow_closed BOOLEAN NOT NULL,
  params LONGTEXT,
  status VARCHAR(16) NOT NULL DEFAULT 'RUNNING',
  executions INT NOT NULL DEFAULT 0,
  actor VARCHAR(200),
  reason LONGTEXT,
  created_at DATETIME(3) NOT NULL,
  updated_at DATETIME(3) NOT NULL,
  finished_at DATETIME(3)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={binary_collation};

CREATE INDEX backfills_status ON backfills (status, id);

CREATE INDEX backfills_job ON backfills (job_id, id);

CREATE TABLE cron_revisions (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  job_id BIGINT NOT NULL,
  revision INT NOT NULL,
  cron_name VARCHAR(200) NOT NULL,
  definition LONGTEXT NOT NULL,
  actor VARCHAR(200),
  reason LONGTEXT,
  created_at DATETIME(3) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={binary_collation};

CREATE UNIQUE INDEX cron_revisions_revision ON cron_revisions (job_id, revision);

CREATE TABLE operations (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  action VARCHAR(32) NOT NULL,
  entity VARCHAR(16) NOT NULL,
  target LONGTEXT NOT NULL,
  params LONGTEXT,
  status VARCHAR(16) NOT NULL DEFAULT 'COLLECTING',
  position LONGTEXT,
  is_cut BOOLEAN NOT NULL DEFAULT FALSE,
  total INT NOT NULL DEFAULT 0,
  done INT NOT NULL DEFAULT 0,
  failed INT NOT NULL DEFAULT 0,
  actor VARCHAR(200) NOT NULL,
  origin LONGTEXT NOT NULL,
  reason LONGTEXT,
  error_message LONGTEXT,
  idempotency_key VARCHAR(200),
  lease_owner VARCHAR(64),
  leased_until DATETIME(3),
  created_at DATETIME(3) NOT NULL,
  updated_at DATETIME(3) NOT NULL,
  finished_at DATETIME(3)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={binary_collation};

CREATE INDEX operations_status ON operations (status, id);

CREATE UNIQUE INDEX operations_idempotency_key ON operations (idempotency_key);

CREATE TABLE operation_items (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  operation_id BIGINT NOT NULL,
  target_id BIGINT NOT NULL,
  target_name VARCHAR(200),
  outcome VARCHAR(16) NOT NULL DEFAULT 'waiting',
  error_code VARCHAR(100),
  error_message LONGTEXT,
  finished_at DATETIME(3)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={binary_collation};

CREATE UNIQUE INDEX operation_items_target ON operation_items (operation_id, target_id);

CREATE INDEX operation_items_outcome ON operation_items (operation_id, outcome, id);
