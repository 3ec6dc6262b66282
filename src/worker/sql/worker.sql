-- Statements that the worker alone needs.

-- name: list_lanes
-- The lanes behind a given one; a lane is (queue, handler_name, priority). Each is found by an index step of its own, so
-- what waits in a lane is never counted. (A comparison of row values would be shorter, but SQLite walks through the rows
-- that are equal to its left end.)
WITH RECURSIVE lanes (queue, handler_name, priority) AS (
  SELECT CAST(:queue AS text), CAST(:handler_name AS text), CAST(:priority AS integer)
  UNION ALL
  SELECT CAST(following.queue AS text), CAST(following.handler_name AS text), following.priority
  FROM lanes
  JOIN job_executions AS following ON following.id = COALESCE(
    (
      SELECT id FROM job_executions
      WHERE status = 'PENDING' AND queue = lanes.queue AND handler_name = lanes.handler_name
        AND priority > lanes.priority
      ORDER BY priority
      LIMIT 1
    ),
    (
      SELECT id FROM job_executions
      WHERE status = 'PENDING' AND queue = lanes.queue AND handler_name > lanes.handler_name
      ORDER BY handler_name, priority
      LIMIT 1
    ),
    (
      SELECT id FROM job_executions
      WHERE status = 'PENDING' AND queue > lanes.queue
      ORDER BY queue, handler_name, priority
      LIMIT 1
    )
  )
)
SELECT queue, handler_name, priority
FROM lanes
WHERE (queue, handler_name, priority) <> (:queue, :handler_name, :priority)

-- dialect: mysql
-- MySQL seeks by constants alone, neither by a row value nor by a column of another row: one lane at a time.
SELECT queue, handler_name, priority
FROM job_executions
WHERE id = COALESCE(
  (
    SELECT id FROM job_executions FORCE INDEX (job_executions_claim)
    WHERE status = 'PENDING' AND queue = :queue AND handler_name = :handler_name AND priority > :priority
    ORDER BY priority
    LIMIT 1
  ),
  (
    SELECT id FROM job_executions FORCE INDEX (job_executions_claim)
    WHERE status = 'PENDING' AND queue = :queue AND handler_name > :handler_name
    ORDER BY handler_name, priority
    LIMIT 1
  ),
  (
    SELECT id FROM job_executions FORCE INDEX (job_executions_claim)
    WHERE status = 'PENDING' AND queue > :queue
    ORDER BY queue, handler_name, priority
    LIMIT 1
  )
)

-- name: find_first_due$
SELECT run_at FROM job_executions
WHERE status = 'PENDING' AND queue = :queue AND handler_name = :handler_name AND priority = :priority
  AND run_at <= :until
ORDER BY run_at, id
LIMIT 1

-- name: claim_executions
-- dialect: sqlite
-- SQLite has one writer at a time, so nothing needs to be locked first.
UPDATE job_executions SET
  status = 'RUNNING', worker_id = :worker_id, fence = fence + 1, attempt = attempt + 1, started_at = :now,
  progress = NULL, progress_message = NULL,
  code_version = (SELECT w.code_version FROM workers AS w WHERE w.id = :worker_id)
WHERE id IN (
  SELECT id FROM job_executions
  WHERE status = 'PENDING' AND queue = :queue AND handler_name = :handler_name AND priority = :priority
    AND run_at <= :now AND id NOT IN (:excluded)
  ORDER BY run_at, id
  LIMIT :limit
)
RETURNING
  id, job_id, cron_name, handler_name, params, param_source, occurrence_time, business_date, run_at, isolation, max_retry,
  timeout_seconds, attempt, fence

-- dialect: postgres
-- The materialized list cannot lock more rows than its limit, whatever the plan.
WITH due AS MATERIALIZED (
  SELECT id FROM job_executions
  WHERE status = 'PENDING' AND queue = :queue AND handler_name = :handler_name AND priority = :priority
    AND run_at <= :now AND id NOT IN (:excluded)
  ORDER BY run_at, id
  LIMIT :limit
  FOR UPDATE SKIP LOCKED
)
UPDATE job_executions AS e SET
  status = 'RUNNING', worker_id = :worker_id, fence = fence + 1, attempt = attempt + 1, started_at = :now,
  progress = NULL, progress_message = NULL,
  code_version = (SELECT w.code_version FROM workers AS w WHERE w.id = :worker_id)
