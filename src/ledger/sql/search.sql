-- How executions are found. A lane answers candidates in order, by one index and a bounded number at a time; what else is
-- asked for is looked up for those candidates alone.

-- name: filter_candidates
SELECT id FROM execution_times
WHERE id IN (:ids)
  AND status IN (:statuses)
  AND (CAST(:crons AS CHAR(1)) IS NULL OR job_id IN (:cron_ids))
  AND (CAST(:cron_like AS CHAR(400)) IS NULL OR LOWER(cron_name) LIKE :cron_like ESCAPE '!')
  AND (CAST(:handlers AS CHAR(1)) IS NULL OR handler_name IN (:handler_names))
  AND (CAST(:sources AS CHAR(1)) IS NULL OR param_source IN (:param_sources))
  AND (CAST(:workers AS CHAR(1)) IS NULL OR worker_id IN (:worker_ids))
  AND (CAST(:queues AS CHAR(1)) IS NULL OR queue IN (:queue_names))
  AND (CAST(:owning AS CHAR(1)) IS NULL OR job_id IN (
    SELECT id FROM cron_jobs
    WHERE (CAST(:groups AS CHAR(1)) IS NULL OR group_name IN (:group_names))
      AND (CAST(:granted AS CHAR(1)) IS NULL OR group_name IN (:granted_names))
      AND (CAST(:owners AS CHAR(1)) IS NULL OR owner IN (:owner_names))
      AND (CAST(:tag_like AS CHAR(400)) IS NULL OR CONCAT(',', tags, ',') LIKE :tag_like ESCAPE '!')
  ))
  AND attempt > :attempt_over
  AND (:duration_over < 0 OR run_ms > :duration_over OR (status = 'RUNNING' AND started_at < :started_before_duration))
  AND (:delay_over < 0 OR delay_ms > :delay_over)
  AND (CAST(:error_like AS CHAR(400)) IS NULL OR LOWER(error_message) LIKE :error_like ESCAPE '!'
    OR LOWER(error_code) LIKE :error_like ESCAPE '!')
  AND (CAST(:error_codes AS CHAR(1)) IS NULL OR error_code IN (:error_code_names))
  AND (CAST(:skips AS CHAR(1)) IS NULL OR EXISTS (
    SELECT 1 FROM job_executions AS s WHERE s.id = execution_times.id AND s.skip_reason IN (:skip_reasons)
  ))
  AND (CAST(:params_like AS CHAR(400)) IS NULL OR LOWER(params) LIKE :params_like ESCAPE '!')
  AND (CAST(:business_date AS CHAR(10)) IS NULL OR business_date = :business_date)
  AND scheduled_time >= :scheduled_from AND scheduled_time < :scheduled_to
  AND created_at >= :created_from AND created_at < :created_to
  AND (CAST(:is_started AS CHAR(1)) IS NULL OR (started_at >= :started_from AND started_at < :started_to))
  AND (CAST(:is_finished AS CHAR(1)) IS NULL OR (finished_at >= :finished_from AND finished_at < :finished_to))
  AND (CAST(:retrying AS CHAR(1)) IS NULL OR retry_count > 0)
  AND (CAST(:unhandled AS CHAR(1)) IS NULL OR acknowledged_at IS NULL)
  AND (CAST(:named AS CHAR(1)) IS NULL OR id IN (:named_ids))
  AND (CAST(:lost AS CHAR(1)) IS NULL OR EXISTS (
    SELECT 1 FROM execution_attempts AS a WHERE a.execution_id = execution_times.id AND a.outcome = 'RESCUED'
  ))

