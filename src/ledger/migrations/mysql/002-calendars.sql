ALTER TABLE cron_jobs ADD COLUMN timing LONGTEXT;

ALTER TABLE cron_jobs ADD COLUMN calendar VARCHAR(100);

ALTER TABLE cron_jobs ADD COLUMN on_closed VARCHAR(16) NOT NULL DEFAULT 'skip';

ALTER TABLE cron_jobs ADD COLUMN max_shift_days INT NOT NULL DEFAULT 10;

ALTER TABLE cron_jobs ADD COLUMN allow_leave_month BOOLEAN NOT NULL DEFAULT TRUE;

ALTER TABLE cron_jobs ADD COLUMN starts_at DATETIME(3);

ALTER TABLE cron_jobs ADD COLUMN ends_at DATETIME(3);

ALTER TABLE cron_jobs ADD COLUMN jitter_seconds INT NOT NULL DEFAULT 0;

ALTER TABLE cron_jobs ADD COLUMN blackouts LONGTEXT;

ALTER TABLE cron_jobs ADD COLUMN on_blackout VARCHAR(16) NOT NULL DEFAULT 'delay';

ALTER TABLE cron_jobs ADD COLUMN overlap_policy VARCHAR(16);

ALTER TABLE cron_jobs ADD COLUMN pause_after_failures INT;

ALTER TABLE cron_jobs ADD COLUMN paused_at DATETIME(3);

ALTER TABLE cron_jobs ADD COLUMN paused_until DATETIME(3);

ALTER TABLE cron_jobs ADD COLUMN paused_by VARCHAR(200);

ALTER TABLE cron_jobs ADD COLUMN pause_reason LONGTEXT;

ALTER TABLE cron_jobs ADD COLUMN resume_policy VARCHAR(16);

ALTER TABLE cron_jobs ADD COLUMN resumed_at DATETIME(3);

ALTER TABLE cron_jobs ADD COLUMN has_ended BOOLEAN NOT NULL DEFAULT FALSE;

CREATE INDEX cron_jobs_paused ON cron_jobs (paused_until);

CREATE INDEX cron_jobs_calendar ON cron_jobs (calendar, id);

ALTER TABLE job_executions ADD COLUMN business_date VARCHAR(10);

CREATE INDEX job_executions_business_date ON job_executions (business_date, id);

CREATE TABLE calendars (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name VARCHAR(100) NOT NULL,
  description LONGTEXT,
  parent VARCHAR(100),
  open_weekdays VARCHAR(40),
  base_time VARCHAR(8),
  first_day VARCHAR(10),
  last_day VARCHAR(10),
  source VARCHAR(200),
  note LONGTEXT,
  revision VARCHAR(36) NOT NULL,
  version INT NOT NULL DEFAULT 1,
  created_at DATETIME(3) NOT NULL DEFAULT (UTC_TIMESTAMP(3)),
  updated_at DATETIME(3) NOT NULL DEFAULT (UTC_TIMESTAMP(3))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={binary_collation};

CREATE UNIQUE INDEX calendars_name ON calendars (name);

CREATE TABLE calendar_days (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  calendar_id BIGINT NOT NULL,
  day VARCHAR(10) NOT NULL,
  is_open BOOLEAN NOT NULL,
  label VARCHAR(200)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={binary_collation};

CREATE UNIQUE INDEX calendar_days_day ON calendar_days (calendar_id, day);
