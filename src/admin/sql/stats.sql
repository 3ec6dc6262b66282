-- The reports: what the roll-up pass reads and writes, and what charts read.

-- name: lock_stats_position^
SELECT * FROM stats_position WHERE id = 1 FOR UPDATE SKIP LOCKED

-- name: move_stats_position!
UPDATE stats_position SET finished_at = :finished_at, execution_id = :execution_id WHERE id = 1

-- name: note_stats_check!
UPDATE stats_position SET checked_at = :checked_at WHERE id = 1

-- name: note_stats_prune!
UPDATE stats_position SET pruned_at = :pruned_at WHERE id = 1

-- name: read_stats_position^
SELECT * FROM stats_position WHERE id = 1

-- name: list_ended
SELECT
  id, job_id, handler_name, status, run_at, started_at, finished_at, error_code,
  CASE WHEN status IN ('FAILED', 'TIMEOUT') THEN SUBSTR(error_message, 1, 2000) ELSE NULL END AS error_message
FROM job_executions
WHERE finished_at IS NOT NULL AND finished_at >= :finished_at AND finished_at < :until
  AND (finished_at > :finished_at OR id > :execution_id)
ORDER BY finished_at, id
LIMIT :limit

-- name: count_ended$
SELECT COUNT(*) FROM job_executions WHERE finished_at IS NOT NULL AND finished_at >= :from AND finished_at < :until

-- name: count_rolled_up$
SELECT COALESCE(SUM(executions), 0) FROM execution_stats
WHERE grain_seconds = 3600 AND bucket_at = :bucket_at AND group_name = '*' AND handler_name = '*'

-- name: list_stats_corrections
SELECT * FROM stats_corrections ORDER BY id LIMIT :limit

-- name: delete_stats_corrections!
DELETE FROM stats_corrections WHERE id IN (:ids)

-- name: list_group_names
SELECT id, group_name, handler_name FROM cron_jobs WHERE id IN (:ids)

-- name: list_stats_in_buckets
SELECT * FROM execution_stats WHERE grain_seconds = :grain_seconds AND bucket_at IN (:buckets)

-- name: delete_stats_buckets!
DELETE FROM execution_stats WHERE grain_seconds = :grain_seconds AND bucket_at IN (:buckets)

-- name: insert_stats*!
INSERT INTO execution_stats (grain_seconds, bucket_at, group_name, handler_name, status, executions, delays, run_times)
VALUES (:grain_seconds, :bucket_at, :group_name, :handler_name, :status, :executions, :delays, :run_times)

-- name: list_cron_stats_in_buckets
SELECT * FROM cron_stats WHERE job_id IN (:ids) AND bucket_at IN (:buckets)

-- name: delete_cron_stats!
DELETE FROM cron_stats WHERE job_id IN (:ids) AND bucket_at IN (:buckets)

-- name: delete_cron_stats_of_hour!
DELETE FROM cron_stats WHERE bucket_at = :bucket_at

-- name: insert_cron_stats*!
INSERT INTO cron_stats (job_id, bucket_at, status, executions, delays, run_times)
VALUES (:job_id, :bucket_at, :status, :executions, :delays, :run_times)

-- name: list_cron_results
SELECT * FROM cron_results WHERE job_id IN (:ids)

-- name: delete_cron_results!
DELETE FROM cron_results WHERE job_id IN (:ids)

-- name: put_cron_results*!
INSERT INTO cron_results (job_id, last_execution_id, last_status, last_finished_at, last_success_at, failures_in_row, recent)
VALUES (:job_id, :last_execution_id, :last_status, :last_finished_at, :last_success_at, :failures_in_row, :recent)
ON CONFLICT (job_id) DO UPDATE SET
  last_execution_id = excluded.last_execution_id, last_status = excluded.last_status,
  last_finished_at = excluded.last_finished_at, last_success_at = excluded.last_success_at,
  failures_in_row = excluded.failures_in_row, recent = excluded.recent

