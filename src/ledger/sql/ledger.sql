-- Statements and state transitions that more than one module needs.

-- name: read_clock$
-- dialect: sqlite
-- There is no server: the machine's clock, in the form instants are stored in.
SELECT strftime('%Y-%m-%dT%H:%M:%fZ', 'now')

-- dialect: postgres
-- The time of this statement, where CURRENT_TIMESTAMP is that of the transaction's begin; never ahead by rounding.
SELECT date_trunc('milliseconds', clock_timestamp())

-- dialect: mysql
-- Milliseconds must be asked for.
SELECT UTC_TIMESTAMP(3)

-- name: insert_cron<!
INSERT INTO cron_jobs (
  name, description, cron_expression, time_zone, handler_name, handler_params, is_enabled, allow_overlap, catch_up,
  misfire_grace_seconds, catch_up_window_seconds, max_retry, retry_backoff, timeout_seconds, priority, queue,
  on_worker_lost, max_rescue, isolation, group_name, owner, tags, notes, managed_by, next_run_at, has_ended, timed_at, timing, calendar,
  on_closed, max_shift_days, allow_leave_month, starts_at, ends_at, jitter_seconds, blackouts, on_blackout, overlap_policy,
  pause_after_failures, created_at, updated_at
) VALUES (
  :name, :description, :cron_expression, :time_zone, :handler_name, :handler_params, :is_enabled, :allow_overlap, :catch_up,
  :misfire_grace_seconds, :catch_up_window_seconds, :max_retry, :retry_backoff, :timeout_seconds, :priority, :queue,
  :on_worker_lost, :max_rescue, :isolation, :group_name, :owner, :tags, :notes, :managed_by, :next_run_at, :has_ended, :now, :timing, :calendar,
  :on_closed, :max_shift_days, :allow_leave_month, :starts_at, :ends_at, :jitter_seconds, :blackouts, :on_blackout, :overlap_policy,
  :pause_after_failures, :now, :now
) RETURNING id

-- name: update_cron!
UPDATE cron_jobs SET
  name = :name, description = :description, cron_expression = :cron_expression, time_zone = :time_zone,
  handler_name = :handler_name, handler_params = :handler_params, is_enabled = :is_enabled, allow_overlap = :allow_overlap,
  catch_up = :catch_up, misfire_grace_seconds = :misfire_grace_seconds, catch_up_window_seconds = :catch_up_window_seconds,
  max_retry = :max_retry, retry_backoff = :retry_backoff, timeout_seconds = :timeout_seconds, priority = :priority,
  queue = :queue, on_worker_lost = :on_worker_lost, max_rescue = :max_rescue, isolation = :isolation,
  group_name = :group_name, owner = :owner, tags = :tags, notes = :notes, managed_by = :managed_by,
  next_run_at = :next_run_at, has_ended = :has_ended, timed_at = :timed_at, timing = :timing, calendar = :calendar, on_closed = :on_closed,
  max_shift_days = :max_shift_days, allow_leave_month = :allow_leave_month, starts_at = :starts_at, ends_at = :ends_at,
  jitter_seconds = :jitter_seconds, blackouts = :blackouts, on_blackout = :on_blackout, overlap_policy = :overlap_policy,
  pause_after_failures = :pause_after_failures,
  error_code = NULL, error_message = NULL, updated_at = :now, version = version + 1
WHERE id = :id

-- name: delete_cron!
DELETE FROM cron_jobs WHERE id = :id

-- name: find_cron_by_name^
SELECT * FROM cron_jobs WHERE name = :name

-- name: find_cron_by_id^
SELECT * FROM cron_jobs WHERE id = :id

-- name: lock_cron^
SELECT * FROM cron_jobs WHERE id = :id FOR UPDATE

-- name: list_cron_names
SELECT name FROM cron_jobs ORDER BY name

-- name: list_managed_crons
SELECT * FROM cron_jobs WHERE managed_by = :managed_by ORDER BY name

-- name: list_crons
SELECT * FROM cron_jobs
WHERE name > :after
  AND (CAST(:handler_name AS CHAR(200)) IS NULL OR handler_name = :handler_name)
  AND (CAST(:group_name AS CHAR(200)) IS NULL OR group_name = :group_name)
  AND (CAST(:owner AS CHAR(200)) IS NULL OR owner = :owner)
  AND (CAST(:name_like AS CHAR(400)) IS NULL OR LOWER(name) LIKE :name_like ESCAPE '!')
  AND is_enabled IN (:enabled)
ORDER BY name
LIMIT :limit

