-- Reports that officers work on. Of rooms and people there is only what the comments say; no content, no key, no name.

-- A file: a media with one key. What the scanner said of it over time stands in scan_reports.
CREATE TABLE scan_files (
    id                 TEXT PRIMARY KEY,
    seq                BIGINT NOT NULL,          -- order of the list: a new number whenever the verdict that counts changes
    mxc                TEXT NOT NULL,
    key_commitment     TEXT NOT NULL,
    ciphertext_sha256  TEXT NOT NULL,
    media_server       TEXT NOT NULL,
    homeserver         TEXT NOT NULL,            -- of whoever had it scanned first
    requested_by       TEXT NOT NULL,            -- who had it scanned first
    uploader           TEXT NOT NULL DEFAULT '', -- as the homeserver says; empty until it was asked
    organisation       TEXT NOT NULL DEFAULT '', -- of the uploader
    verdict            TEXT NOT NULL,            -- the one that counts: a find before clean, clean before no verdict
    signature          TEXT NOT NULL,
    engine             TEXT NOT NULL,
    signatures_version TEXT NOT NULL,
    size               BIGINT NOT NULL,
    type_declared      TEXT NOT NULL DEFAULT '',
    type_found         TEXT NOT NULL,
    encrypted          BIGINT NOT NULL,
    first_seen_at_ms   BIGINT NOT NULL,
    last_seen_at_ms    BIGINT NOT NULL,
    changed_at_ms      BIGINT NOT NULL,          -- when the verdict that counts was given
    found_at_ms        BIGINT,                   -- when something was found first
    released           BIGINT NOT NULL DEFAULT 0,-- whether officers opened it
    case_state         TEXT NOT NULL,            -- none, open, closed
    closed_as          TEXT NOT NULL DEFAULT '', -- malware, false_positive, test, other
    assigned_to        TEXT NOT NULL DEFAULT '', -- an officer's name
    rescan_at_ms       BIGINT,                   -- since when verdicts are to be fresh
    quarantine         TEXT NOT NULL DEFAULT '', -- what homeservers were told: quarantined, lifted, deleted
    quarantine_from_ms BIGINT,                   -- when homeservers are to keep it back; never if empty
    delete_from_ms     BIGINT                    -- when it is to be deleted there; never if empty
);
CREATE UNIQUE INDEX scan_files_once ON scan_files (mxc, key_commitment);
CREATE UNIQUE INDEX scan_files_seq ON scan_files (seq);
CREATE INDEX scan_files_hash ON scan_files (ciphertext_sha256);
CREATE INDEX scan_files_due ON scan_files (quarantine_from_ms);

ALTER TABLE scan_reports ADD COLUMN file_id TEXT NOT NULL DEFAULT '';
ALTER TABLE scan_reports ADD COLUMN last_seen_at_ms BIGINT NOT NULL DEFAULT 0;
ALTER TABLE scan_reports ADD COLUMN arrived_at_ms BIGINT NOT NULL DEFAULT 0;
ALTER TABLE scan_reports ADD COLUMN times BIGINT NOT NULL DEFAULT 1;
ALTER TABLE scan_reports ADD COLUMN notes TEXT NOT NULL DEFAULT '[]';       -- JSON list of the inspection's words
ALTER TABLE scan_reports ADD COLUMN set_aside BIGINT NOT NULL DEFAULT 0;    -- released, or of a block that was lifted
DROP INDEX scan_reports_once;
CREATE UNIQUE INDEX scan_reports_once
    ON scan_reports (mxc, key_commitment, verdict, signature, engine, signatures_version, homeserver);

INSERT INTO scan_files (id, seq, mxc, key_commitment, ciphertext_sha256, media_server, homeserver, requested_by, verdict,
        signature, engine, signatures_version, size, type_found, encrypted, first_seen_at_ms, last_seen_at_ms,
        changed_at_ms, found_at_ms, case_state)
    SELECT r.id, (SELECT COUNT(*) FROM scan_reports o WHERE o.scanned_at_ms < r.scanned_at_ms
                OR (o.scanned_at_ms = r.scanned_at_ms AND o.id <= r.id)),
        r.mxc, r.key_commitment, r.ciphertext_sha256, r.media_server, r.homeserver, r.requested_by, r.verdict,
        r.signature, r.engine, r.signatures_version, r.size, r.type_found, r.encrypted,
        (SELECT MIN(o.scanned_at_ms) FROM scan_reports o WHERE o.mxc = r.mxc AND o.key_commitment = r.key_commitment),
        (SELECT MAX(o.scanned_at_ms) FROM scan_reports o WHERE o.mxc = r.mxc AND o.key_commitment = r.key_commitment),
        r.scanned_at_ms,
        CASE WHEN r.verdict IN ('infected', 'type_forbidden') THEN r.scanned_at_ms END,
        CASE WHEN r.verdict IN ('infected', 'type_forbidden') THEN 'open' ELSE 'none' END
    FROM scan_reports r
    WHERE NOT EXISTS (
        SELECT 1 FROM scan_reports o
        WHERE o.mxc = r.mxc AND o.key_commitment = r.key_commitment AND o.id <> r.id
        AND (CASE WHEN o.verdict IN ('infected', 'type_forbidden') THEN 3 WHEN o.verdict = 'clean' THEN 2 ELSE 1 END
                > CASE WHEN r.verdict IN ('infected', 'type_forbidden') THEN 3 WHEN r.verdict = 'clean' THEN 2 ELSE 1 END
            OR (CASE WHEN o.verdict IN ('infected', 'type_forbidden') THEN 3 WHEN o.verdict = 'clean' THEN 2 ELSE 1 END
                    = CASE WHEN r.verdict IN ('infected', 'type_forbidden') THEN 3 WHEN r.verdict = 'clean' THEN 2 ELSE 1 END
                AND (o.scanned_at_ms > r.scanned_at_ms OR (o.scanned_at_ms = r.scanned_at_ms AND o.id > r.id)))));