-- name: filter_range
SELECT id FROM execution_times
WHERE id > :after_id AND id < :before_id
  AND status IN (:statuses)
  AND (CAST(:crons AS CHAR(1)) IS NULL OR job_id IN (:cron_ids))
  AND (CAST(:cron_like AS CHAR(400)) IS NULL OR LOWER(cron_name) LIKE :cron_like ESCAPE '!')
  AND (CAST(:handlers AS CHAR(1)) IS NULL OR handler_name IN (:handler_names))
  AND (CAST(:sources AS CHAR(1)) IS NULL OR param_source IN (:param_sources))
  AND (CAST(:workers AS CHAR(1)) IS NULL OR worker_id IN (:worker_ids))
  AND (CAST(:queues AS CHAR(1)) IS NULL OR queue IN (:queue_names))
  AND (CAST(:owning AS CHAR(1)) IS NULL OR job_id IN (
    SELECT id FROM cron_jobs
    WHERE (CAST(:groups AS CHAR(1)) IS NULL OR group_name IN (:group_names))
      AND (CAST(:granted AS CHAR(1)) IS NULL OR group_name IN (:granted_names))
      AND (CAST(:owners AS CHAR(1)) IS NULL OR owner IN (:owner_names))
      AND (CAST(:tag_like AS CHAR(400)) IS NULL OR CONCAT(',', tags, ',') LIKE :tag_like ESCAPE '!')
  ))
  AND attempt > :attempt_over
  AND (:duration_over < 0 OR run_ms > :duration_over OR (status = 'RUNNING' AND started_at < :started_before_duration))
  AND (:delay_over < 0 OR delay_ms > :delay_over)
  AND (CAST(:error_like AS CHAR(400)) IS NULL OR LOWER(error_message) LIKE :error_like ESCAPE '!'
    OR LOWER(error_code) LIKE :error_like ESCAPE '!')
  AND (CAST(:error_codes AS CHAR(1)) IS NULL OR error_code IN (:error_code_names))
  AND (CAST(:skips AS CHAR(1)) IS NULL OR EXISTS (
    SELECT 1 FROM job_executions AS s WHERE s.id = execution_times.id AND s.skip_reason IN (:skip_reasons)
  ))
  AND (CAST(:params_like AS CHAR(400)) IS NULL OR LOWER(params) LIKE :params_like ESCAPE '!')
  AND (CAST(:business_date AS CHAR(10)) IS NULL OR business_date = :business_date)
  AND scheduled_time >= :scheduled_from AND scheduled_time < :scheduled_to
  AND created_at >= :created_from AND created_at < :created_to
  AND (CAST(:is_started AS CHAR(1)) IS NULL OR (started_at >= :started_from AND started_at < :started_to))
  AND (CAST(:is_finished AS CHAR(1)) IS NULL OR (finished_at >= :finished_from AND finished_at < :finished_to))
  AND (CAST(:retrying AS CHAR(1)) IS NULL OR retry_count > 0)
  AND (CAST(:unhandled AS CHAR(1)) IS NULL OR acknowledged_at IS NULL)
  AND (CAST(:named AS CHAR(1)) IS NULL OR id IN (:named_ids))
  AND (CAST(:lost AS CHAR(1)) IS NULL OR EXISTS (
    SELECT 1 FROM execution_attempts AS a WHERE a.execution_id = execution_times.id AND a.outcome = 'RESCUED'
  ))

-- name: find_id_bounds^
SELECT
  (SELECT id FROM job_executions ORDER BY id LIMIT 1) AS first_id,
  (SELECT id FROM job_executions ORDER BY id DESC LIMIT 1) AS last_id

-- name: find_created_near^
SELECT id, created_at FROM job_executions WHERE id >= :id ORDER BY id LIMIT 1

-- name: list_executions_by_id
SELECT * FROM job_executions WHERE id IN (:ids)

-- name: list_running_with_results
SELECT e.id, e.started_at, r.recent
FROM job_executions AS e
JOIN cron_results AS r ON r.job_id = e.job_id
WHERE e.status = 'RUNNING'
LIMIT :limit

-- name: list_unfinished_candidates
SELECT id FROM job_executions
WHERE status = :status AND status IN ('PENDING', 'HELD', 'RUNNING')
LIMIT :limit

-- name: list_status_candidates
SELECT id FROM job_executions
WHERE status = :status AND status IN ('FAILED', 'TIMEOUT', 'CANCELED', 'SKIPPED', 'HELD') AND id > :after_id
ORDER BY id
LIMIT :limit

-- name: list_status_candidates_back
SELECT id FROM job_executions
WHERE status = :status AND status IN ('FAILED', 'TIMEOUT', 'CANCELED', 'SKIPPED', 'HELD') AND id < :before_id
ORDER BY id DESC
LIMIT :limit

-- name: list_business_date_candidates
SELECT id FROM job_executions WHERE business_date = :business_date AND id > :after_id ORDER BY id LIMIT :limit

-- name: list_business_date_candidates_back
SELECT id FROM job_executions WHERE business_date = :business_date AND id < :before_id ORDER BY id DESC LIMIT :limit

-- name: list_error_candidates
SELECT execution_id AS id FROM execution_errors
WHERE fingerprint = :fingerprint AND execution_id > :after_id
ORDER BY execution_id
LIMIT :limit

-- name: list_error_candidates_back
SELECT execution_id AS id FROM execution_errors
WHERE fingerprint = :fingerprint AND execution_id < :before_id
ORDER BY execution_id DESC
LIMIT :limit

-- name: list_cron_candidates
SELECT id, scheduled_time AS at_time FROM job_executions
WHERE job_id = :job_id AND scheduled_time > :at_time
ORDER BY scheduled_time
LIMIT :limit

-- name: list_cron_candidates_back
SELECT id, scheduled_time AS at_time FROM job_executions
WHERE job_id = :job_id AND scheduled_time < :at_time
ORDER BY scheduled_time DESC
LIMIT :limit

-- name: list_finished_candidates
SELECT id, finished_at AS at_time FROM job_executions
WHERE finished_at IS NOT NULL AND finished_at >= :at_time AND (finished_at > :at_time OR id > :id)
ORDER BY finished_at, id
LIMIT :limit

-- name: list_finished_candidates_back
SELECT id, finished_at AS at_time FROM job_executions
WHERE finished_at IS NOT NULL AND finished_at <= :at_time AND (finished_at < :at_time OR id < :id)
ORDER BY finished_at DESC, id DESC
LIMIT :limit