-- name: move_crons!
-- dialect: sqlite
-- One statement per family moves a whole batch: the families unfold a JSON list differently.
UPDATE cron_jobs SET
  next_run_at = moved.next_run_at, has_waiting = cron_jobs.has_waiting OR moved.has_waiting, has_ended = moved.has_ended,
  timed_at = CASE WHEN moved.is_timed THEN :now ELSE cron_jobs.timed_at END, error_code = NULL, error_message = NULL
FROM (
  SELECT value ->> 'id' AS id, value ->> 'next_run_at' AS next_run_at, value ->> 'has_waiting' AS has_waiting,
    value ->> 'has_ended' AS has_ended, value ->> 'is_timed' AS is_timed
  FROM json_each(:rows)
) AS moved
WHERE cron_jobs.id = moved.id

-- dialect: postgres
-- PostgreSQL unfolds the list with json_to_recordset.
UPDATE cron_jobs SET
  next_run_at = moved.next_run_at, has_waiting = cron_jobs.has_waiting OR moved.has_waiting, has_ended = moved.has_ended,
  timed_at = CASE WHEN moved.is_timed THEN :now ELSE cron_jobs.timed_at END, error_code = NULL, error_message = NULL
FROM json_to_recordset(CAST(:rows AS json)) AS moved (id bigint, next_run_at timestamptz, has_waiting boolean, has_ended boolean,
  is_timed boolean)
WHERE cron_jobs.id = moved.id

-- dialect: mysql
-- MySQL and MariaDB unfold the list with JSON_TABLE, and read instants without T and Z.
UPDATE cron_jobs
JOIN JSON_TABLE(:rows, '$[*]' COLUMNS (
  id BIGINT PATH '$.id',
  next_run_at VARCHAR(32) PATH '$.next_run_at',
  has_waiting INT PATH '$.has_waiting',
  has_ended INT PATH '$.has_ended',
  is_timed INT PATH '$.is_timed'
)) AS moved ON moved.id = cron_jobs.id
SET
  cron_jobs.next_run_at = CAST(REPLACE(REPLACE(moved.next_run_at, 'T', ' '), 'Z', '') AS DATETIME(3)),
  cron_jobs.has_waiting = cron_jobs.has_waiting OR moved.has_waiting, cron_jobs.has_ended = moved.has_ended,
  cron_jobs.timed_at = CASE WHEN moved.is_timed THEN :now ELSE cron_jobs.timed_at END,
  cron_jobs.error_code = NULL, cron_jobs.error_message = NULL

-- name: isolate_cron!
UPDATE cron_jobs SET error_code = :error_code, error_message = :error_message, updated_at = :now WHERE id = :id

-- name: find_busy_crons
SELECT job_id, MIN(id) AS execution_id, SUM(CASE WHEN status = 'PENDING' AND run_at IS NULL THEN 1 ELSE 0 END) AS waiting
FROM job_executions
WHERE job_id IN (:ids) AND status IN ('PENDING', 'HELD', 'RUNNING')
GROUP BY job_id

-- name: find_unfinished_execution^
SELECT id, status FROM job_executions
WHERE job_id = :job_id AND status IN ('PENDING', 'HELD', 'RUNNING') AND id <> :except_id
ORDER BY id
LIMIT 1

-- name: insert_occurrences*!
INSERT INTO job_executions (
  job_id, cron_name, cron_version, handler_name, params, param_source, scheduled_time, occurrence_time, run_at, status,
  skip_reason, skipped_until, skipped_count, priority, queue, isolation, max_retry, retry_backoff, timeout_seconds,
  on_worker_lost, max_rescue, finished_at, business_date, actor, reason, created_at
) VALUES (
  :job_id, :cron_name, :cron_version, :handler_name, :params, 'cron', :scheduled_time, :scheduled_time, :run_at, :status,
  :skip_reason, :skipped_until, :skipped_count, :priority, :queue, :isolation, :max_retry, :retry_backoff, :timeout_seconds,
  :on_worker_lost, :max_rescue, :finished_at, :business_date, :actor, :reason, :now
)
ON CONFLICT DO NOTHING

-- dialect: mysql
-- MySQL has no ON CONFLICT; the caller catches the duplicate and inserts the rest one by one.
INSERT INTO job_executions (
  job_id, cron_name, cron_version, handler_name, params, param_source, scheduled_time, occurrence_time, run_at, status,
  skip_reason, skipped_until, skipped_count, priority, queue, isolation, max_retry, retry_backoff, timeout_seconds,
  on_worker_lost, max_rescue, finished_at, business_date, actor, reason, created_at
) VALUES (
  :job_id, :cron_name, :cron_version, :handler_name, :params, 'cron', :scheduled_time, :scheduled_time, :run_at, :status,
  :skip_reason, :skipped_until, :skipped_count, :priority, :queue, :isolation, :max_retry, :retry_backoff, :timeout_seconds,
  :on_worker_lost, :max_rescue, :finished_at, :business_date, :actor, :reason, :now
)

