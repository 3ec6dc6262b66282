-- Statements that the dispatcher alone needs.

-- name: lock_due_crons
SELECT * FROM cron_jobs
WHERE is_enabled = TRUE AND next_run_at <= :now AND error_code IS NULL
ORDER BY next_run_at, id
LIMIT :limit
FOR UPDATE SKIP LOCKED

-- name: lock_new_crons
SELECT * FROM cron_jobs
WHERE is_enabled = TRUE AND next_run_at IS NULL AND (cron_expression IS NOT NULL OR timing IS NOT NULL)
  AND has_ended = FALSE AND error_code IS NULL
ORDER BY id
LIMIT :limit
FOR UPDATE SKIP LOCKED

-- name: lock_isolated_crons
SELECT * FROM cron_jobs
WHERE is_enabled = TRUE AND error_code IS NOT NULL
ORDER BY id
LIMIT :limit
FOR UPDATE SKIP LOCKED

-- name: readmit_cron!
UPDATE cron_jobs SET error_code = NULL, error_message = NULL WHERE id = :id

-- name: next_due$
SELECT MIN(next_run_at) FROM cron_jobs WHERE is_enabled = TRUE AND error_code IS NULL

-- name: lock_waiting_crons
SELECT * FROM cron_jobs WHERE has_waiting = TRUE AND id > :after_id ORDER BY id LIMIT :limit FOR UPDATE SKIP LOCKED

-- name: find_waiting_state^
SELECT
  SUM(CASE WHEN status = 'PENDING' AND run_at IS NULL AND backfill_id IS NULL THEN 1 ELSE 0 END) AS waiting,
  SUM(CASE WHEN status = 'PENDING' AND run_at IS NULL THEN 0 ELSE 1 END) AS busy
FROM job_executions
WHERE job_id = :job_id AND status IN ('PENDING', 'HELD', 'RUNNING')

-- name: list_waiting
SELECT id FROM job_executions
WHERE job_id = :job_id AND status = 'PENDING' AND run_at IS NULL AND backfill_id IS NULL
ORDER BY scheduled_time
LIMIT :limit

-- name: start_waiting!
UPDATE job_executions SET run_at = :now
WHERE id IN (:ids) AND status = 'PENDING' AND run_at IS NULL

-- name: end_waiting!
UPDATE cron_jobs SET has_waiting = FALSE WHERE id = :id

-- name: lock_ended_pauses
SELECT * FROM cron_jobs WHERE paused_until <= :now ORDER BY id LIMIT :limit FOR UPDATE SKIP LOCKED

-- name: list_running_backfills
SELECT id, job_id FROM backfills WHERE status = 'RUNNING' AND id > :after_id ORDER BY id LIMIT :limit

-- name: lock_backfill_cron^
SELECT * FROM cron_jobs WHERE id = :id FOR UPDATE SKIP LOCKED

-- name: find_backfill_state^
SELECT
  SUM(CASE WHEN status = 'PENDING' AND run_at IS NULL THEN 1 ELSE 0 END) AS waiting,
  SUM(CASE WHEN status = 'PENDING' AND run_at IS NULL THEN 0 ELSE 1 END) AS released
FROM job_executions
WHERE backfill_id = :backfill_id AND status IN ('PENDING', 'HELD', 'RUNNING')

-- name: find_cron_busy^
SELECT id FROM job_executions
WHERE job_id = :job_id AND status IN ('PENDING', 'HELD', 'RUNNING') AND (run_at IS NOT NULL OR status <> 'PENDING')
LIMIT 1

-- name: list_oldest_of_backfill
SELECT id FROM job_executions
WHERE backfill_id = :backfill_id AND status = 'PENDING' AND run_at IS NULL
ORDER BY occurrence_time, id
LIMIT :limit

-- name: list_newest_of_backfill
SELECT id FROM job_executions
WHERE backfill_id = :backfill_id AND status = 'PENDING' AND run_at IS NULL
ORDER BY occurrence_time DESC, id DESC
LIMIT :limit

-- name: finish_backfill!
UPDATE backfills SET status = 'DONE', finished_at = :now, updated_at = :now WHERE id = :id AND status = 'RUNNING'
