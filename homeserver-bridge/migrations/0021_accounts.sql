-- Invitations end when nobody signs up, can be sent again, and may bring somebody back who had left.
ALTER TABLE invitations ADD COLUMN sent_at_ms BIGINT;                    -- when the mail was last handed out; as created if absent
ALTER TABLE invitations ADD COLUMN expires_at_ms BIGINT;                 -- when it ends unused; never if absent
ALTER TABLE invitations ADD COLUMN expired BIGINT NOT NULL DEFAULT 0;    -- it ended so, and nobody revoked it
ALTER TABLE invitations ADD COLUMN readmitted BIGINT NOT NULL DEFAULT 0; -- invited again after the account was closed
CREATE INDEX invitations_created ON invitations (created_at_ms, person_id);
CREATE INDEX invitations_expires ON invitations (expires_at_ms) WHERE revoked_at_ms IS NULL;

-- Lists of people are read in these orders, page after page.
CREATE INDEX people_by_name ON people (family_name, given_name, person_id);
CREATE INDEX people_by_organisation ON people (organisation, family_name, given_name, person_id);
CREATE INDEX invitations_by_name ON invitations (family_name, given_name, person_id);

-- People who lost every device and the recovery key: until then, their next sign-in may begin anew.
CREATE TABLE identity_resets (
    user_id      TEXT PRIMARY KEY,
    by_officer   TEXT NOT NULL,
    at_ms        BIGINT NOT NULL,
    until_ms     BIGINT NOT NULL,
    used_at_ms   BIGINT                    -- of the first sign-in after it
);
