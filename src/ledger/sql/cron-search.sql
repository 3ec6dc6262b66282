-- How crons are found. What concerns their executions is read from the rollups, by one key for each cron that is left.

-- name: search_crons
SELECT * FROM cron_jobs
WHERE name > :name
  AND (CAST(:named AS CHAR(1)) IS NULL OR id IN (:cron_ids))
  AND (CAST(:handlers AS CHAR(1)) IS NULL OR handler_name IN (:handler_names))
  AND (CAST(:grouped AS CHAR(1)) IS NULL OR group_name IN (:group_names))
  AND (CAST(:granted AS CHAR(1)) IS NULL OR group_name IN (:groups))
  AND (CAST(:owned AS CHAR(1)) IS NULL OR owner IN (:owner_names))
  AND (CAST(:tag_like AS CHAR(400)) IS NULL OR CONCAT(',', tags, ',') LIKE :tag_like ESCAPE '!')
  AND (CAST(:text_like AS CHAR(400)) IS NULL OR LOWER(name) LIKE :text_like ESCAPE '!'
    OR LOWER(description) LIKE :text_like ESCAPE '!')
  AND is_enabled IN (:enabled)
  AND (CAST(:paused AS CHAR(1)) IS NULL OR CASE WHEN paused_at IS NULL THEN 0 ELSE 1 END IN (:paused_flags))
  AND (CAST(:zoned AS CHAR(1)) IS NULL OR CASE WHEN time_zone = :default_zone THEN 0 ELSE 1 END IN (:zoned_flags))
  AND (CAST(:ended AS CHAR(1)) IS NULL OR id IN (SELECT job_id FROM cron_results WHERE last_status IN (:last_statuses)))
  AND (CAST(:ran AS CHAR(1)) IS NULL OR CASE
    WHEN id IN (SELECT job_id FROM cron_results WHERE last_success_at IS NOT NULL OR failures_in_row > 0)
      OR id IN (SELECT job_id FROM job_executions WHERE status = 'RUNNING' AND status IN ('PENDING', 'HELD', 'RUNNING'))
    THEN 0 ELSE 1 END IN (:ran_flags))
  AND (CAST(:offered AS CHAR(1)) IS NULL OR CASE
    WHEN handler_name IN (SELECT handler_name FROM worker_handlers WHERE worker_id IN (:live_workers))
    THEN 0 ELSE 1 END IN (:offered_flags))
ORDER BY name
LIMIT :limit

-- name: search_crons_back
SELECT * FROM cron_jobs
WHERE (CAST(:name AS CHAR(200)) IS NULL OR name < :name)
  AND (CAST(:named AS CHAR(1)) IS NULL OR id IN (:cron_ids))
  AND (CAST(:handlers AS CHAR(1)) IS NULL OR handler_name IN (:handler_names))
  AND (CAST(:grouped AS CHAR(1)) IS NULL OR group_name IN (:group_names))
  AND (CAST(:granted AS CHAR(1)) IS NULL OR group_name IN (:groups))
  AND (CAST(:owned AS CHAR(1)) IS NULL OR owner IN (:owner_names))
  AND (CAST(:tag_like AS CHAR(400)) IS NULL OR CONCAT(',', tags, ',') LIKE :tag_like ESCAPE '!')
  AND (CAST(:text_like AS CHAR(400)) IS NULL OR LOWER(name) LIKE :text_like ESCAPE '!'
    OR LOWER(description) LIKE :text_like ESCAPE '!')
  AND is_enabled IN (:enabled)
  AND (CAST(:paused AS CHAR(1)) IS NULL OR CASE WHEN paused_at IS NULL THEN 0 ELSE 1 END IN (:paused_flags))
  AND (CAST(:zoned AS CHAR(1)) IS NULL OR CASE WHEN time_zone = :default_zone THEN 0 ELSE 1 END IN (:zoned_flags))
  AND (CAST(:ended AS CHAR(1)) IS NULL OR id IN (SELECT job_id FROM cron_results WHERE last_status IN (:last_statuses)))
  AND (CAST(:ran AS CHAR(1)) IS NULL OR CASE
    WHEN id IN (SELECT job_id FROM cron_results WHERE last_success_at IS NOT NULL OR failures_in_row > 0)
      OR id IN (SELECT job_id FROM job_executions WHERE status = 'RUNNING' AND status IN ('PENDING', 'HELD', 'RUNNING'))
    THEN 0 ELSE 1 END IN (:ran_flags))
  AND (CAST(:offered AS CHAR(1)) IS NULL OR CASE
    WHEN handler_name IN (SELECT handler_name FROM worker_handlers WHERE worker_id IN (:live_workers))
    THEN 0 ELSE 1 END IN (:offered_flags))
