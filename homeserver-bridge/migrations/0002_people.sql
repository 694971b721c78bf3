-- What HR says of each person. Hidden is the person's own choice, protected is HR's.
CREATE TABLE people (
    person_id        TEXT PRIMARY KEY,
    given_name       TEXT NOT NULL,
    family_name      TEXT NOT NULL,
    email            TEXT NOT NULL,
    organisation     TEXT NOT NULL,
    unit             TEXT NOT NULL,      -- JSON list, outermost first
    title            TEXT NOT NULL,
    phone            TEXT NOT NULL,
    starts_on        TEXT,
    ends_on          TEXT,
    protected        BIGINT NOT NULL DEFAULT 0,
    hidden           BIGINT NOT NULL DEFAULT 0,
    employment       TEXT NOT NULL,      -- working, suspended, left
    missing_reads    BIGINT NOT NULL DEFAULT 0,
    locked_from_sync BIGINT NOT NULL DEFAULT 0,
    row_hash         TEXT NOT NULL,
    changed_at_ms    BIGINT NOT NULL,
    version          BIGINT NOT NULL DEFAULT 0   -- of the catalogue, when the row last changed
);
CREATE UNIQUE INDEX people_email ON people (email) WHERE employment <> 'left';
CREATE INDEX people_organisation ON people (organisation, person_id);
CREATE INDEX people_version ON people (version);

-- Counts every change of the catalogue, so that each process knows when its search index is old.
CREATE TABLE catalogue_version (
    id      BIGINT PRIMARY KEY,
    version BIGINT NOT NULL
);
INSERT INTO catalogue_version (id, version) VALUES (1, 0);
