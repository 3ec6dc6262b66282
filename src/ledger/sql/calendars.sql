-- Calendars, and what operators do with whole crons: pause, resume, backfill.

-- name: insert_calendar<!
INSERT INTO calendars (
  name, description, parent, open_weekdays, base_time, first_day, last_day, source, note, revision, created_at, updated_at
) VALUES (
  :name, :description, :parent, :open_weekdays, :base_time, :first_day, :last_day, :source, :note, :revision, :now, :now
) RETURNING id

-- name: update_calendar!
UPDATE calendars SET
  description = :description, parent = :parent, open_weekdays = :open_weekdays, base_time = :base_time,
  first_day = :first_day, last_day = :last_day, source = :source, note = :note, revision = :revision, updated_at = :now,
  version = version + 1
WHERE id = :id AND version = :version

-- name: delete_calendar!
DELETE FROM calendars WHERE id = :id

-- name: list_calendars
SELECT * FROM calendars ORDER BY name

-- name: list_calendar_days
SELECT day, is_open, label FROM calendar_days WHERE calendar_id = :calendar_id ORDER BY day

-- name: insert_calendar_days*!
INSERT INTO calendar_days (calendar_id, day, is_open, label) VALUES (:calendar_id, :day, :is_open, :label)

-- name: delete_calendar_days!
DELETE FROM calendar_days WHERE calendar_id = :calendar_id

-- name: list_calendar_users
SELECT * FROM cron_jobs WHERE calendar IN (:names) ORDER BY id

-- name: lock_calendar_users
SELECT * FROM cron_jobs WHERE calendar IN (:names) ORDER BY id FOR UPDATE

-- name: retime_cron!
UPDATE cron_jobs SET
  next_run_at = :next_run_at, has_ended = :has_ended, timed_at = :now, error_code = NULL, error_message = NULL
WHERE id = :id

-- name: stamp_crons!
UPDATE cron_jobs SET timed_at = :now WHERE id IN (:ids)

-- name: list_timed_crons
SELECT * FROM cron_jobs
WHERE is_enabled = TRUE AND error_code IS NULL AND timed_at IS NOT NULL AND id > :after_id
ORDER BY id
LIMIT :limit

-- name: list_skipped_ranges
SELECT scheduled_time, skipped_until FROM job_executions
WHERE job_id = :job_id AND scheduled_time <= :until AND skipped_until >= :since
ORDER BY scheduled_time DESC
LIMIT :limit

-- name: list_next_runs
SELECT next_run_at FROM cron_jobs
WHERE is_enabled = TRUE AND error_code IS NULL AND next_run_at >= :since AND next_run_at < :until AND id <> :except_id
ORDER BY next_run_at, id
LIMIT :limit

-- name: list_planned_crons
SELECT id, name, group_name, next_run_at, time_zone,
  CASE WHEN timing IS NULL AND calendar IS NULL AND on_closed = 'skip' AND starts_at IS NULL AND ends_at IS NULL
    AND jitter_seconds = 0 AND blackouts IS NULL AND on_blackout = 'delay' AND paused_at IS NULL
    THEN cron_expression END AS plain_expression
FROM cron_jobs
WHERE is_enabled = TRUE AND error_code IS NULL AND next_run_at <= :until
  AND (next_run_at > :after_time OR (next_run_at = :after_time AND id > :after_id))
ORDER BY next_run_at, id
LIMIT :limit

-- name: list_plannable_crons
SELECT id, name, group_name, is_enabled, error_code, next_run_at, paused_at, paused_until,
  cron_expression, timing, time_zone, calendar, on_closed, max_shift_days, allow_leave_month,
  starts_at, ends_at, jitter_seconds, blackouts, on_blackout, allow_overlap, overlap_policy, timeout_seconds
FROM cron_jobs WHERE id IN (:ids)

-- name: count_calendar_users
SELECT calendar, COUNT(*) AS crons FROM cron_jobs WHERE calendar IS NOT NULL GROUP BY calendar

-- name: pause_cron!
UPDATE cron_jobs SET
  paused_at = :now, paused_until = :paused_until, paused_by = :actor, pause_reason = :reason, resume_policy = :resume_policy,
  updated_at = :now