FROM due
WHERE e.id = due.id
RETURNING
  e.id, e.job_id, e.cron_name, e.handler_name, e.params, e.param_source, e.occurrence_time, e.business_date, e.run_at, e.isolation,
  e.max_retry, e.timeout_seconds, e.attempt, e.fence

-- dialect: mysql
-- MySQL has no RETURNING: this locks, and start_executions moves, in one transaction.
SELECT
  id, job_id, cron_name, handler_name, params, param_source, occurrence_time, business_date, run_at, isolation, max_retry,
  timeout_seconds, attempt + 1 AS attempt, fence + 1 AS fence, :worker_id AS worker_id
FROM job_executions FORCE INDEX (job_executions_claim)
WHERE status = 'PENDING' AND queue = :queue AND handler_name = :handler_name AND priority = :priority
  AND run_at <= :now AND id NOT IN (:excluded)
ORDER BY run_at, id
LIMIT :limit
FOR UPDATE SKIP LOCKED

-- name: find_due_of_others
-- Not locked and not in the way of anybody: the rows behind those of crons that fill their lane.
SELECT id FROM job_executions
WHERE status = 'PENDING' AND queue = :queue AND handler_name = :handler_name AND priority = :priority
  AND run_at <= :now AND COALESCE(job_id, 0) NOT IN (:job_ids) AND id NOT IN (:excluded)
ORDER BY run_at, id
LIMIT :limit

-- name: lock_due_executions
SELECT
  id, job_id, cron_name, handler_name, params, param_source, occurrence_time, business_date, run_at, isolation, max_retry,
  timeout_seconds, attempt + 1 AS attempt, fence + 1 AS fence
FROM job_executions
WHERE id IN (:ids) AND status = 'PENDING' AND run_at <= :now
ORDER BY id
FOR UPDATE SKIP LOCKED

-- name: start_executions!
UPDATE job_executions SET
  status = 'RUNNING', worker_id = :worker_id, fence = fence + 1, attempt = attempt + 1, started_at = :now,
  progress = NULL, progress_message = NULL,
  code_version = (SELECT w.code_version FROM workers AS w WHERE w.id = :worker_id)
WHERE id IN (:ids) AND status = 'PENDING'

-- name: succeed_executions!
-- dialect: sqlite
-- One statement per family ends a whole batch: the families unfold a JSON list differently. The plus signs keep SQLite
-- from taking the index of running rows instead of the primary key.
UPDATE job_executions SET
  status = 'SUCCESS', started_at = ended.started_at, finished_at = ended.finished_at, result = ended.result,
  error_code = NULL, error_message = NULL
FROM (
  SELECT
    value ->> 'id' AS id, value ->> 'fence' AS fence, value ->> 'started_at' AS started_at,
    value ->> 'finished_at' AS finished_at, value ->> 'result' AS result
  FROM json_each(:rows)
) AS ended
WHERE job_executions.id = ended.id AND +job_executions.status = 'RUNNING' AND +job_executions.worker_id = :worker_id
  AND job_executions.fence = ended.fence

-- dialect: postgres
-- PostgreSQL unfolds the list with json_to_recordset.
UPDATE job_executions SET
  status = 'SUCCESS', started_at = ended.started_at, finished_at = ended.finished_at, result = ended.result,
  error_code = NULL, error_message = NULL
FROM json_to_recordset(CAST(:rows AS json)) AS ended (
  id bigint, fence bigint, started_at timestamptz, finished_at timestamptz, result text
)
WHERE job_executions.id = ended.id AND job_executions.status = 'RUNNING' AND job_executions.worker_id = :worker_id
  AND job_executions.fence = ended.fence

-- dialect: mysql
-- MySQL and MariaDB unfold the list with JSON_TABLE, and read instants without T and Z.
UPDATE job_executions
JOIN JSON_TABLE(:rows, '$[*]' COLUMNS (
  id BIGINT PATH '$.id',
  fence BIGINT PATH '$.fence',
  started_at VARCHAR(32) PATH '$.started_at',
  finished_at VARCHAR(32) PATH '$.finished_at',
  result LONGTEXT PATH '$.result'
)) AS ended ON ended.id = job_executions.id
SET
  job_executions.status = 'SUCCESS',
  job_executions.started_at = CAST(REPLACE(REPLACE(ended.started_at, 'T', ' '), 'Z', '') AS DATETIME(3)),
  job_executions.finished_at = CAST(REPLACE(REPLACE(ended.finished_at, 'T', ' '), 'Z', '') AS DATETIME(3)),
  job_executions.result = ended.result, job_executions.error_code = NULL, job_executions.error_message = NULL
