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

-- name: list_cron_page
SELECT * FROM cron_jobs
WHERE name > :name
  AND (CAST(:handler_name AS CHAR(200)) IS NULL OR handler_name = :handler_name)
  AND (CAST(:group_name AS CHAR(200)) IS NULL OR group_name = :group_name)
  AND (CAST(:owner AS CHAR(200)) IS NULL OR owner = :owner)
  AND (CAST(:name_like AS CHAR(400)) IS NULL OR LOWER(name) LIKE :name_like ESCAPE '!')
  AND is_enabled IN (:enabled)
ORDER BY name
LIMIT :limit

-- name: list_cron_page_back
SELECT * FROM cron_jobs
WHERE (CAST(:name AS CHAR(200)) IS NULL OR name < :name)
  AND (CAST(:handler_name AS CHAR(200)) IS NULL OR handler_name = :handler_name)
  AND (CAST(:group_name AS CHAR(200)) IS NULL OR group_name = :group_name)
  AND (CAST(:owner AS CHAR(200)) IS NULL OR owner = :owner)
  AND (CAST(:name_like AS CHAR(400)) IS NULL OR LOWER(name) LIKE :name_like ESCAPE '!')
  AND is_enabled IN (:enabled)
ORDER BY name DESC
LIMIT :limit

-- name: count_cron_page$
SELECT COUNT(*) FROM (
  SELECT id FROM cron_jobs
  WHERE (CAST(:handler_name AS CHAR(200)) IS NULL OR handler_name = :handler_name)
    AND (CAST(:group_name AS CHAR(200)) IS NULL OR group_name = :group_name)
    AND (CAST(:owner AS CHAR(200)) IS NULL OR owner = :owner)
    AND (CAST(:name_like AS CHAR(400)) IS NULL OR LOWER(name) LIKE :name_like ESCAPE '!')
    AND is_enabled IN (:enabled)
  LIMIT :cap
) AS found
