-- Roles, scopes, second factors, and sessions that know how far their officer has proved who they are.
CREATE TABLE officer_organisations (   -- whom an administrator looks after; no row: everybody
    name           TEXT NOT NULL,
    role           TEXT NOT NULL,
    organisation   TEXT NOT NULL,
    PRIMARY KEY (name, role, organisation)
);

CREATE TABLE officer_factors (         -- what an officer has besides the password
    id             TEXT PRIMARY KEY,
    name           TEXT NOT NULL,
    role           TEXT NOT NULL,
    kind           TEXT NOT NULL,      -- totp, key
    label          TEXT NOT NULL,
    secret         TEXT NOT NULL,      -- totp: the shared secret; key: the credential, JSON
    last_step      BIGINT NOT NULL,    -- totp: the last step whose code was taken
    added_at_ms    BIGINT NOT NULL,
    used_at_ms     BIGINT
);
CREATE INDEX officer_factors_by_officer ON officer_factors (name, role);

CREATE TABLE officer_recovery (        -- codes for when the factor is lost, each good for once
    name           TEXT NOT NULL,
    role           TEXT NOT NULL,
    code_hash      TEXT NOT NULL,
    PRIMARY KEY (name, role, code_hash)
);

CREATE TABLE officer_enrolments (      -- links with which a new officer sets a password, each good for once
    token_hash     TEXT PRIMARY KEY,
    name           TEXT NOT NULL,
    role           TEXT NOT NULL,
    expires_at_ms  BIGINT NOT NULL
);

CREATE TABLE officer_guesses (         -- tries of late that were not right
    console        TEXT NOT NULL,
    what           TEXT NOT NULL,      -- password, factor
    name_hash      TEXT NOT NULL,
    at_ms          BIGINT NOT NULL
);
CREATE INDEX officer_guesses_by_name ON officer_guesses (name_hash, console, what);
CREATE INDEX officer_guesses_by_time ON officer_guesses (at_ms);

DROP TABLE officer_sessions;
CREATE TABLE officer_sessions (
    token_hash     TEXT PRIMARY KEY,
    id             TEXT NOT NULL UNIQUE,   -- names the session in lists; opens nothing
    name           TEXT NOT NULL,
    role           TEXT NOT NULL,
    csrf           TEXT NOT NULL,
    stage          TEXT NOT NULL,          -- factor, enrol, open
    started_at_ms  BIGINT NOT NULL,
    expires_at_ms  BIGINT NOT NULL,
    ends_at_ms     BIGINT NOT NULL,        -- whatever happens
    proved_at_ms   BIGINT NOT NULL,        -- when the second factor was shown last
    browser        TEXT NOT NULL,
    pending        TEXT NOT NULL           -- what is being enrolled or asked for, JSON
);
CREATE INDEX officer_sessions_by_officer ON officer_sessions (name, role);
