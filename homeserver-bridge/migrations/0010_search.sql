-- Searching follows the catalogue in the order of its versions; many rows may have the same one.
CREATE INDEX people_version_key ON people (version, person_id);
DROP INDEX people_version;

-- How many different people each caller was shown on a day (days since the Unix epoch, UTC).
CREATE TABLE people_shown (
    day            BIGINT NOT NULL,
    user_id        TEXT NOT NULL,
    people         BIGINT NOT NULL,
    refused_at_ms  BIGINT,
    PRIMARY KEY (day, user_id)
);
