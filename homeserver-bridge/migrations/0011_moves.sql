-- An account whose owner moves to another homeserver. It may still be used for a while, but it is no longer the one that
-- its owner has, or will have: that one is made beside it.
ALTER TABLE accounts ADD COLUMN moved BIGINT NOT NULL DEFAULT 0;
DROP INDEX accounts_open;
CREATE UNIQUE INDEX accounts_open ON accounts (person_id) WHERE state NOT IN ('leaving', 'closed') AND moved = 0;

-- The way of such an account: one row a move.
CREATE TABLE moves (
    id             TEXT PRIMARY KEY,
    user_id        TEXT NOT NULL,          -- the account that is left
    person_id      TEXT NOT NULL,
    server_name    TEXT NOT NULL,          -- its homeserver
    organisation   TEXT NOT NULL,          -- where the person moves
    to_server      TEXT NOT NULL,
    started_by     TEXT NOT NULL,
    started_at_ms  BIGINT NOT NULL,
    state          TEXT NOT NULL,          -- waiting (for the new account), inviting, grace, closed, undone, left
    new_user_id    TEXT,                   -- the new account, once it is in use
    in_use_at_ms   BIGINT,
    close_from_ms  BIGINT,                 -- when the old account is offboarded
    next_at_ms     BIGINT NOT NULL,        -- when to go on
    tries          BIGINT NOT NULL DEFAULT 0,
    offboarding_id TEXT,                   -- what closed the old account
    ended_at_ms    BIGINT
);
CREATE UNIQUE INDEX moves_open ON moves (user_id) WHERE state IN ('waiting', 'inviting', 'grace');
CREATE INDEX moves_person ON moves (person_id);
CREATE INDEX moves_started ON moves (started_at_ms);
CREATE INDEX moves_next ON moves (state, next_at_ms);

-- What each step of it has come to.
CREATE TABLE move_steps (
    move_id        TEXT NOT NULL,
    step           TEXT NOT NULL,          -- told, account, rooms, told_again, close
    outcome        TEXT NOT NULL,          -- done, failed (and tried again)
    detail         TEXT NOT NULL,
    at_ms          BIGINT NOT NULL,
    PRIMARY KEY (move_id, step)
);

-- Each room that the old account is in, invited to, or knocks at.
CREATE TABLE move_rooms (
    move_id        TEXT NOT NULL,
    room_id        TEXT NOT NULL,
    membership     TEXT NOT NULL,          -- join, invite, knock
    outcome        TEXT NOT NULL,          -- pending, invited, joined, declined, not_moved, failed (and tried again)
    rights         TEXT NOT NULL,          -- pending, not_needed, done, refused, failed (and tried again)
    detail         TEXT NOT NULL,          -- why something is not as it should be
    tries          BIGINT NOT NULL DEFAULT 0,
    at_ms          BIGINT NOT NULL,        -- of the last change
    PRIMARY KEY (move_id, room_id)
);
