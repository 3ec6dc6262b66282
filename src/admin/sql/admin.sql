-- Statements that the admin server alone needs. Those for /metrics look at a bounded number of rows.

-- name: count_pending
SELECT
  queue, COUNT(*) AS executions,
  SUM(CASE WHEN run_at <= :now THEN 1 ELSE 0 END) AS due,
  MIN(CASE WHEN run_at <= :now THEN run_at ELSE NULL END) AS oldest_at
FROM (SELECT queue, run_at FROM job_executions WHERE status = 'PENDING' LIMIT :cap) AS pending
GROUP BY queue

-- name: count_running
SELECT queue, COUNT(*) AS executions
FROM (SELECT queue FROM job_executions WHERE status = 'RUNNING' LIMIT :cap) AS running
GROUP BY queue

-- name: count_held
SELECT queue, COUNT(*) AS executions
FROM (
  SELECT queue, status FROM job_executions WHERE status IN ('PENDING', 'HELD', 'RUNNING') LIMIT :cap
) AS unfinished
WHERE status = 'HELD'
GROUP BY queue

-- name: count_recent
SELECT status, COUNT(*) AS executions
FROM (SELECT status FROM job_executions ORDER BY id DESC LIMIT :cap) AS recent
GROUP BY status

-- name: count_crons^
SELECT
  COUNT(*) AS crons,
  SUM(CASE WHEN is_enabled = TRUE THEN 1 ELSE 0 END) AS enabled,
  SUM(CASE WHEN error_code IS NOT NULL THEN 1 ELSE 0 END) AS isolated,
  SUM(CASE WHEN is_enabled = TRUE AND error_code IS NULL AND next_run_at < :late THEN 1 ELSE 0 END) AS overdue,
  MIN(CASE WHEN is_enabled = TRUE AND error_code IS NULL THEN next_run_at ELSE NULL END) AS next_run_at
FROM cron_jobs

-- name: list_beating_processes
SELECT * FROM workers WHERE state IN ('active', 'draining') ORDER BY heartbeat_at DESC LIMIT :cap

-- name: list_worker_page
SELECT * FROM workers
WHERE state IN (:states) AND role IN (:roles)
  AND (started_at < :before_time OR (started_at = :before_time AND id > :after_id))
ORDER BY started_at DESC, id
LIMIT :limit

-- name: list_worker_page_back
SELECT * FROM workers
WHERE state IN (:states) AND role IN (:roles)
  AND (started_at > :before_time OR (started_at = :before_time AND id < :after_id))
ORDER BY started_at, id DESC
LIMIT :limit

-- name: count_workers$
SELECT COUNT(*) FROM (SELECT id FROM workers WHERE state IN (:states) AND role IN (:roles) LIMIT :cap) AS found

-- name: list_log_page
SELECT * FROM execution_logs
WHERE execution_id = :execution_id AND id > :after_id AND id < :before_id
  AND attempt >= :first_attempt AND attempt <= :last_attempt AND level IN (:levels)
  AND (CAST(:message_like AS CHAR(400)) IS NULL OR LOWER(message) LIKE :message_like ESCAPE '!')
ORDER BY id
LIMIT :limit

-- name: list_log_page_back
SELECT * FROM execution_logs
WHERE execution_id = :execution_id AND id > :after_id AND id < :before_id
  AND attempt >= :first_attempt AND attempt <= :last_attempt AND level IN (:levels)
  AND (CAST(:message_like AS CHAR(400)) IS NULL OR LOWER(message) LIKE :message_like ESCAPE '!')
ORDER BY id DESC
LIMIT :limit

-- name: count_logs$
SELECT COUNT(*) FROM (
  SELECT id FROM execution_logs
  WHERE execution_id = :execution_id AND id > :after_id
    AND attempt >= :first_attempt AND attempt <= :last_attempt AND level IN (:levels)
    AND (CAST(:message_like AS CHAR(400)) IS NULL OR LOWER(message) LIKE :message_like ESCAPE '!')
  LIMIT :cap
) AS found

-- name: list_bar_rows
SELECT id, status, created_at, started_at, finished_at FROM job_executions WHERE id IN (:ids)

-- name: acknowledge_execution!
UPDATE job_executions SET acknowledged_at = :now, acknowledged_by = :actor, acknowledgement = :note
WHERE id = :id AND fence = :fence AND status IN ('FAILED', 'TIMEOUT') AND acknowledged_at IS NULL

-- name: list_reruns
SELECT id, status, scheduled_time, param_source FROM job_executions
WHERE origin_execution_id = :id AND origin_execution_id IS NOT NULL
ORDER BY id
LIMIT 50

-- name: find_execution_before^
SELECT id, status, scheduled_time, param_source FROM job_executions
WHERE job_id = :job_id AND scheduled_time < :scheduled_time
ORDER BY scheduled_time DESC
LIMIT 1

-- name: find_execution_after^
SELECT id, status, scheduled_time, param_source FROM job_executions
WHERE job_id = :job_id AND scheduled_time > :scheduled_time
ORDER BY scheduled_time
LIMIT 1

-- name: list_executions_before
SELECT id, status FROM job_executions
WHERE job_id = :job_id AND scheduled_time < :scheduled_time
ORDER BY scheduled_time DESC
LIMIT 1000

-- name: find_fingerprint$
SELECT fingerprint FROM execution_errors WHERE execution_id = :id

