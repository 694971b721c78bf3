-- Whether the content had the structure of a known format, and the scanner's signed word for bridges that trust it.
ALTER TABLE scan_reports ADD COLUMN coherent BIGINT NOT NULL DEFAULT 0;
ALTER TABLE scan_reports ADD COLUMN signed TEXT;

-- Verdicts of other ministries' scanners on media of their homeservers; the last word on each.
CREATE TABLE foreign_verdicts (
    mxc            TEXT PRIMARY KEY,
    verdict        TEXT NOT NULL,
    signing_key    TEXT NOT NULL,
    scanned_at_ms  BIGINT NOT NULL,
    asked_at_ms    BIGINT NOT NULL
);

-- The keys of those scanners, from when they were first seen; followed along their chain.
CREATE TABLE trusted_scanner_keys (
    scanner        TEXT PRIMARY KEY,
    keys           TEXT NOT NULL,
    since_ms       BIGINT NOT NULL
);
