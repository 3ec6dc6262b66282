-- Who may do what, and who did: the audit log, users, sessions, tokens.

-- name: lock_audit_chain^
SELECT last_id, last_hash, last_entry_at FROM audit_chain WHERE id = 1 FOR UPDATE

-- name: move_audit_chain!
UPDATE audit_chain SET last_id = :last_id, last_hash = :last_hash, last_entry_at = :last_entry_at WHERE id = 1

-- name: insert_audit_entry!
INSERT INTO audit_log (
  id, created_at, actor, via, address, request_id, action, target_type, target_id, target_name, group_name, before_state,
  after_state, reason, previous_hash, hash
) VALUES (
  :id, :created_at, :actor, :via, :address, :request_id, :action, :target_type, :target_id, :target_name, :group_name,
  :before_state, :after_state, :reason, :previous_hash, :hash
)

-- name: list_users
SELECT * FROM users ORDER BY name

-- name: find_user^
SELECT * FROM users WHERE id = :id

-- name: find_user_by_name^
SELECT * FROM users WHERE name = :name

-- name: lock_user^
SELECT * FROM users WHERE id = :id FOR UPDATE

-- name: lock_admins
SELECT id FROM users WHERE role = 'admin' AND is_enabled = TRUE ORDER BY id FOR UPDATE

-- name: insert_user<!
INSERT INTO users (name, display_name, password_hash, role, group_names, is_enabled, created_at, updated_at)
VALUES (:name, :display_name, :password_hash, :role, :group_names, :is_enabled, :now, :now)
RETURNING id

-- name: update_user!
UPDATE users SET
  display_name = :display_name, role = :role, group_names = :group_names, is_enabled = :is_enabled, updated_at = :now,
  version = version + 1
WHERE id = :id

-- name: set_password!
UPDATE users SET password_hash = :password_hash, updated_at = :now, version = version + 1 WHERE id = :id

-- name: delete_user!
DELETE FROM users WHERE id = :id

-- name: delete_user_sessions!
DELETE FROM sessions WHERE user_id = :user_id AND id <> :except_id

-- name: delete_user_tokens!
DELETE FROM api_tokens WHERE user_id = :user_id

-- name: delete_preferences!
DELETE FROM preferences WHERE principal = :principal

-- name: insert_token<!
INSERT INTO api_tokens (token_key, secret_hash, name, user_id, role, group_names, expires_at, created_by, created_at)
VALUES (:token_key, :secret_hash, :name, :user_id, :role, :group_names, :expires_at, :created_by, :now)
RETURNING id

-- name: list_tokens
SELECT api_tokens.*, users.name AS user_name FROM api_tokens
LEFT JOIN users ON users.id = api_tokens.user_id
ORDER BY api_tokens.id DESC

-- name: find_token^
SELECT api_tokens.*, users.name AS user_name, users.role AS user_role, users.group_names AS user_groups, users.is_enabled AS user_enabled
FROM api_tokens
LEFT JOIN users ON users.id = api_tokens.user_id
WHERE api_tokens.id = :id

-- name: find_token_by_key^
SELECT api_tokens.*, users.name AS user_name, users.role AS user_role, users.group_names AS user_groups, users.is_enabled AS user_enabled
FROM api_tokens
LEFT JOIN users ON users.id = api_tokens.user_id
WHERE api_tokens.token_key = :token_key

-- name: delete_token!
DELETE FROM api_tokens WHERE id = :id

-- name: note_token_use!
UPDATE api_tokens SET last_used_at = :now, last_used_address = :address WHERE id = :id

-- name: read_audit_chain^
SELECT last_id, last_hash FROM audit_chain WHERE id = 1

-- name: find_last_audit_id$
SELECT MAX(id) FROM audit_log

-- name: list_audit_after
SELECT * FROM audit_log WHERE id > :after_id AND id <= :until_id ORDER BY id LIMIT :limit

-- name: find_audit_id_since$
SELECT MIN(id) FROM audit_log WHERE created_at >= :since

-- name: list_audit_page
SELECT * FROM audit_log
WHERE id > :after_id AND id < :before_id
  AND via IN (:vias)
  AND (:every_group = 1 OR group_name IN (:groups))
  AND (CAST(:actor AS CHAR(200)) IS NULL OR actor = :actor)
  AND (CAST(:action AS CHAR(64)) IS NULL OR action = :action)
  AND (CAST(:target_type AS CHAR(32)) IS NULL OR target_type = :target_type)
  AND (CAST(:target_id AS CHAR(100)) IS NULL OR target_id = :target_id)
  AND (CAST(:name_like AS CHAR(400)) IS NULL OR LOWER(target_name) LIKE :name_like ESCAPE '!')
ORDER BY id
LIMIT :limit

-- name: list_audit_page_back
SELECT * FROM audit_log
WHERE id > :after_id AND id < :before_id
  AND via IN (:vias)
  AND (:every_group = 1 OR group_name IN (:groups))
  AND (CAST(:actor AS CHAR(200)) IS NULL OR actor = :actor)
  AND (CAST(:action AS CHAR(64)) IS NULL OR action = :action)
  AND (CAST(:target_type AS CHAR(32)) IS NULL OR target_type = :target_type)
  AND (CAST(:target_id AS CHAR(100)) IS NULL OR target_id = :target_id)
  AND (CAST(:name_like AS CHAR(400)) IS NULL OR LOWER(target_name) LIKE :name_like ESCAPE '!')
ORDER BY id DESC
LIMIT :limit

-- name: count_audit$
SELECT COUNT(*) FROM (
  SELECT id FROM audit_log
  WHERE id > :after_id AND id < :before_id
    AND via IN (:vias)
    AND (:every_group = 1 OR group_name IN (:groups))
    AND (CAST(:actor AS CHAR(200)) IS NULL OR actor = :actor)
    AND (CAST(:action AS CHAR(64)) IS NULL OR action = :action)
    AND (CAST(:target_type AS CHAR(32)) IS NULL OR target_type = :target_type)
    AND (CAST(:target_id AS CHAR(100)) IS NULL OR target_id = :target_id)
    AND (CAST(:name_like AS CHAR(400)) IS NULL OR LOWER(target_name) LIKE :name_like ESCAPE '!')
  LIMIT :cap
) AS found
