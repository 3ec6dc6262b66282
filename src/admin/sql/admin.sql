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