-- dialect: mysql
-- MySQL and MariaDB have no ON CONFLICT.
INSERT INTO cron_results (job_id, last_execution_id, last_status, last_finished_at, last_success_at, failures_in_row, recent)
VALUES (:job_id, :last_execution_id, :last_status, :last_finished_at, :last_success_at, :failures_in_row, :recent)
ON DUPLICATE KEY UPDATE
  last_execution_id = VALUES(last_execution_id), last_status = VALUES(last_status),
  last_finished_at = VALUES(last_finished_at), last_success_at = VALUES(last_success_at),
  failures_in_row = VALUES(failures_in_row), recent = VALUES(recent)

-- name: delete_execution_errors!
DELETE FROM execution_errors WHERE execution_id IN (:ids)

-- name: insert_execution_errors*!
INSERT INTO execution_errors (execution_id, fingerprint, job_id, finished_at)
VALUES (:execution_id, :fingerprint, :job_id, :finished_at)

-- name: list_error_groups_by_fingerprint
SELECT * FROM error_groups WHERE fingerprint IN (:fingerprints)

-- name: delete_error_groups!
DELETE FROM error_groups WHERE fingerprint IN (:fingerprints)

-- name: insert_error_groups*!
INSERT INTO error_groups (fingerprint, handler_name, error_code, message, first_seen_at, last_seen_at, last_execution_id)
VALUES (:fingerprint, :handler_name, :error_code, :message, :first_seen_at, :last_seen_at, :last_execution_id)

-- name: prune_stats!
DELETE FROM execution_stats WHERE grain_seconds = :grain_seconds AND bucket_at < :before

-- name: prune_cron_stats!
DELETE FROM cron_stats WHERE bucket_at < :before

-- name: prune_execution_errors!
DELETE FROM execution_errors WHERE finished_at < :before

-- name: prune_error_groups!
DELETE FROM error_groups WHERE last_seen_at < :before

-- name: read_stats
SELECT bucket_at, group_name, handler_name, status, executions, delays, run_times FROM execution_stats
WHERE grain_seconds = :grain_seconds AND bucket_at >= :from AND bucket_at < :until
  AND (CAST(:every_group AS CHAR(1)) IS NULL OR group_name <> '*')
  AND (CAST(:every_handler AS CHAR(1)) IS NULL OR handler_name <> '*')
  AND (CAST(:some_groups AS CHAR(1)) IS NULL OR group_name IN (:groups))
  AND (CAST(:some_handlers AS CHAR(1)) IS NULL OR handler_name IN (:handlers))

-- name: sum_stats
SELECT status, SUM(executions) AS executions FROM execution_stats
WHERE grain_seconds = :grain_seconds AND bucket_at >= :from AND bucket_at < :until
  AND group_name IN (:groups) AND handler_name = '*'
GROUP BY status

-- name: read_cron_stats
SELECT job_id, bucket_at, status, executions, delays, run_times FROM cron_stats
WHERE job_id IN (:ids) AND bucket_at >= :from
ORDER BY bucket_at

-- name: count_now^
-- Ids first: where the columns of a row are asked for, MariaDB leaves the index of the status for the whole table.
SELECT
  (SELECT COUNT(*) FROM (
    SELECT id FROM job_executions
    WHERE status = 'RUNNING'
      AND (CAST(:scoped AS CHAR(1)) IS NULL OR job_id IN (SELECT id FROM cron_jobs WHERE group_name IN (:groups)))
    LIMIT :cap
  ) AS r) AS running,
  (SELECT COUNT(*) FROM (
    SELECT id FROM job_executions
    WHERE status = 'PENDING' AND run_at <= :now
      AND (CAST(:scoped AS CHAR(1)) IS NULL OR job_id IN (SELECT id FROM cron_jobs WHERE group_name IN (:groups)))
    LIMIT :cap
  ) AS w) AS waiting,
  (SELECT MIN(run_at) FROM (
    SELECT run_at FROM job_executions
    WHERE status = 'PENDING' AND run_at <= :now
      AND (CAST(:scoped AS CHAR(1)) IS NULL OR job_id IN (SELECT id FROM cron_jobs WHERE group_name IN (:groups)))
    LIMIT :cap
  ) AS o) AS oldest_at,
  (SELECT COUNT(*) FROM (
    SELECT id FROM job_executions
    WHERE status = 'SKIPPED' AND status IN ('FAILED', 'TIMEOUT', 'CANCELED', 'SKIPPED', 'HELD')
    ORDER BY id DESC
    LIMIT :cap
  ) AS latest
  JOIN job_executions AS e ON e.id = latest.id
  WHERE e.skip_reason IN ('catch_up', 'expired') AND e.finished_at >= :from
    AND (CAST(:scoped AS CHAR(1)) IS NULL OR e.job_id IN (SELECT id FROM cron_jobs WHERE group_name IN (:groups)))
  ) AS missed,
  (SELECT COUNT(*) FROM cron_jobs
    WHERE is_enabled = TRUE AND error_code IS NULL AND next_run_at < :late
      AND (CAST(:scoped AS CHAR(1)) IS NULL OR group_name IN (:groups))
  ) AS overdue