-- name: find_last_occurrence^
SELECT id, skipped_until FROM job_executions
WHERE job_id = :job_id AND param_source = 'cron'
ORDER BY scheduled_time DESC
LIMIT 1

-- name: grow_skipped_range!
UPDATE job_executions SET skipped_until = :skipped_until, skipped_count = skipped_count + :skipped_count
WHERE id = :id AND status = 'SKIPPED'

-- name: insert_execution<!
INSERT INTO job_executions (
  job_id, cron_name, cron_version, handler_name, params, param_source, scheduled_time, occurrence_time, run_at,
  priority, queue, isolation, max_retry, retry_backoff, timeout_seconds, on_worker_lost, max_rescue,
  actor, reason, idempotency_key, origin_execution_id, business_date, backfill_id, created_at
) VALUES (
  :job_id, :cron_name, :cron_version, :handler_name, :params, :param_source, :scheduled_time, :occurrence_time, :run_at,
  :priority, :queue, :isolation, :max_retry, :retry_backoff, :timeout_seconds, :on_worker_lost, :max_rescue,
  :actor, :reason, :idempotency_key, :origin_execution_id, :business_date, :backfill_id, :now
)
ON CONFLICT DO NOTHING
RETURNING id

-- dialect: mysql
-- MySQL has no ON CONFLICT; the caller catches the duplicate.
INSERT INTO job_executions (
  job_id, cron_name, cron_version, handler_name, params, param_source, scheduled_time, occurrence_time, run_at,
  priority, queue, isolation, max_retry, retry_backoff, timeout_seconds, on_worker_lost, max_rescue,
  actor, reason, idempotency_key, origin_execution_id, business_date, backfill_id, created_at
) VALUES (
  :job_id, :cron_name, :cron_version, :handler_name, :params, :param_source, :scheduled_time, :occurrence_time, :run_at,
  :priority, :queue, :isolation, :max_retry, :retry_backoff, :timeout_seconds, :on_worker_lost, :max_rescue,
  :actor, :reason, :idempotency_key, :origin_execution_id, :business_date, :backfill_id, :now
)
RETURNING id

-- name: find_execution_by_key^
SELECT * FROM job_executions WHERE idempotency_key = :idempotency_key

-- name: find_execution^
SELECT * FROM job_executions WHERE id = :id

-- name: lock_execution^
SELECT * FROM job_executions WHERE id = :id FOR UPDATE

-- name: list_executions
SELECT * FROM job_executions
WHERE id < :before_id AND status IN (:statuses)
  AND (CAST(:handler_name AS CHAR(200)) IS NULL OR handler_name = :handler_name)
  AND (CAST(:business_date AS CHAR(10)) IS NULL OR business_date = :business_date)
  AND scheduled_time >= :since AND scheduled_time < :until
ORDER BY id DESC
LIMIT :limit

-- name: list_cron_executions
SELECT * FROM job_executions
WHERE job_id = :job_id AND status IN (:statuses)
  AND (CAST(:handler_name AS CHAR(200)) IS NULL OR handler_name = :handler_name)
  AND (CAST(:business_date AS CHAR(10)) IS NULL OR business_date = :business_date)
  AND (scheduled_time < :before_time OR (scheduled_time = :before_time AND id < :before_id))
  AND scheduled_time >= :since AND scheduled_time < :until
ORDER BY scheduled_time DESC, id DESC
LIMIT :limit

-- name: list_attempts
SELECT * FROM execution_attempts WHERE execution_id = :execution_id ORDER BY attempt

-- name: list_logs
SELECT * FROM execution_logs WHERE execution_id = :execution_id AND id > :after_id ORDER BY id LIMIT :limit

-- name: retry_execution!
UPDATE job_executions SET
  status = 'PENDING', run_at = :run_at, retry_count = 0, rescue_count = 0, fence = fence + 1, worker_id = NULL,
  skip_reason = NULL, started_at = NULL, finished_at = NULL, progress = NULL, progress_message = NULL, error_code = NULL,
  error_message = NULL, result = NULL, cancel_requested_at = NULL, acknowledged_at = NULL, acknowledged_by = NULL,
  acknowledgement = NULL, actor = :actor, reason = :reason
WHERE id = :id AND fence = :fence AND status IN ('FAILED', 'TIMEOUT', 'CANCELED')

-- name: cancel_execution!
UPDATE job_executions SET
  status = 'CANCELED', fence = fence + 1, finished_at = :now, cancel_requested_at = :now,
  actor = :actor, reason = :reason
