-- What the scanner found. No file name, no key, no content.
CREATE TABLE scan_reports (
    id                 TEXT PRIMARY KEY,
    mxc                TEXT NOT NULL,
    ciphertext_sha256  TEXT NOT NULL,
    key_commitment     TEXT NOT NULL,
    verdict            TEXT NOT NULL,
    signature          TEXT NOT NULL,
    engine             TEXT NOT NULL,
    signatures_version TEXT NOT NULL,
    size               BIGINT NOT NULL,
    type_found         TEXT NOT NULL,
    encrypted          BIGINT NOT NULL,
    homeserver         TEXT NOT NULL,
    media_server       TEXT NOT NULL,
    requested_by       TEXT NOT NULL,
    scanned_at_ms      BIGINT NOT NULL
);
CREATE INDEX scan_reports_mxc ON scan_reports (mxc, verdict);
CREATE INDEX scan_reports_time ON scan_reports (scanned_at_ms);
CREATE UNIQUE INDEX scan_reports_once ON scan_reports (mxc, key_commitment, verdict, signatures_version, homeserver);

-- The last word of each scanner on its engine.
CREATE TABLE engine_status (
    engine             TEXT PRIMARY KEY,
    healthy            BIGINT NOT NULL,
    signatures_version TEXT NOT NULL,
    signatures_at_ms   BIGINT,
    checked_at_ms      BIGINT NOT NULL
);
