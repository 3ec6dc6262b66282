ALTER TABLE cron_jobs ADD COLUMN timing TEXT;

ALTER TABLE cron_jobs ADD COLUMN calendar TEXT;

ALTER TABLE cron_jobs ADD COLUMN on_closed TEXT NOT NULL DEFAULT 'skip';

ALTER TABLE cron_jobs ADD COLUMN max_shift_days INTEGER NOT NULL DEFAULT 10;

ALTER TABLE cron_jobs ADD COLUMN allow_leave_month INTEGER NOT NULL DEFAULT TRUE;

ALTER TABLE cron_jobs ADD COLUMN starts_at TEXT;

ALTER TABLE cron_jobs ADD COLUMN ends_at TEXT;

ALTER TABLE cron_jobs ADD COLUMN jitter_seconds INTEGER NOT NULL DEFAULT 0;

ALTER TABLE cron_jobs ADD COLUMN blackouts TEXT;

ALTER TABLE cron_jobs ADD COLUMN on_blackout TEXT NOT NULL DEFAULT 'delay';

ALTER TABLE cron_jobs ADD COLUMN overlap_policy TEXT;

ALTER TABLE cron_jobs ADD COLUMN pause_after_failures INTEGER;

ALTER TABLE cron_jobs ADD COLUMN paused_at TEXT;

ALTER TABLE cron_jobs ADD COLUMN paused_until TEXT;

ALTER TABLE cron_jobs ADD COLUMN paused_by TEXT;

ALTER TABLE cron_jobs ADD COLUMN pause_reason TEXT;

ALTER TABLE cron_jobs ADD COLUMN resume_policy TEXT;

ALTER TABLE cron_jobs ADD COLUMN resumed_at TEXT;

ALTER TABLE cron_jobs ADD COLUMN has_ended INTEGER NOT NULL DEFAULT FALSE;

CREATE INDEX cron_jobs_paused ON cron_jobs (paused_until);

CREATE INDEX cron_jobs_calendar ON cron_jobs (calendar, id);

ALTER TABLE job_executions ADD COLUMN business_date TEXT;

CREATE INDEX job_executions_business_date ON job_executions (business_date, id);

CREATE TABLE calendars (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  description TEXT,
  parent TEXT,
  open_weekdays TEXT,
  base_time TEXT,
  first_day TEXT,
  last_day TEXT,
  source TEXT,
  note TEXT,
  revision TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
  updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
) STRICT;

CREATE UNIQUE INDEX calendars_name ON calendars (name);

CREATE TABLE calendar_days (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  calendar_id INTEGER NOT NULL,
  day TEXT NOT NULL,
  is_open INTEGER NOT NULL,
  label TEXT
) STRICT;

CREATE UNIQUE INDEX calendar_days_day ON calendar_days (calendar_id, day);
