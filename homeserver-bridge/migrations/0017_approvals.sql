-- Acts that need a second officer: proposed by one, carried out when another one agrees.
CREATE TABLE approvals (
    id             TEXT PRIMARY KEY,
    kind           TEXT NOT NULL,          -- the act's word, see approvals/act.rs
    act            TEXT NOT NULL,          -- the act itself, JSON
    subject        TEXT NOT NULL,          -- whom or what it is about
    role           TEXT NOT NULL,          -- of whoever proposed it; the second officer has the same one
    proposed_by    TEXT NOT NULL,
    proposed_at_ms BIGINT NOT NULL,
    expires_at_ms  BIGINT NOT NULL,
    state          TEXT NOT NULL,          -- waiting, approved, done, failed, rejected
    decided_by     TEXT,
    decided_at_ms  BIGINT,
    outcome        TEXT NOT NULL DEFAULT ''  -- what came of it, for officers to read
);
CREATE INDEX approvals_by_state ON approvals (state, proposed_at_ms);