ORDER BY name DESC
LIMIT :limit

-- name: search_crons_by_time
SELECT cron_jobs.* FROM (
  SELECT cron_id, standing, at_time FROM (
    SELECT id AS cron_id,
      CASE WHEN CAST(:order AS CHAR(20)) = 'nextRunAt' AND next_run_at IS NULL THEN :last_standing ELSE 0 END AS standing,
      CASE WHEN CAST(:order AS CHAR(20)) = 'nextRunAt' THEN COALESCE(next_run_at, created_at) ELSE updated_at END AS at_time
    FROM cron_jobs
    WHERE (CAST(:named AS CHAR(1)) IS NULL OR id IN (:cron_ids))
      AND (CAST(:handlers AS CHAR(1)) IS NULL OR handler_name IN (:handler_names))
      AND (CAST(:grouped AS CHAR(1)) IS NULL OR group_name IN (:group_names))
      AND (CAST(:granted AS CHAR(1)) IS NULL OR group_name IN (:groups))
      AND (CAST(:owned AS CHAR(1)) IS NULL OR owner IN (:owner_names))
      AND (CAST(:tag_like AS CHAR(400)) IS NULL OR CONCAT(',', tags, ',') LIKE :tag_like ESCAPE '!')
      AND (CAST(:text_like AS CHAR(400)) IS NULL OR LOWER(name) LIKE :text_like ESCAPE '!'
        OR LOWER(description) LIKE :text_like ESCAPE '!')
      AND is_enabled IN (:enabled)
      AND (CAST(:paused AS CHAR(1)) IS NULL OR CASE WHEN paused_at IS NULL THEN 0 ELSE 1 END IN (:paused_flags))
      AND (CAST(:zoned AS CHAR(1)) IS NULL OR CASE WHEN time_zone = :default_zone THEN 0 ELSE 1 END IN (:zoned_flags))
      AND (CAST(:ended AS CHAR(1)) IS NULL OR id IN (SELECT job_id FROM cron_results WHERE last_status IN (:last_statuses)))
      AND (CAST(:ran AS CHAR(1)) IS NULL OR CASE
        WHEN id IN (SELECT job_id FROM cron_results WHERE last_success_at IS NOT NULL OR failures_in_row > 0)
          OR id IN (SELECT job_id FROM job_executions WHERE status = 'RUNNING' AND status IN ('PENDING', 'HELD', 'RUNNING'))
        THEN 0 ELSE 1 END IN (:ran_flags))
      AND (CAST(:offered AS CHAR(1)) IS NULL OR CASE
        WHEN handler_name IN (SELECT handler_name FROM worker_handlers WHERE worker_id IN (:live_workers))
        THEN 0 ELSE 1 END IN (:offered_flags))
  ) AS found
  WHERE standing > :standing OR (standing = :standing AND (at_time > :at_time OR (at_time = :at_time AND cron_id > :id)))
  ORDER BY standing, at_time, cron_id
  LIMIT :limit
) AS page
JOIN cron_jobs ON cron_jobs.id = page.cron_id
ORDER BY standing, at_time, cron_id

