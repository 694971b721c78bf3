-- People from outside the administration. A row is an address, for ever: whoever comes back is the same person.
CREATE TABLE externals (
    person_id      TEXT PRIMARY KEY,
    email          TEXT NOT NULL UNIQUE,
    given_name     TEXT NOT NULL DEFAULT '',   -- as they gave it when they signed up
    family_name    TEXT NOT NULL DEFAULT '',
    created_at_ms  BIGINT NOT NULL
);

-- The rooms that they were invited to, each by somebody inside.
CREATE TABLE external_rooms (
    person_id      TEXT NOT NULL,
    room_id        TEXT NOT NULL,
    invited_by     TEXT NOT NULL,          -- Matrix id
    state          TEXT NOT NULL,          -- waiting (for the account, or the homeserver), invited, refused, ended
    at_ms          BIGINT NOT NULL,        -- of the last change
    PRIMARY KEY (person_id, room_id)
);
CREATE INDEX external_rooms_state ON external_rooms (state, at_ms);

-- Who invited of late: nobody does so without end.
CREATE TABLE external_invites (
    caller         TEXT NOT NULL,          -- Matrix id
    person_id      TEXT NOT NULL,
    at_ms          BIGINT NOT NULL,
    PRIMARY KEY (caller, at_ms, person_id)
);

-- Until when somebody has an account for whom HR does not vouch: people from outside, and those whom an administrator
-- invited.
CREATE TABLE account_terms (
    person_id      TEXT PRIMARY KEY,
    sponsor        TEXT NOT NULL,          -- key of the person inside who answers for them; empty: the administrators
    until_ms       BIGINT NOT NULL,
    reminded_days  BIGINT NOT NULL,        -- the last reminder was, or would have been, that of so many days before
    ended_at_ms    BIGINT,
    ended_by       TEXT NOT NULL DEFAULT ''
);
CREATE INDEX account_terms_until ON account_terms (until_ms);
CREATE INDEX account_terms_sponsor ON account_terms (sponsor);