WHERE id = :id AND fence = :fence AND status IN ('PENDING', 'HELD', 'RUNNING')

-- name: request_cancel!
UPDATE job_executions SET cancel_requested_at = :now, actor = :actor, reason = :reason
WHERE id = :id AND fence = :fence AND status = 'RUNNING'

-- name: hold_execution!
UPDATE job_executions SET status = 'HELD', fence = fence + 1, actor = :actor, reason = :reason
WHERE id = :id AND fence = :fence AND status = 'PENDING'

-- name: release_execution!
UPDATE job_executions SET status = 'PENDING', run_at = :run_at, fence = fence + 1, actor = :actor, reason = :reason
WHERE id = :id AND fence = :fence AND status = 'HELD'

-- name: cancel_cron_executions!
UPDATE job_executions SET
  status = 'CANCELED', fence = fence + 1, finished_at = :now, reason = :reason
WHERE job_id = :job_id AND status IN ('PENDING', 'HELD')

-- name: stop_cron_retries!
UPDATE job_executions SET max_retry = retry_count, max_rescue = rescue_count, on_worker_lost = 'fail'
WHERE job_id = :job_id AND status = 'RUNNING'

-- name: insert_attempt!
INSERT INTO execution_attempts (
  execution_id, attempt, outcome, worker_id, started_at, finished_at, error_code, error_message
) VALUES (
  :execution_id, :attempt, :outcome, :worker_id, :started_at, :finished_at, :error_code, :error_message
)

-- name: insert_worker!
INSERT INTO workers (
  id, role, host, pid, version, code_version, handlers, queues, slots, lease_seconds, started_at, heartbeat_at
) VALUES (
  :id, :role, :host, :pid, :version, :code_version, :handlers, :queues, :slots, :lease_seconds, :now, :now
)

-- name: beat_worker!
UPDATE workers SET heartbeat_at = :now, running = :running, stuck = :stuck, state = :state, vitals = :vitals
WHERE id = :id AND state IN ('active', 'draining')

-- name: find_worker^
SELECT * FROM workers WHERE id = :id

-- name: stop_worker!
UPDATE workers SET state = 'stopped', stopped_at = :now, heartbeat_at = :now, running = 0
WHERE id = :id AND state IN ('active', 'draining')

-- name: list_workers
SELECT * FROM workers WHERE heartbeat_at >= :since ORDER BY started_at DESC, id

-- name: list_prune_window
SELECT
  e.id, e.created_at,
  CASE WHEN (
    (e.status = 'SUCCESS' AND e.finished_at < :success_before)
    OR (e.status IN ('FAILED', 'TIMEOUT', 'CANCELED', 'SKIPPED') AND e.finished_at < :others_before)
  ) AND (
    e.job_id IS NULL
    OR EXISTS (
      SELECT 1 FROM job_executions AS newer WHERE newer.job_id = e.job_id AND newer.scheduled_time > e.scheduled_time
    )
  ) THEN 1 ELSE 0 END AS prunable
FROM job_executions AS e
WHERE e.id > :after_id
ORDER BY e.id
LIMIT :limit

-- name: delete_executions!
DELETE FROM job_executions WHERE id IN (:ids) AND status IN ('SUCCESS', 'FAILED', 'TIMEOUT', 'CANCELED', 'SKIPPED')

-- name: delete_attempts!
DELETE FROM execution_attempts WHERE execution_id IN (:ids)

-- name: delete_execution_logs!
DELETE FROM execution_logs WHERE execution_id IN (:ids)

-- name: list_log_window
SELECT id, logged_at FROM execution_logs WHERE id > :after_id ORDER BY id LIMIT :limit

-- name: delete_logs!
DELETE FROM execution_logs WHERE id IN (:ids)

-- name: delete_ended_workers!
DELETE FROM workers WHERE state IN ('stopped', 'lost') AND heartbeat_at < :before

-- name: insert_stats_correction!
-- What the reports have counted of an ended execution that runs again, or ends otherwise.
INSERT INTO stats_corrections (execution_id, job_id, handler_name, status, run_at, started_at, finished_at)
SELECT id, job_id, handler_name, status, run_at, started_at, finished_at FROM job_executions
WHERE id = :id AND fence = :fence AND finished_at IS NOT NULL

-- name: insert_worker_handlers*!
INSERT INTO worker_handlers (worker_id, handler_name, description, params_schema)
VALUES (:worker_id, :handler_name, :description, :params_schema)

-- name: want_worker!
UPDATE workers SET desired_state = :desired WHERE id = :id AND state IN ('active', 'draining')

-- name: delete_orphaned_handlers!
DELETE FROM worker_handlers WHERE worker_id NOT IN (SELECT id FROM workers)