-- name: search_crons_by_time_back
SELECT cron_jobs.* FROM (
  SELECT cron_id, standing, at_time FROM (
    SELECT id AS cron_id,
      CASE WHEN CAST(:order AS CHAR(20)) = 'nextRunAt' AND next_run_at IS NULL THEN :last_standing ELSE 0 END AS standing,
      CASE WHEN CAST(:order AS CHAR(20)) = 'nextRunAt' THEN COALESCE(next_run_at, created_at) ELSE updated_at END AS at_time
    FROM cron_jobs
    WHERE (CAST(:named AS CHAR(1)) IS NULL OR id IN (:cron_ids))
      AND (CAST(:handlers AS CHAR(1)) IS NULL OR handler_name IN (:handler_names))
      AND (CAST(:grouped AS CHAR(1)) IS NULL OR group_name IN (:group_names))
      AND (CAST(:granted AS CHAR(1)) IS NULL OR group_name IN (:groups))
      AND (CAST(:owned AS CHAR(1)) IS NULL OR owner IN (:owner_names))
      AND (CAST(:tag_like AS CHAR(400)) IS NULL OR CONCAT(',', tags, ',') LIKE :tag_like ESCAPE '!')
      AND (CAST(:text_like AS CHAR(400)) IS NULL OR LOWER(name) LIKE :text_like ESCAPE '!'
        OR LOWER(description) LIKE :text_like ESCAPE '!')
      AND is_enabled IN (:enabled)
      AND (CAST(:paused AS CHAR(1)) IS NULL OR CASE WHEN paused_at IS NULL THEN 0 ELSE 1 END IN (:paused_flags))
      AND (CAST(:zoned AS CHAR(1)) IS NULL OR CASE WHEN time_zone = :default_zone THEN 0 ELSE 1 END IN (:zoned_flags))
      AND (CAST(:ended AS CHAR(1)) IS NULL OR id IN (SELECT job_id FROM cron_results WHERE last_status IN (:last_statuses)))
      AND (CAST(:ran AS CHAR(1)) IS NULL OR CASE
        WHEN id IN (SELECT job_id FROM cron_results WHERE last_success_at IS NOT NULL OR failures_in_row > 0)
          OR id IN (SELECT job_id FROM job_executions WHERE status = 'RUNNING' AND status IN ('PENDING', 'HELD', 'RUNNING'))
        THEN 0 ELSE 1 END IN (:ran_flags))
      AND (CAST(:offered AS CHAR(1)) IS NULL OR CASE
        WHEN handler_name IN (SELECT handler_name FROM worker_handlers WHERE worker_id IN (:live_workers))
        THEN 0 ELSE 1 END IN (:offered_flags))
  ) AS found
  WHERE standing < :standing OR (standing = :standing AND (at_time < :at_time OR (at_time = :at_time AND cron_id < :id)))
  ORDER BY standing DESC, at_time DESC, cron_id DESC
  LIMIT :limit
) AS page
JOIN cron_jobs ON cron_jobs.id = page.cron_id
ORDER BY standing DESC, at_time DESC, cron_id DESC

