-- Backfills (past occurrences that are run, as stored work), and the revisions of crons.

-- name: insert_backfill<!
INSERT INTO backfills (
  job_id, cron_name, range_from, range_to, mode, run_order, max_running, allow_overlap, allow_closed, pause_cron, params,
  actor, reason, idempotency_key, created_at, updated_at
) VALUES (
  :job_id, :cron_name, :range_from, :range_to, :mode, :run_order, :max_running, :allow_overlap, :allow_closed, :pause_cron,
  :params, :actor, :reason, :idempotency_key, :now, :now
) RETURNING id

-- name: set_backfill_executions!
UPDATE backfills SET executions = :executions WHERE id = :id

-- name: find_backfill^
SELECT * FROM backfills WHERE id = :id

-- name: lock_backfill^
SELECT * FROM backfills WHERE id = :id FOR UPDATE

-- name: find_backfill_by_key^
SELECT * FROM backfills WHERE idempotency_key = :idempotency_key

-- name: list_backfills
SELECT * FROM backfills
WHERE id > :id AND status IN (:statuses) AND job_id >= :first_job_id AND job_id <= :last_job_id
  AND (CAST(:scoped AS CHAR(1)) IS NULL OR job_id IN (SELECT id FROM cron_jobs WHERE group_name IN (:groups)))
ORDER BY id
LIMIT :limit

-- name: list_backfills_back
SELECT * FROM backfills
WHERE id < :id AND status IN (:statuses) AND job_id >= :first_job_id AND job_id <= :last_job_id
  AND (CAST(:scoped AS CHAR(1)) IS NULL OR job_id IN (SELECT id FROM cron_jobs WHERE group_name IN (:groups)))
ORDER BY id DESC
LIMIT :limit

-- name: set_backfill_status!
UPDATE backfills SET status = :status, updated_at = :now, finished_at = :finished_at WHERE id = :id

-- name: reopen_backfill!
UPDATE backfills SET
  status = CASE WHEN status = 'DONE' THEN 'RUNNING' ELSE status END, finished_at = NULL, updated_at = :now
WHERE id = :id AND status IN ('RUNNING', 'PAUSED', 'DONE')

-- name: end_backfill_pause!
UPDATE cron_jobs SET paused_until = :now, updated_at = :now WHERE id = :job_id AND paused_by = :actor

-- name: count_backfill_executions
-- Two counts, since the first is answered by an index alone.
SELECT backfill_id, status, COUNT(*) AS executions, 0 AS waiting
FROM job_executions
WHERE backfill_id IN (:ids)
GROUP BY backfill_id, status
UNION ALL
SELECT backfill_id, 'PENDING', 0, COUNT(*)
FROM job_executions
WHERE backfill_id IN (:ids) AND status = 'PENDING' AND run_at IS NULL
GROUP BY backfill_id

-- name: list_backfill_executions
SELECT * FROM job_executions
WHERE backfill_id = :backfill_id AND status IN (:statuses)
  AND (occurrence_time > :time OR (occurrence_time = :time AND id > :id))
ORDER BY occurrence_time, id
LIMIT :limit

-- name: list_backfill_executions_back
SELECT * FROM job_executions
WHERE backfill_id = :backfill_id AND status IN (:statuses)
  AND (occurrence_time < :time OR (occurrence_time = :time AND id < :id))
ORDER BY occurrence_time DESC, id DESC
LIMIT :limit

-- name: cancel_backfill_executions!
UPDATE job_executions SET
  status = 'CANCELED', fence = fence + 1, finished_at = :now, cancel_requested_at = :now, actor = :actor, reason = :reason
WHERE backfill_id = :backfill_id AND status IN ('PENDING', 'HELD')

-- name: ask_backfill_to_end!
UPDATE job_executions SET cancel_requested_at = :now, actor = :actor, reason = :reason
WHERE backfill_id = :backfill_id AND status = 'RUNNING' AND cancel_requested_at IS NULL

-- name: retry_backfill_executions!
UPDATE job_executions SET
  status = 'PENDING', run_at = NULL, retry_count = 0, rescue_count = 0, fence = fence + 1, worker_id = NULL,
  started_at = NULL, finished_at = NULL, progress = NULL, progress_message = NULL, error_code = NULL, error_message = NULL,
  result = NULL, cancel_requested_at = NULL, actor = :actor, reason = :reason
WHERE backfill_id = :backfill_id AND status IN ('FAILED', 'TIMEOUT')

-- name: insert_cron_revision!
INSERT INTO cron_revisions (job_id, revision, cron_name, definition, actor, reason, created_at)
VALUES (:job_id, :revision, :cron_name, :definition, :actor, :reason, :now)

-- name: find_cron_revision^
SELECT * FROM cron_revisions WHERE job_id = :job_id AND revision = :revision

-- name: list_cron_revisions
SELECT * FROM cron_revisions
WHERE job_id = :job_id AND revision > :revision
ORDER BY revision
LIMIT :limit

-- name: list_cron_revisions_back
SELECT * FROM cron_revisions
WHERE job_id = :job_id AND revision < :revision
ORDER BY revision DESC
LIMIT :limit