-- name: suggest_crons
SELECT name AS value FROM cron_jobs
WHERE LOWER(name) LIKE :part ESCAPE '!' AND (CAST(:granted AS CHAR(1)) IS NULL OR group_name IN (:groups))
ORDER BY name
LIMIT :limit

-- name: suggest_handlers
SELECT DISTINCT handler_name AS value FROM cron_jobs
WHERE LOWER(handler_name) LIKE :part ESCAPE '!' AND (CAST(:granted AS CHAR(1)) IS NULL OR group_name IN (:groups))
ORDER BY handler_name
LIMIT :limit

-- name: suggest_groups
SELECT DISTINCT group_name AS value FROM cron_jobs
WHERE LOWER(group_name) LIKE :part ESCAPE '!' AND (CAST(:granted AS CHAR(1)) IS NULL OR group_name IN (:groups))
ORDER BY group_name
LIMIT :limit

-- name: suggest_owners
SELECT DISTINCT owner AS value FROM cron_jobs
WHERE LOWER(owner) LIKE :part ESCAPE '!' AND (CAST(:granted AS CHAR(1)) IS NULL OR group_name IN (:groups))
ORDER BY owner
LIMIT :limit

-- name: suggest_tags
SELECT DISTINCT tags AS value FROM cron_jobs
WHERE LOWER(tags) LIKE :part ESCAPE '!' AND (CAST(:granted AS CHAR(1)) IS NULL OR group_name IN (:groups))
ORDER BY tags
LIMIT 1000

-- name: suggest_queues
SELECT DISTINCT queue AS value FROM cron_jobs
WHERE LOWER(queue) LIKE :part ESCAPE '!' AND (CAST(:granted AS CHAR(1)) IS NULL OR group_name IN (:groups))
ORDER BY queue
LIMIT :limit

-- name: suggest_workers
SELECT id AS value FROM workers
WHERE role = 'worker' AND (LOWER(id) LIKE :part ESCAPE '!' OR LOWER(host) LIKE :part ESCAPE '!')
ORDER BY started_at DESC, id
LIMIT :limit

-- name: suggest_error_codes
SELECT DISTINCT error_code AS value FROM error_groups
WHERE LOWER(error_code) LIKE :part ESCAPE '!'
ORDER BY error_code
LIMIT :limit

-- name: list_executions_of_worker
SELECT id, job_id, cron_name, handler_name, started_at, progress, progress_message FROM job_executions
WHERE status = 'RUNNING' AND worker_id = :worker_id
  AND (CAST(:scoped AS CHAR(1)) IS NULL OR job_id IN (SELECT id FROM cron_jobs WHERE group_name IN (:groups)))
ORDER BY id
LIMIT 1000

-- name: list_offers
SELECT h.handler_name, h.description, h.params_schema, w.id, w.host, w.pid, w.version, w.code_version,
  w.state, w.heartbeat_at, w.lease_seconds
FROM worker_handlers AS h
JOIN workers AS w ON w.id = h.worker_id
WHERE w.heartbeat_at >= :since AND (CAST(:handler_name AS CHAR(200)) IS NULL OR h.handler_name = :handler_name)
ORDER BY w.started_at DESC, h.handler_name
LIMIT :limit

-- name: count_crons_by_handler
SELECT handler_name, COUNT(*) AS crons FROM cron_jobs
WHERE CAST(:scoped AS CHAR(1)) IS NULL OR group_name IN (:groups)
GROUP BY handler_name

-- name: estimate_tables^
-- SQLite finds the largest and the smallest id by the index only when each is asked for by itself.
SELECT
  COALESCE((SELECT MAX(id) FROM job_executions) - (SELECT MIN(id) FROM job_executions) + 1, 0) AS job_executions,
  COALESCE((SELECT MAX(id) FROM execution_logs) - (SELECT MIN(id) FROM execution_logs) + 1, 0) AS execution_logs,
  COALESCE((SELECT MAX(id) FROM execution_attempts) - (SELECT MIN(id) FROM execution_attempts) + 1, 0) AS execution_attempts,
  (SELECT COUNT(*) FROM cron_jobs) AS cron_jobs

-- name: list_created_since
SELECT id, job_id FROM job_executions WHERE id > :after_id ORDER BY id LIMIT :limit

-- name: list_finished_since
SELECT id, job_id, finished_at FROM job_executions
WHERE finished_at IS NOT NULL AND finished_at > :finished_at
ORDER BY finished_at
LIMIT :limit

-- name: list_running_now
SELECT id, job_id, fence, progress FROM job_executions WHERE status = 'RUNNING' LIMIT :limit

-- name: read_newest^
SELECT
  (SELECT COALESCE(MAX(id), 0) FROM job_executions) AS id,
  (SELECT MAX(finished_at) FROM job_executions WHERE finished_at IS NOT NULL) AS finished_at

-- name: summarise_crons^
SELECT COUNT(*) AS crons, MAX(updated_at) AS updated_at, MAX(next_run_at) AS next_run_at, SUM(version) AS versions FROM cron_jobs

-- name: list_setting_versions
SELECT name, version FROM settings ORDER BY name

-- name: find_last_log$
SELECT MAX(id) FROM execution_logs WHERE execution_id = :id

-- name: list_newest_operations
SELECT id, status, total, done, failed FROM operations ORDER BY id DESC LIMIT :limit
