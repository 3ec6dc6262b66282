-- Who signs in and with which sessions, and what the server keeps for each.

-- name: insert_session<!
INSERT INTO sessions (token_hash, user_id, address, user_agent, created_at, seen_at, expires_at)
VALUES (:token_hash, :user_id, :address, :user_agent, :now, :now, :expires_at)
RETURNING id

-- name: find_session_by_token^
SELECT
  sessions.id, sessions.user_id, sessions.seen_at, users.name, users.role, users.group_names
FROM sessions
JOIN users ON users.id = sessions.user_id
WHERE sessions.token_hash = :token_hash AND sessions.expires_at > :now AND sessions.seen_at > :idle_since
  AND users.is_enabled = TRUE

-- name: find_session^
SELECT
  sessions.id, sessions.user_id, sessions.seen_at, users.name, users.role, users.group_names
FROM sessions
JOIN users ON users.id = sessions.user_id
WHERE sessions.id = :id AND sessions.expires_at > :now AND sessions.seen_at > :idle_since AND users.is_enabled = TRUE

-- name: touch_session!
UPDATE sessions SET seen_at = :now, address = :address WHERE id = :id

-- name: list_sessions
SELECT * FROM sessions
WHERE user_id = :user_id AND expires_at > :now AND seen_at > :idle_since
ORDER BY id DESC
LIMIT :limit

-- name: delete_session!
DELETE FROM sessions WHERE id = :id AND user_id = :user_id

-- name: delete_expired_sessions!
DELETE FROM sessions WHERE expires_at <= :now

-- name: note_sign_in!
UPDATE users SET last_sign_in_at = :now WHERE id = :id

-- name: has_user^
SELECT id FROM users LIMIT 1

-- name: insert_setup_link!
INSERT INTO setup_links (token_hash, expires_at) VALUES (:token_hash, :expires_at)

-- name: find_setup_link^
SELECT token_hash FROM setup_links WHERE token_hash = :token_hash AND expires_at > :now

-- name: delete_setup_links!
DELETE FROM setup_links

-- name: delete_expired_setup_links!
DELETE FROM setup_links WHERE expires_at <= :now

-- name: lock_sign_in_failures^
SELECT failures, last_failed_at, locked_until FROM sign_in_failures WHERE subject = :subject FOR UPDATE

-- name: insert_sign_in_failures!
INSERT INTO sign_in_failures (subject, failures, last_failed_at, locked_until) VALUES (:subject, 0, :now, NULL)

-- name: count_sign_in_failure!
UPDATE sign_in_failures SET failures = :failures, last_failed_at = :now, locked_until = :locked_until WHERE subject = :subject

-- name: forget_sign_in_failures!
DELETE FROM sign_in_failures WHERE subject IN (:subjects)

-- name: delete_old_sign_in_failures!
DELETE FROM sign_in_failures WHERE last_failed_at < :before

-- name: find_preferences$
SELECT preference_values FROM preferences WHERE principal = :principal

-- name: insert_preferences!
INSERT INTO preferences (principal, preference_values, updated_at) VALUES (:principal, :preference_values, :now)

-- name: update_preferences!
UPDATE preferences SET preference_values = :preference_values, updated_at = :now WHERE principal = :principal
