-- People who may use a console, and their sessions. Tokens are kept as hashes.
CREATE TABLE officers (
    name           TEXT NOT NULL,
    role           TEXT NOT NULL,          -- administrator, security
    password_hash  TEXT NOT NULL,
    created_at_ms  BIGINT NOT NULL,
    PRIMARY KEY (name, role)
);

CREATE TABLE officer_sessions (
    token_hash     TEXT PRIMARY KEY,
    name           TEXT NOT NULL,
    role           TEXT NOT NULL,
    csrf           TEXT NOT NULL,
    expires_at_ms  BIGINT NOT NULL
);
