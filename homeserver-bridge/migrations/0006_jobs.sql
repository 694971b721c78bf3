-- Work that must be done though the process that asked for it may end: taken by workers, tried again until done.
CREATE TABLE jobs (
    id             TEXT PRIMARY KEY,
    kind           TEXT NOT NULL,
    payload        TEXT NOT NULL,          -- JSON
    due_at_ms      BIGINT NOT NULL,
    tries          BIGINT NOT NULL DEFAULT 0,
    taken_until_ms BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX jobs_due ON jobs (due_at_ms);
