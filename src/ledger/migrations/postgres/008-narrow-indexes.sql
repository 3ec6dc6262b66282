-- PostgreSQL writes every index of a row whose indexed column changes, and the dispatcher moves next_run_at all the time: most
-- crons have no calendar and no pause, and need no entry in these. The other databases leave unchanged entries alone.
DROP INDEX cron_jobs_paused;

CREATE INDEX cron_jobs_paused ON cron_jobs (paused_until) WHERE paused_until IS NOT NULL;

DROP INDEX cron_jobs_calendar;

CREATE INDEX cron_jobs_calendar ON cron_jobs (calendar, id) WHERE calendar IS NOT NULL;