-- name: count_badges^
-- Ids first: where the columns of a row are asked for, MariaDB leaves the index of the status for the whole table.
SELECT
  (SELECT COUNT(*) FROM (
    SELECT id FROM job_executions
    WHERE status = 'RUNNING'
      AND (CAST(:scoped AS CHAR(1)) IS NULL OR job_id IN (SELECT id FROM cron_jobs WHERE group_name IN (:groups)))
    LIMIT :cap
  ) AS r) AS running,
  (SELECT COUNT(*) FROM (
    SELECT * FROM (
      SELECT id FROM job_executions
      WHERE status = 'FAILED' AND status IN ('FAILED', 'TIMEOUT', 'CANCELED', 'SKIPPED', 'HELD')
      ORDER BY id DESC
      LIMIT :cap
    ) AS f
    UNION ALL
    SELECT * FROM (
      SELECT id FROM job_executions
      WHERE status = 'TIMEOUT' AND status IN ('FAILED', 'TIMEOUT', 'CANCELED', 'SKIPPED', 'HELD')
      ORDER BY id DESC
      LIMIT :cap
    ) AS t
  ) AS latest
  JOIN job_executions AS e ON e.id = latest.id
  WHERE e.finished_at > :failed_since
    AND (CAST(:scoped AS CHAR(1)) IS NULL OR e.job_id IN (SELECT id FROM cron_jobs WHERE group_name IN (:groups)))
  ) AS failed,
  (SELECT COUNT(*) FROM (
    SELECT id FROM cron_jobs
    WHERE is_enabled = TRUE AND error_code IS NULL AND next_run_at < :late
      AND (CAST(:scoped AS CHAR(1)) IS NULL OR group_name IN (:groups))
    LIMIT :cap
  ) AS l) AS late

-- name: list_failing_crons
SELECT c.id, c.name, c.group_name, r.failures_in_row, r.last_execution_id, r.last_finished_at AS at_time
FROM cron_results AS r
JOIN cron_jobs AS c ON c.id = r.job_id
WHERE r.failures_in_row > 0 AND (CAST(:scoped AS CHAR(1)) IS NULL OR c.group_name IN (:groups))
ORDER BY r.failures_in_row DESC, r.job_id
LIMIT :limit

-- name: list_running_long
SELECT id, job_id, cron_name, handler_name, started_at AS at_time, worker_id, progress, progress_message, timeout_seconds
FROM job_executions
WHERE status = 'RUNNING'
  AND (CAST(:scoped AS CHAR(1)) IS NULL OR job_id IN (SELECT id FROM cron_jobs WHERE group_name IN (:groups)))
LIMIT :limit

-- name: list_overdue_crons
SELECT id, name, group_name, next_run_at AS at_time FROM cron_jobs
WHERE is_enabled = TRUE AND error_code IS NULL AND next_run_at < :late
  AND (CAST(:scoped AS CHAR(1)) IS NULL OR group_name IN (:groups))
ORDER BY next_run_at, id
LIMIT :limit

-- name: list_long_paused_crons
SELECT id, name, group_name, paused_at AS at_time FROM cron_jobs
WHERE paused_at < :before AND (CAST(:scoped AS CHAR(1)) IS NULL OR group_name IN (:groups))
ORDER BY paused_at, id
LIMIT :limit

-- name: list_broken_crons
SELECT id, name, group_name, updated_at AS at_time, error_code FROM cron_jobs
WHERE error_code IS NOT NULL AND (CAST(:scoped AS CHAR(1)) IS NULL OR group_name IN (:groups))
ORDER BY updated_at DESC, id
LIMIT :limit