WHERE job_executions.status = 'RUNNING' AND job_executions.worker_id = :worker_id
  AND job_executions.fence = ended.fence

-- name: succeed_execution!
UPDATE job_executions SET
  status = 'SUCCESS', started_at = :started_at, finished_at = :now, result = :result, error_code = NULL,
  error_message = NULL
WHERE id = :id AND status = 'RUNNING' AND worker_id = :worker_id AND fence = :fence AND cancel_requested_at IS NULL

-- name: lock_running_executions
SELECT
  id, fence, worker_id, attempt, run_at, started_at, retry_count, max_retry, retry_backoff, rescue_count, max_rescue,
  on_worker_lost, cancel_requested_at
FROM job_executions
WHERE id IN (:ids) AND status = 'RUNNING'
ORDER BY id
FOR UPDATE

-- name: change_executions!
-- dialect: sqlite
-- As in succeed_executions, the families unfold a JSON list differently.
UPDATE job_executions SET
  status = changed.status, fence = changed.fence, worker_id = changed.worker_id, attempt = changed.attempt,
  run_at = changed.run_at, retry_count = changed.retry_count, rescue_count = changed.rescue_count,
  started_at = changed.started_at, finished_at = changed.finished_at, error_code = changed.error_code,
  error_message = changed.error_message
FROM (
  SELECT
    value ->> 'id' AS id, value ->> 'status' AS status, value ->> 'fence' AS fence, value ->> 'worker_id' AS worker_id,
    value ->> 'attempt' AS attempt, value ->> 'run_at' AS run_at, value ->> 'retry_count' AS retry_count,
    value ->> 'rescue_count' AS rescue_count, value ->> 'started_at' AS started_at,
    value ->> 'finished_at' AS finished_at, value ->> 'error_code' AS error_code,
    value ->> 'error_message' AS error_message
  FROM json_each(:rows)
) AS changed
WHERE job_executions.id = changed.id AND +job_executions.status = 'RUNNING'

-- dialect: postgres
-- PostgreSQL unfolds the list with json_to_recordset.
UPDATE job_executions SET
  status = changed.status, fence = changed.fence, worker_id = changed.worker_id, attempt = changed.attempt,
  run_at = changed.run_at, retry_count = changed.retry_count, rescue_count = changed.rescue_count,
  started_at = changed.started_at, finished_at = changed.finished_at, error_code = changed.error_code,
  error_message = changed.error_message
FROM json_to_recordset(CAST(:rows AS json)) AS changed (
  id bigint, status text, fence bigint, worker_id text, attempt integer, run_at timestamptz, retry_count integer,
  rescue_count integer, started_at timestamptz, finished_at timestamptz, error_code text, error_message text
)
WHERE job_executions.id = changed.id AND job_executions.status = 'RUNNING'

-- dialect: mysql
-- MySQL and MariaDB unfold the list with JSON_TABLE, and read instants without T and Z.
UPDATE job_executions
JOIN JSON_TABLE(:rows, '$[*]' COLUMNS (
  id BIGINT PATH '$.id',
  status VARCHAR(16) PATH '$.status',
  fence BIGINT PATH '$.fence',
  worker_id VARCHAR(64) PATH '$.worker_id',
  attempt INT PATH '$.attempt',
  run_at VARCHAR(32) PATH '$.run_at',
  retry_count INT PATH '$.retry_count',
  rescue_count INT PATH '$.rescue_count',
  started_at VARCHAR(32) PATH '$.started_at',
  finished_at VARCHAR(32) PATH '$.finished_at',
  error_code VARCHAR(64) PATH '$.error_code',
  error_message LONGTEXT PATH '$.error_message'
)) AS changed ON changed.id = job_executions.id
SET
  job_executions.fence = changed.fence, job_executions.worker_id = changed.worker_id,
  job_executions.attempt = changed.attempt,
  job_executions.run_at = CAST(REPLACE(REPLACE(changed.run_at, 'T', ' '), 'Z', '') AS DATETIME(3)),
  job_executions.retry_count = changed.retry_count, job_executions.rescue_count = changed.rescue_count,
  job_executions.started_at = CAST(REPLACE(REPLACE(changed.started_at, 'T', ' '), 'Z', '') AS DATETIME(3)),
  job_executions.finished_at = CAST(REPLACE(REPLACE(changed.finished_at, 'T', ' '), 'Z', '') AS DATETIME(3)),
  job_executions.error_code = changed.error_code, job_executions.error_message = changed.error_message,
  job_executions.status = changed.status
