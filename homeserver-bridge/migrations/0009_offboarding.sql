-- An account on its way out after its owner left or moved: one row a departure, kept as proof.
CREATE TABLE offboardings (
    id               TEXT PRIMARY KEY,
    user_id          TEXT NOT NULL,
    person_id        TEXT NOT NULL,
    server_name      TEXT NOT NULL,
    cause            TEXT NOT NULL,          -- left, moved, administrator
    started_by       TEXT NOT NULL,
    started_at_ms    BIGINT NOT NULL,
    state            TEXT NOT NULL,          -- running, waiting (for the end of the grace period), closed, cancelled
    was              TEXT NOT NULL,          -- the account's state before
    rooms_from_ms    BIGINT NOT NULL,        -- when rooms are left at the earliest
    leaving_since_ms BIGINT,                 -- since when they are: from then on it cannot be called off
    close_from_ms    BIGINT NOT NULL,        -- when the account is closed
    next_at_ms       BIGINT NOT NULL,        -- when to go on
    tries            BIGINT NOT NULL DEFAULT 0,
    ended_at_ms      BIGINT,
    ended_by         TEXT
);
CREATE UNIQUE INDEX offboardings_open ON offboardings (user_id) WHERE state IN ('running', 'waiting');
CREATE INDEX offboardings_person ON offboardings (person_id);
CREATE INDEX offboardings_started ON offboardings (started_at_ms);
CREATE INDEX offboardings_next ON offboardings (state, next_at_ms);

-- What each step of it has come to.
CREATE TABLE offboarding_steps (
    offboarding_id   TEXT NOT NULL,
    step             TEXT NOT NULL,          -- sessions, directory, rooms, servers, close
    outcome          TEXT NOT NULL,          -- pending, done, failed (and tried again)
    detail           TEXT NOT NULL,          -- why it failed
    tries            BIGINT NOT NULL,
    at_ms            BIGINT NOT NULL,
    PRIMARY KEY (offboarding_id, step)
);

-- Each room that the account was in, invited to, or knocked at.
CREATE TABLE offboarding_rooms (
    offboarding_id   TEXT NOT NULL,
    room_id          TEXT NOT NULL,
    membership       TEXT NOT NULL,          -- join, invite, knock
    handover         TEXT NOT NULL,          -- pending, not_needed, done, nobody, failed
    successors       TEXT NOT NULL,          -- JSON list of Matrix ids
    departure        TEXT NOT NULL,          -- pending, done, failed (and tried again)
    detail           TEXT NOT NULL,          -- why something failed
    tries            BIGINT NOT NULL DEFAULT 0,
    at_ms            BIGINT NOT NULL,        -- of the last change
    PRIMARY KEY (offboarding_id, room_id)
);

-- Each homeserver of ours that takes part in such a room, and whether it has seen the departure.
CREATE TABLE offboarding_servers (
    offboarding_id   TEXT NOT NULL,
    room_id          TEXT NOT NULL,
    server_name      TEXT NOT NULL,
    outcome          TEXT NOT NULL,          -- pending, done
    at_ms            BIGINT NOT NULL,
    PRIMARY KEY (offboarding_id, room_id, server_name)
);