-- name: list_missed_occurrences
-- Ids first: where the columns of a row are asked for, MariaDB leaves the index of the status for the whole table.
SELECT e.id, e.job_id, e.cron_name, e.scheduled_time AS at_time, e.skip_reason, e.skipped_count
FROM (
  SELECT id FROM job_executions
  WHERE status = 'SKIPPED' AND status IN ('FAILED', 'TIMEOUT', 'CANCELED', 'SKIPPED', 'HELD')
  ORDER BY id DESC
  LIMIT 2000
) AS latest
JOIN job_executions AS e ON e.id = latest.id
WHERE e.skip_reason IN ('catch_up', 'expired') AND e.finished_at >= :from
  AND (CAST(:scoped AS CHAR(1)) IS NULL OR e.job_id IN (SELECT id FROM cron_jobs WHERE group_name IN (:groups)))
ORDER BY e.id DESC
LIMIT :limit

-- name: list_waiting_handlers
SELECT handler_name, COUNT(*) AS executions, MIN(run_at) AS at_time
FROM (
  SELECT handler_name, run_at FROM job_executions
  WHERE status = 'PENDING' AND run_at <= :now
    AND (CAST(:scoped AS CHAR(1)) IS NULL OR job_id IN (SELECT id FROM cron_jobs WHERE group_name IN (:groups)))
  LIMIT :cap
) AS waiting
GROUP BY handler_name

-- name: list_timeline_ended
SELECT id, job_id, cron_name, handler_name, worker_id, status, started_at, finished_at FROM job_executions
WHERE finished_at IS NOT NULL AND finished_at >= :from AND finished_at < :finished_until AND started_at < :until
  AND (CAST(:scoped AS CHAR(1)) IS NULL OR job_id IN (SELECT id FROM cron_jobs WHERE group_name IN (:groups)))
ORDER BY finished_at DESC, id DESC
LIMIT :limit

-- name: list_timeline_running
SELECT id, job_id, cron_name, handler_name, worker_id, status, started_at, finished_at FROM job_executions
WHERE status = 'RUNNING' AND started_at < :until
  AND (CAST(:scoped AS CHAR(1)) IS NULL OR job_id IN (SELECT id FROM cron_jobs WHERE group_name IN (:groups)))
LIMIT :limit

-- name: list_error_group_counts
SELECT
  fingerprint, COUNT(*) AS executions, MIN(finished_at) AS first_at, MAX(finished_at) AS last_at,
  MAX(execution_id) AS execution_id
FROM (
  SELECT fingerprint, finished_at, execution_id FROM execution_errors
  WHERE finished_at >= :from AND finished_at < :until
    AND (CAST(:scoped AS CHAR(1)) IS NULL OR job_id IN (SELECT id FROM cron_jobs WHERE group_name IN (:groups)))
  ORDER BY finished_at DESC
  LIMIT :cap
) AS recent
GROUP BY fingerprint

-- name: find_error_group^
SELECT * FROM error_groups WHERE fingerprint = :fingerprint

-- name: count_error_group^
SELECT
  COUNT(*) AS executions, MIN(finished_at) AS first_at, MAX(finished_at) AS last_at, MAX(execution_id) AS execution_id
FROM (
  SELECT finished_at, execution_id FROM execution_errors
  WHERE fingerprint = :fingerprint
    AND (CAST(:scoped AS CHAR(1)) IS NULL OR job_id IN (SELECT id FROM cron_jobs WHERE group_name IN (:groups)))
  LIMIT :cap
) AS found

-- name: list_cron_result_rows
SELECT
  c.id, c.next_run_at, c.group_name, r.last_execution_id, r.last_status, r.last_finished_at, r.last_success_at,
  r.failures_in_row, r.recent
FROM cron_jobs AS c
LEFT JOIN cron_results AS r ON r.job_id = c.id
WHERE c.id IN (:job_ids)

-- name: list_unfinished_of_crons
SELECT id, job_id, status, started_at FROM job_executions
WHERE job_id IN (:job_ids) AND status IN ('PENDING', 'HELD', 'RUNNING')
LIMIT :limit