-- name: count_found_crons$
SELECT COUNT(*) FROM (
  SELECT id FROM cron_jobs
  WHERE (CAST(:named AS CHAR(1)) IS NULL OR id IN (:cron_ids))
    AND (CAST(:handlers AS CHAR(1)) IS NULL OR handler_name IN (:handler_names))
    AND (CAST(:grouped AS CHAR(1)) IS NULL OR group_name IN (:group_names))
    AND (CAST(:granted AS CHAR(1)) IS NULL OR group_name IN (:groups))
    AND (CAST(:owned AS CHAR(1)) IS NULL OR owner IN (:owner_names))
    AND (CAST(:tag_like AS CHAR(400)) IS NULL OR CONCAT(',', tags, ',') LIKE :tag_like ESCAPE '!')
    AND (CAST(:text_like AS CHAR(400)) IS NULL OR LOWER(name) LIKE :text_like ESCAPE '!'
      OR LOWER(description) LIKE :text_like ESCAPE '!')
    AND is_enabled IN (:enabled)
    AND (CAST(:paused AS CHAR(1)) IS NULL OR CASE WHEN paused_at IS NULL THEN 0 ELSE 1 END IN (:paused_flags))
    AND (CAST(:zoned AS CHAR(1)) IS NULL OR CASE WHEN time_zone = :default_zone THEN 0 ELSE 1 END IN (:zoned_flags))
    AND (CAST(:ended AS CHAR(1)) IS NULL OR id IN (SELECT job_id FROM cron_results WHERE last_status IN (:last_statuses)))
    AND (CAST(:ran AS CHAR(1)) IS NULL OR CASE
      WHEN id IN (SELECT job_id FROM cron_results WHERE last_success_at IS NOT NULL OR failures_in_row > 0)
        OR id IN (SELECT job_id FROM job_executions WHERE status = 'RUNNING' AND status IN ('PENDING', 'HELD', 'RUNNING'))
      THEN 0 ELSE 1 END IN (:ran_flags))
    AND (CAST(:offered AS CHAR(1)) IS NULL OR CASE
      WHEN handler_name IN (SELECT handler_name FROM worker_handlers WHERE worker_id IN (:live_workers))
      THEN 0 ELSE 1 END IN (:offered_flags))
  LIMIT :cap
) AS found

-- name: search_cron_targets
SELECT id FROM cron_jobs
WHERE id > :after_id
  AND (CAST(:named AS CHAR(1)) IS NULL OR id IN (:cron_ids))
  AND (CAST(:handlers AS CHAR(1)) IS NULL OR handler_name IN (:handler_names))
  AND (CAST(:grouped AS CHAR(1)) IS NULL OR group_name IN (:group_names))
  AND (CAST(:granted AS CHAR(1)) IS NULL OR group_name IN (:groups))
  AND (CAST(:owned AS CHAR(1)) IS NULL OR owner IN (:owner_names))
  AND (CAST(:tag_like AS CHAR(400)) IS NULL OR CONCAT(',', tags, ',') LIKE :tag_like ESCAPE '!')
  AND (CAST(:text_like AS CHAR(400)) IS NULL OR LOWER(name) LIKE :text_like ESCAPE '!'
    OR LOWER(description) LIKE :text_like ESCAPE '!')
  AND is_enabled IN (:enabled)
  AND (CAST(:paused AS CHAR(1)) IS NULL OR CASE WHEN paused_at IS NULL THEN 0 ELSE 1 END IN (:paused_flags))
  AND (CAST(:zoned AS CHAR(1)) IS NULL OR CASE WHEN time_zone = :default_zone THEN 0 ELSE 1 END IN (:zoned_flags))
  AND (CAST(:ended AS CHAR(1)) IS NULL OR id IN (SELECT job_id FROM cron_results WHERE last_status IN (:last_statuses)))
  AND (CAST(:ran AS CHAR(1)) IS NULL OR CASE
    WHEN id IN (SELECT job_id FROM cron_results WHERE last_success_at IS NOT NULL OR failures_in_row > 0)
      OR id IN (SELECT job_id FROM job_executions WHERE status = 'RUNNING' AND status IN ('PENDING', 'HELD', 'RUNNING'))
    THEN 0 ELSE 1 END IN (:ran_flags))
  AND (CAST(:offered AS CHAR(1)) IS NULL OR CASE
    WHEN handler_name IN (SELECT handler_name FROM worker_handlers WHERE worker_id IN (:live_workers))
    THEN 0 ELSE 1 END IN (:offered_flags))
ORDER BY id
LIMIT :limit

-- name: list_worker_leases
SELECT id, heartbeat_at, lease_seconds FROM workers
WHERE role = 'worker' AND state IN ('active', 'draining')
ORDER BY heartbeat_at DESC
LIMIT 1000
