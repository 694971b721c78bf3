-- Whose login at an identity provider is whose: bound at the first sign-in, never changed by what a provider says later.
CREATE TABLE provider_logins (
    provider     TEXT NOT NULL,          -- key of the [[identity_provider]]
    subject      TEXT NOT NULL,          -- its name for the person
    issuer       TEXT NOT NULL,          -- who it was when it said so
    person_id    TEXT NOT NULL,          -- as in accounts
    user_id      TEXT NOT NULL,          -- the account that its homeserver has it lead to; empty before the first time
    bound_at_ms  BIGINT NOT NULL,
    PRIMARY KEY (provider, subject)
);
CREATE UNIQUE INDEX provider_logins_person ON provider_logins (provider, person_id);
CREATE INDEX provider_logins_of ON provider_logins (person_id);