WHERE id = :id

-- name: resume_cron!
UPDATE cron_jobs SET
  paused_at = NULL, paused_until = NULL, paused_by = NULL, pause_reason = NULL, resume_policy = NULL, resumed_at = :now,
  updated_at = :now
WHERE id = :id

-- name: list_paused_occurrences
SELECT * FROM job_executions
WHERE job_id = :job_id AND status = 'SKIPPED' AND skip_reason = 'paused' AND created_at >= :since AND skipped_count IS NULL
ORDER BY occurrence_time DESC
LIMIT :limit

-- name: revive_execution!
UPDATE job_executions SET
  status = 'PENDING', run_at = NULL, skip_reason = NULL, finished_at = NULL, fence = fence + 1,
  param_source = :param_source, params = :params, backfill_id = :backfill_id, actor = :actor, reason = :reason
WHERE id = :id AND fence = :fence AND status = 'SKIPPED'

-- name: mark_waiting!
UPDATE cron_jobs SET has_waiting = TRUE WHERE id = :id

-- name: list_results
SELECT status FROM job_executions
WHERE job_id = :job_id AND status IN ('SUCCESS', 'FAILED', 'TIMEOUT') AND finished_at > :since
ORDER BY scheduled_time DESC
LIMIT :limit

-- name: replace_waiting!
UPDATE job_executions SET
  status = 'SKIPPED', skip_reason = 'replaced', finished_at = :now, fence = fence + 1, reason = :reason
WHERE job_id = :job_id AND status = 'PENDING' AND run_at IS NULL AND backfill_id IS NULL

-- name: replace_pending!
UPDATE job_executions SET
  status = 'SKIPPED', skip_reason = 'replaced', finished_at = :now, fence = fence + 1, reason = :reason
WHERE job_id = :job_id AND status = 'PENDING' AND backfill_id IS NULL

-- name: ask_running_to_end!
UPDATE job_executions SET cancel_requested_at = :now, actor = 'dispatcher', reason = :reason
WHERE job_id = :job_id AND status = 'RUNNING' AND cancel_requested_at IS NULL AND backfill_id IS NULL

-- name: find_last_end$
SELECT MAX(finished_at) FROM (
  SELECT finished_at FROM job_executions WHERE job_id = :job_id ORDER BY scheduled_time DESC LIMIT 100
) AS latest

-- name: list_occurrence_rows
SELECT * FROM job_executions
WHERE job_id = :job_id AND scheduled_time >= :since AND scheduled_time <= :until
ORDER BY scheduled_time

-- name: mark_succeeded!
UPDATE job_executions SET
  status = 'SUCCESS', finished_at = :now, fence = fence + 1, skip_reason = NULL, error_code = NULL, error_message = NULL,
  actor = :actor, reason = :reason
WHERE id = :id AND fence = :fence AND status IN ('HELD', 'FAILED', 'TIMEOUT', 'CANCELED', 'SKIPPED')

-- name: list_existing_occurrences
SELECT job_id, scheduled_time FROM job_executions WHERE job_id IN (:ids) AND scheduled_time IN (:times)

-- name: list_early_occurrences
SELECT job_id, scheduled_time FROM job_executions
WHERE job_id IN (:ids) AND scheduled_time > :after
ORDER BY job_id, scheduled_time
LIMIT :limit

-- name: find_setting^
SELECT setting_value, version FROM settings WHERE name = :name

-- name: lock_setting^
SELECT setting_value, version FROM settings WHERE name = :name FOR UPDATE

-- name: insert_setting!
INSERT INTO settings (name, setting_value, updated_by, updated_at) VALUES (:name, :setting_value, :actor, :now)

-- name: update_setting!
UPDATE settings SET setting_value = :setting_value, version = version + 1, updated_by = :actor, updated_at = :now
WHERE name = :name AND version = :version

-- name: delete_setting!
DELETE FROM settings WHERE name = :name

-- name: lock_enabled_crons
SELECT * FROM cron_jobs WHERE is_enabled = TRUE AND id > :after_id ORDER BY id LIMIT :limit FOR UPDATE
