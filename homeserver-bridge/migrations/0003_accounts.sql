-- Matrix accounts. A row is never deleted and a user id never used for another person.
CREATE TABLE accounts (
    user_id        TEXT PRIMARY KEY,
    person_id      TEXT NOT NULL UNIQUE,   -- HR's key, or the invitation's for people whom HR does not know
    server_name    TEXT NOT NULL,
    state          TEXT NOT NULL,          -- creating, active, suspended, closed
    created_at_ms  BIGINT NOT NULL
);

-- People whom an administrator invited because HR does not know them.
CREATE TABLE invitations (
    person_id      TEXT PRIMARY KEY,
    email          TEXT NOT NULL UNIQUE,
    given_name     TEXT NOT NULL,
    family_name    TEXT NOT NULL,
    organisation   TEXT NOT NULL,
    invited_by     TEXT NOT NULL,
    created_at_ms  BIGINT NOT NULL,
    revoked_at_ms  BIGINT
);

-- Codes sent by mail. Only a keyed hash is kept.
CREATE TABLE mail_codes (
    email          TEXT NOT NULL,
    purpose        TEXT NOT NULL,          -- signup, reset
    person_id      TEXT NOT NULL,
    code_hash      TEXT NOT NULL,
    tries_left     BIGINT NOT NULL,
    expires_at_ms  BIGINT NOT NULL,
    sent_at_ms     BIGINT NOT NULL,
    claimed_until_ms BIGINT NOT NULL DEFAULT 0,   -- a request is using the code until then
    PRIMARY KEY (email, purpose)
);
