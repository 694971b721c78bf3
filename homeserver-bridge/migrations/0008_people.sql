-- A person may have had several accounts, one of them open at the most: who comes back after the account was closed gets
-- a new one, never the old id.
CREATE TABLE accounts_new (
    user_id        TEXT PRIMARY KEY,
    person_id      TEXT NOT NULL,          -- HR's key, or the invitation's for people whom HR does not know
    server_name    TEXT NOT NULL,
    state          TEXT NOT NULL,          -- creating, waiting (for its owner to sign up), active, suspended, leaving, closed
    created_at_ms  BIGINT NOT NULL,
    suspended_by   TEXT NOT NULL DEFAULT '',        -- register, administrator, leaving
    resume_to      TEXT NOT NULL DEFAULT 'active'   -- the state before it was suspended
);
INSERT INTO accounts_new (user_id, person_id, server_name, state, created_at_ms)
    SELECT user_id, person_id, server_name, state, created_at_ms FROM accounts;
DROP TABLE accounts;
ALTER TABLE accounts_new RENAME TO accounts;
CREATE UNIQUE INDEX accounts_open ON accounts (person_id) WHERE state NOT IN ('leaving', 'closed');
CREATE INDEX accounts_person ON accounts (person_id);

-- The highest number given behind each name on each homeserver: spares trying them one by one.
CREATE TABLE user_id_numbers (
    stem  TEXT PRIMARY KEY,                -- the id without a number
    last  BIGINT NOT NULL
);

-- Who is to have an account that waits for them.
CREATE TABLE account_requests (
    person_id      TEXT PRIMARY KEY,
    due_at_ms      BIGINT NOT NULL,
    tries          BIGINT NOT NULL DEFAULT 0,
    taken_until_ms BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX account_requests_due ON account_requests (due_at_ms);

-- An administrator has let a person back in who had left; leaving again takes it away.
ALTER TABLE people ADD COLUMN readmitted BIGINT NOT NULL DEFAULT 0;
-- Why an administrator took the person out of the sync's hands.
ALTER TABLE people ADD COLUMN lock_reason TEXT NOT NULL DEFAULT '';

-- Who was invited as a joiner: once, ever.
CREATE TABLE joiner_invites (
    person_id  TEXT PRIMARY KEY,
    at_ms      BIGINT NOT NULL
);
-- When the next mail to a joiner may leave.
CREATE TABLE mail_pace (
    id          BIGINT PRIMARY KEY,
    next_at_ms  BIGINT NOT NULL
);
INSERT INTO mail_pace (id, next_at_ms) VALUES (1, 0);
-- Who was invited by a colleague of late.
CREATE TABLE colleague_invites (
    person_id  TEXT NOT NULL,
    caller     TEXT NOT NULL,
    at_ms      BIGINT NOT NULL,
    PRIMARY KEY (person_id, at_ms)
);
CREATE INDEX colleague_invites_caller ON colleague_invites (caller, at_ms);

-- Plans that the brakes stopped, as administrators see them.
CREATE TABLE plans (
    plan_hash       TEXT PRIMARY KEY,
    register        TEXT NOT NULL,
    made_at_ms      BIGINT NOT NULL,
    submitted_at_ms BIGINT NOT NULL,
    expires_at_ms   BIGINT NOT NULL,
    brakes          TEXT NOT NULL,         -- JSON
    organisations   TEXT NOT NULL,         -- JSON
    lines           TEXT NOT NULL,         -- JSON
    lines_total     BIGINT NOT NULL,
    decision        TEXT NOT NULL,         -- waiting, approved, rejected
    decided_at_ms   BIGINT,
    rejected_by     TEXT,
    applied_at_ms   BIGINT                 -- when its first changes came
);
CREATE INDEX plans_decision ON plans (decision, submitted_at_ms);
CREATE TABLE plan_approvals (
    plan_hash  TEXT NOT NULL,
    officer    TEXT NOT NULL,
    at_ms      BIGINT NOT NULL,
    PRIMARY KEY (plan_hash, officer)
);