WHERE job_executions.status = 'RUNNING'

-- name: find_executions
SELECT id, status, fence, worker_id FROM job_executions WHERE id IN (:ids)

-- name: find_attempts_of_worker
SELECT execution_id, attempt, outcome FROM execution_attempts
WHERE execution_id IN (:ids) AND worker_id = :worker_id

-- name: list_running_of_worker
SELECT id, fence, attempt, cancel_requested_at FROM job_executions WHERE worker_id = :worker_id AND status = 'RUNNING'

-- name: insert_logs!
-- dialect: sqlite
-- As in succeed_executions; only what the owner of a running execution logged is kept.
INSERT INTO execution_logs (execution_id, attempt, logged_at, level, message, data)
SELECT e.id, e.attempt, value ->> 'logged_at', value ->> 'level', value ->> 'message', value ->> 'data'
FROM json_each(:rows)
JOIN job_executions AS e ON e.id = value ->> 'id' AND e.fence = value ->> 'fence'
WHERE +e.status = 'RUNNING' AND +e.worker_id = :worker_id
ORDER BY json_each.key

-- dialect: postgres
-- PostgreSQL unfolds the list with json_to_recordset.
INSERT INTO execution_logs (execution_id, attempt, logged_at, level, message, data)
SELECT e.id, e.attempt, line.logged_at, line.level, line.message, line.data
FROM json_to_recordset(CAST(:rows AS json)) AS line (
  number integer, id bigint, fence bigint, logged_at timestamptz, level text, message text, data text
)
JOIN job_executions AS e ON e.id = line.id AND e.fence = line.fence
WHERE e.status = 'RUNNING' AND e.worker_id = :worker_id
ORDER BY line.number

-- dialect: mysql
-- MySQL and MariaDB unfold the list with JSON_TABLE, and read instants without T and Z.
INSERT INTO execution_logs (execution_id, attempt, logged_at, level, message, data)
SELECT e.id, e.attempt, CAST(REPLACE(REPLACE(line.logged_at, 'T', ' '), 'Z', '') AS DATETIME(3)),
  line.level, line.message, line.data
FROM JSON_TABLE(:rows, '$[*]' COLUMNS (
  number INT PATH '$.number',
  id BIGINT PATH '$.id',
  fence BIGINT PATH '$.fence',
  logged_at VARCHAR(32) PATH '$.logged_at',
  level VARCHAR(8) PATH '$.level',
  message LONGTEXT PATH '$.message',
  data LONGTEXT PATH '$.data'
)) AS line
JOIN job_executions AS e ON e.id = line.id AND e.fence = line.fence
WHERE e.status = 'RUNNING' AND e.worker_id = :worker_id
ORDER BY line.number

-- name: update_progress!
UPDATE job_executions SET progress = :progress, progress_message = :progress_message
WHERE id = :id AND status = 'RUNNING' AND worker_id = :worker_id AND fence = :fence

-- name: list_live_workers
SELECT id, role, heartbeat_at, lease_seconds FROM workers WHERE state IN ('active', 'draining')

-- name: list_orphans
SELECT e.id, e.fence, e.worker_id FROM job_executions AS e
WHERE e.status = 'RUNNING' AND (
  e.worker_id IN (:lost_ids)
  OR NOT EXISTS (SELECT 1 FROM workers WHERE workers.id = e.worker_id AND workers.state IN ('active', 'draining'))
)
ORDER BY e.id
LIMIT :limit

-- name: lose_worker!
UPDATE workers SET state = 'lost', stopped_at = :now, running = 0, stuck = 0
WHERE id = :id AND state IN ('active', 'draining') AND heartbeat_at = :heartbeat_at

-- name: lock_orphans
SELECT
  id, fence, worker_id, attempt, run_at, started_at, retry_count, max_retry, retry_backoff, rescue_count, max_rescue,
  on_worker_lost, cancel_requested_at
FROM job_executions
WHERE id IN (:ids) AND status = 'RUNNING'
ORDER BY id
FOR UPDATE SKIP LOCKED
