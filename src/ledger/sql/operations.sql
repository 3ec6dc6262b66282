-- Operations: one action on many crons or executions, as stored work that any admin server carries on.

-- name: insert_operation<!
INSERT INTO operations (
  action, entity, target, params, status, position, total, actor, origin, reason, idempotency_key, created_at, updated_at
) VALUES (
  :action, :entity, :target, :params, :status, :position, :total, :actor, :origin, :reason, :idempotency_key, :now, :now
) RETURNING id

-- name: insert_operation_items*!
INSERT INTO operation_items (operation_id, target_id, target_name) VALUES (:operation_id, :target_id, :target_name)

-- name: find_operation^
SELECT * FROM operations WHERE id = :id

-- name: find_operation_by_key^
SELECT * FROM operations WHERE idempotency_key = :idempotency_key

-- name: lock_operation^
SELECT * FROM operations WHERE id = :id FOR UPDATE

-- name: list_operation_page
SELECT * FROM operations
WHERE id > :id AND status IN (:statuses) AND entity IN (:entities)
  AND (CAST(:actor AS CHAR(200)) IS NULL OR actor = :actor)
ORDER BY id
LIMIT :limit

-- name: list_operation_page_back
SELECT * FROM operations
WHERE id < :id AND status IN (:statuses) AND entity IN (:entities)
  AND (CAST(:actor AS CHAR(200)) IS NULL OR actor = :actor)
ORDER BY id DESC
LIMIT :limit

-- name: count_operations$
SELECT COUNT(*) FROM (
  SELECT id FROM operations
  WHERE status IN (:statuses) AND entity IN (:entities) AND (CAST(:actor AS CHAR(200)) IS NULL OR actor = :actor)
  LIMIT :cap
) AS found

-- name: list_operation_item_page
SELECT * FROM operation_items
WHERE operation_id = :operation_id AND outcome IN (:outcomes) AND id > :id
ORDER BY id
LIMIT :limit

-- name: list_operation_item_page_back
SELECT * FROM operation_items
WHERE operation_id = :operation_id AND outcome IN (:outcomes) AND id < :id
ORDER BY id DESC
LIMIT :limit

-- name: stop_operation!
UPDATE operations SET
  status = 'STOPPED', updated_at = :now, finished_at = :now, lease_owner = NULL, leased_until = NULL
WHERE id = :id AND status IN ('COLLECTING', 'RUNNING')

-- name: list_open_operations
SELECT id FROM operations
WHERE status IN ('COLLECTING', 'RUNNING') AND id > :after_id
  AND (leased_until IS NULL OR leased_until < :now OR lease_owner = :owner)
ORDER BY id
LIMIT 20

-- name: lease_operation!
UPDATE operations SET lease_owner = :owner, leased_until = :leased_until
WHERE id = :id AND status IN ('COLLECTING', 'RUNNING')
  AND (leased_until IS NULL OR leased_until < :now OR lease_owner = :owner)

-- name: leave_operations!
UPDATE operations SET lease_owner = NULL, leased_until = NULL
WHERE status IN ('COLLECTING', 'RUNNING') AND lease_owner = :owner

-- name: move_collection!
UPDATE operations SET
  status = :status, position = :position, is_cut = :is_cut, total = total + :found, updated_at = :now,
  leased_until = :leased_until
WHERE id = :id AND status = 'COLLECTING' AND lease_owner = :owner

-- name: advance_operation!
UPDATE operations SET
  done = done + :done, failed = failed + :failed, updated_at = :now, leased_until = :leased_until
WHERE id = :id AND status = 'RUNNING' AND lease_owner = :owner

-- name: finish_operation!
UPDATE operations SET
  status = :status, error_message = :error_message, updated_at = :now, finished_at = :now, lease_owner = NULL,
  leased_until = NULL
WHERE id = :id AND status IN ('COLLECTING', 'RUNNING') AND lease_owner = :owner

-- name: list_waiting_items
SELECT id, target_id FROM operation_items
WHERE operation_id = :operation_id AND outcome = 'waiting'
ORDER BY id
LIMIT :limit

-- name: finish_operation_item!
UPDATE operation_items SET
  outcome = :outcome, error_code = :error_code, error_message = :error_message, finished_at = :now
WHERE id = :id AND outcome = 'waiting'

-- name: list_execution_targets
SELECT e.id, COALESCE(e.cron_name, e.handler_name) AS name, e.status
FROM job_executions AS e
LEFT JOIN cron_jobs AS c ON c.id = e.job_id
WHERE e.id IN (:ids) AND (CAST(:granted AS CHAR(1)) IS NULL OR c.group_name IN (:groups))

-- name: list_cron_targets
SELECT id, name FROM cron_jobs
WHERE id IN (:ids) AND (CAST(:granted AS CHAR(1)) IS NULL OR group_name IN (:groups))

-- name: list_oldest_operations
SELECT id, finished_at FROM operations ORDER BY id LIMIT 100

-- name: delete_operation_items!
DELETE FROM operation_items WHERE id IN (:ids)

-- name: delete_operation!
DELETE FROM operations WHERE id = :id
