-- Since when the rows of a cron follow from its schedule as it is now: from there on a missing one is a gap.
ALTER TABLE cron_jobs ADD COLUMN timed_at DATETIME(3);
