CREATE TABLE audit_log (
  id BIGINT PRIMARY KEY,
  created_at DATETIME(3) NOT NULL,
  actor VARCHAR(200) NOT NULL,
  via VARCHAR(16) NOT NULL,
  address VARCHAR(64),
  request_id VARCHAR(100),
  action VARCHAR(64) NOT NULL,
  target_type VARCHAR(32) NOT NULL,
  target_id VARCHAR(100),
  target_name VARCHAR(200),
  group_name VARCHAR(200),
  before_state LONGTEXT,
  after_state LONGTEXT,
  reason LONGTEXT,
  previous_hash VARCHAR(64) NOT NULL,
  hash VARCHAR(64) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={binary_collation};

CREATE INDEX audit_log_time ON audit_log (created_at, id);

CREATE INDEX audit_log_actor ON audit_log (actor, id);

CREATE INDEX audit_log_action ON audit_log (action, id);

CREATE INDEX audit_log_target ON audit_log (target_type, target_id, id);

CREATE TABLE audit_chain (
  id INT PRIMARY KEY,
  last_id BIGINT NOT NULL,
  last_hash VARCHAR(64) NOT NULL,
  last_entry_at DATETIME(3)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={binary_collation};

INSERT INTO audit_chain (id, last_id, last_hash) SELECT 1, 0, '' FROM DUAL WHERE NOT EXISTS (SELECT 1 FROM audit_chain);

CREATE TABLE users (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name VARCHAR(100) NOT NULL,
  display_name VARCHAR(200),
  password_hash VARCHAR(255),
  role VARCHAR(16) NOT NULL,
  group_names LONGTEXT,
  is_enabled BOOLEAN NOT NULL DEFAULT TRUE,
  last_sign_in_at DATETIME(3),
  version INT NOT NULL DEFAULT 1,
  created_at DATETIME(3) NOT NULL,
  updated_at DATETIME(3) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={binary_collation};

CREATE UNIQUE INDEX users_name ON users (name);

CREATE TABLE sessions (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  token_hash VARCHAR(64) NOT NULL,
  user_id BIGINT NOT NULL,
  address VARCHAR(64),
  user_agent VARCHAR(300),
  created_at DATETIME(3) NOT NULL,
  seen_at DATETIME(3) NOT NULL,
  expires_at DATETIME(3) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={binary_collation};

CREATE UNIQUE INDEX sessions_token ON sessions (token_hash);

CREATE INDEX sessions_user ON sessions (user_id, id);

CREATE INDEX sessions_expiry ON sessions (expires_at);

CREATE TABLE api_tokens (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  token_key VARCHAR(32) NOT NULL,
  secret_hash VARCHAR(64) NOT NULL,
  name VARCHAR(100) NOT NULL,
  user_id BIGINT,
  role VARCHAR(16) NOT NULL,
  group_names LONGTEXT,
  expires_at DATETIME(3),
  last_used_at DATETIME(3),
  last_used_address VARCHAR(64),
  created_by VARCHAR(200) NOT NULL,
  created_at DATETIME(3) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={binary_collation};

CREATE UNIQUE INDEX api_tokens_key ON api_tokens (token_key);

CREATE INDEX api_tokens_user ON api_tokens (user_id, id);

CREATE TABLE setup_links (
  token_hash VARCHAR(64) PRIMARY KEY,
  expires_at DATETIME(3) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={binary_collation};

CREATE TABLE sign_in_failures (
  subject VARCHAR(64) PRIMARY KEY,
  failures INT NOT NULL,
  last_failed_at DATETIME(3) NOT NULL,
  locked_until DATETIME(3)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={binary_collation};

CREATE INDEX sign_in_failures_time ON sign_in_failures (last_failed_at);

CREATE TABLE preferences (
  principal VARCHAR(200) PRIMARY KEY,
  preference_values LONGTEXT NOT NULL,
  updated_at DATETIME(3) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={binary_collation};

CREATE TABLE settings (
  name VARCHAR(100) PRIMARY KEY,
  setting_value LONGTEXT NOT NULL,
  version INT NOT NULL DEFAULT 1,
  updated_by VARCHAR(200) NOT NULL,
  updated_at DATETIME(3) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={binary_collation};
