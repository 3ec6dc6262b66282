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
