CREATE TABLE audit_log (
  id INTEGER PRIMARY KEY,
  created_at TEXT NOT NULL,
  actor TEXT NOT NULL,
  via TEXT NOT NULL,
  address TEXT,
  request_id TEXT,
  action TEXT NOT NULL,
  target_type TEXT NOT NULL,
  target_id TEXT,
  target_name TEXT,
  group_name TEXT,
  before_state TEXT,
  after_state TEXT,
  reason TEXT,
  previous_hash TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;

CREATE INDEX audit_log_time ON audit_log (created_at, id);

CREATE INDEX audit_log_actor ON audit_log (actor, id);

CREATE INDEX audit_log_action ON audit_log (action, id);

CREATE INDEX audit_log_target ON audit_log (target_type, target_id, id);

CREATE TABLE audit_chain (
  id INTEGER PRIMARY KEY,
  last_id INTEGER NOT NULL,
  last_hash TEXT NOT NULL,
  last_entry_at TEXT
) STRICT;

INSERT INTO audit_chain (id, last_id, last_hash) VALUES (1, 0, '');

CREATE TABLE users (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  display_name TEXT,
  password_hash TEXT,
  role TEXT NOT NULL,
  group_names TEXT,
  is_enabled INTEGER NOT NULL DEFAULT TRUE,
  last_sign_in_at TEXT,
  version INTEGER NOT NULL DEFAULT 1,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX users_name ON users (name);

CREATE TABLE sessions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  token_hash TEXT NOT NULL,
  user_id INTEGER NOT NULL,
  address TEXT,
  user_agent TEXT,
  created_at TEXT NOT NULL,
  seen_at TEXT NOT NULL,
  expires_at TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX sessions_token ON sessions (token_hash);

CREATE INDEX sessions_user ON sessions (user_id, id);

CREATE INDEX sessions_expiry ON sessions (expires_at);

CREATE TABLE api_tokens (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  token_key TEXT NOT NULL,
  secret_hash TEXT NOT NULL,
  name TEXT NOT NULL,
  user_id INTEGER,
  role TEXT NOT NULL,
  group_names TEXT,
  expires_at TEXT,
  last_used_at TEXT,
  last_used_address TEXT,
  created_by TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX api_tokens_key ON api_tokens (token_key);

CREATE INDEX api_tokens_user ON api_tokens (user_id, id);

CREATE TABLE setup_links (
  token_hash TEXT NOT NULL PRIMARY KEY,
  expires_at TEXT NOT NULL
) STRICT;

CREATE TABLE sign_in_failures (
  subject TEXT NOT NULL PRIMARY KEY,
  failures INTEGER NOT NULL,
  last_failed_at TEXT NOT NULL,
  locked_until TEXT
) STRICT;

CREATE INDEX sign_in_failures_time ON sign_in_failures (last_failed_at);

CREATE TABLE preferences (
  principal TEXT NOT NULL PRIMARY KEY,
  preference_values TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE settings (
  name TEXT NOT NULL PRIMARY KEY,
  setting_value TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  updated_by TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;