UPDATE scan_reports SET last_seen_at_ms = scanned_at_ms, arrived_at_ms = scanned_at_ms,
    file_id = (SELECT f.id FROM scan_files f WHERE f.mxc = scan_reports.mxc AND f.key_commitment = scan_reports.key_commitment);
CREATE INDEX scan_reports_file ON scan_reports (file_id);
CREATE INDEX scan_reports_hash ON scan_reports (ciphertext_sha256);
CREATE INDEX scan_reports_signature ON scan_reports (signature, arrived_at_ms);

-- Rooms that a file was seen in: keyed hashes of what clients say.
CREATE TABLE scan_rooms (
    file_id  TEXT NOT NULL,
    room     TEXT NOT NULL,
    at_ms    BIGINT NOT NULL,
    PRIMARY KEY (file_id, room)
);

-- Who was given a file. Kept for a limited time; shown only on a request that a second officer approved.
CREATE TABLE scan_fetches (
    mxc         TEXT NOT NULL,
    user_id     TEXT NOT NULL,
    homeserver  TEXT NOT NULL,
    first_at_ms BIGINT NOT NULL,
    last_at_ms  BIGINT NOT NULL,
    times       BIGINT NOT NULL,
    PRIMARY KEY (mxc, user_id)
);
CREATE INDEX scan_fetches_last ON scan_fetches (last_at_ms);

-- What was done about a file, by officers and by the bridge.
CREATE TABLE scan_case_events (
    file_id  TEXT NOT NULL,
    seq      BIGINT NOT NULL,
    at_ms    BIGINT NOT NULL,
    officer  TEXT NOT NULL,                      -- empty: the bridge itself
    act      TEXT NOT NULL,
    remark   TEXT NOT NULL,
    PRIMARY KEY (file_id, seq)
);

-- Files that officers open: asked for by one, approved by another.
CREATE TABLE scan_releases (
    id                TEXT PRIMARY KEY,
    file_id           TEXT NOT NULL,
    ciphertext_sha256 TEXT NOT NULL,
    key_commitment    TEXT NOT NULL,
    signature         TEXT NOT NULL,
    reason            TEXT NOT NULL,
    asked_by          TEXT NOT NULL,
    asked_at_ms       BIGINT NOT NULL,
    state             TEXT NOT NULL,             -- waiting, approved, refused, withdrawn
    decided_by        TEXT NOT NULL DEFAULT '',
    decided_at_ms     BIGINT,
    ended_by          TEXT NOT NULL DEFAULT '',  -- who withdrew it
    ended_at_ms       BIGINT
);
CREATE UNIQUE INDEX scan_releases_open ON scan_releases (file_id, signature) WHERE state IN ('waiting', 'approved');
CREATE INDEX scan_releases_file ON scan_releases (ciphertext_sha256, key_commitment);

-- What officers block for all scanners.
CREATE TABLE scan_blocks (
    id            TEXT PRIMARY KEY,
    kind          TEXT NOT NULL,                 -- signature, hash, type
    value         TEXT NOT NULL,
    reason        TEXT NOT NULL,
    made_by       TEXT NOT NULL,
    made_at_ms    BIGINT NOT NULL,
    lifted_by     TEXT NOT NULL DEFAULT '',
    lifted_at_ms  BIGINT,
    lift_reason   TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX scan_blocks_open ON scan_blocks (kind, value) WHERE lifted_at_ms IS NULL;

-- Counts every change of the rules that scanners fetch.
CREATE TABLE scan_rules_version (
    id      BIGINT PRIMARY KEY,
    version BIGINT NOT NULL
);
INSERT INTO scan_rules_version (id, version) VALUES (1, 1);

-- Requests to see who sent a file, or who was given it.
CREATE TABLE scan_inquiries (
    id             TEXT PRIMARY KEY,
    file_id        TEXT NOT NULL,
    about          TEXT NOT NULL,                -- sender, exposed
    reason         TEXT NOT NULL,
    asked_by       TEXT NOT NULL,
    asked_at_ms    BIGINT NOT NULL,
    state          TEXT NOT NULL,                -- waiting, approved, refused
    expires_at_ms  BIGINT NOT NULL,              -- of the request; once approved, of the right to look
    decided_by     TEXT NOT NULL DEFAULT '',
    decided_at_ms  BIGINT
);
CREATE INDEX scan_inquiries_file ON scan_inquiries (file_id);

-- The same find in many places within a short time.
CREATE TABLE scan_outbreaks (
    id            TEXT PRIMARY KEY,
    signature     TEXT NOT NULL,
    started_at_ms BIGINT NOT NULL,               -- the first find that belongs to it
    noticed_at_ms BIGINT NOT NULL,
    last_at_ms    BIGINT NOT NULL,               -- the latest find
    closed_by     TEXT NOT NULL DEFAULT '',
    closed_at_ms  BIGINT,
    remark        TEXT NOT NULL DEFAULT ''       -- of whoever closed it
);
CREATE INDEX scan_outbreaks_time ON scan_outbreaks (last_at_ms);
CREATE UNIQUE INDEX scan_outbreaks_open ON scan_outbreaks (signature) WHERE closed_at_ms IS NULL;
