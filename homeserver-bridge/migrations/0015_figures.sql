-- Counts of scans: by the hour for charts of days and weeks, by the day for the years. No file, room or person.
CREATE TABLE scan_hours (
    hour         BIGINT NOT NULL,        -- hours since the Unix epoch
    media_server TEXT NOT NULL,
    verdict      TEXT NOT NULL,
    type_found   TEXT NOT NULL,
    signature    TEXT NOT NULL,
    scans        BIGINT NOT NULL,
    bytes        BIGINT NOT NULL,
    PRIMARY KEY (hour, media_server, verdict, type_found, signature)
);
CREATE TABLE scan_days (
    day          BIGINT NOT NULL,        -- days since the Unix epoch
    media_server TEXT NOT NULL,
    verdict      TEXT NOT NULL,
    type_found   TEXT NOT NULL,
    signature    TEXT NOT NULL,
    scans        BIGINT NOT NULL,
    bytes        BIGINT NOT NULL,
    PRIMARY KEY (day, media_server, verdict, type_found, signature)
);
-- Since ever: what counters show, which must not go back when old days are removed.
CREATE TABLE scan_totals (
    verdict      TEXT PRIMARY KEY,
    scans        BIGINT NOT NULL,
    bytes        BIGINT NOT NULL
);
INSERT INTO scan_hours SELECT scanned_at_ms / 3600000, media_server, verdict, type_found, signature, COUNT(*), SUM(size)
    FROM scan_reports GROUP BY 1, 2, 3, 4, 5;
INSERT INTO scan_days SELECT scanned_at_ms / 86400000, media_server, verdict, type_found, signature, COUNT(*), SUM(size)
    FROM scan_reports GROUP BY 1, 2, 3, 4, 5;
INSERT INTO scan_totals SELECT verdict, COUNT(*), SUM(size) FROM scan_reports GROUP BY verdict;

-- The last word of each scanner, and of each of its engines.
CREATE TABLE scanners (
    scanner      TEXT PRIMARY KEY,
    heard_at_ms  BIGINT NOT NULL,        -- by our clock
    said_at_ms   BIGINT NOT NULL,        -- by its own
    waiting      BIGINT NOT NULL,
    running      BIGINT NOT NULL,
    answered     BIGINT NOT NULL,        -- since ever
    turned_away  BIGINT NOT NULL,        -- since ever
    median_ms    BIGINT NOT NULL,
    p95_ms       BIGINT NOT NULL
);
CREATE TABLE scanner_engines (
    scanner            TEXT NOT NULL,
    name               TEXT NOT NULL,    -- in the scanner's configuration; empty where it has only one
    engine             TEXT NOT NULL,
    required           BIGINT NOT NULL,
    healthy            BIGINT NOT NULL,
    failing_since_ms   BIGINT,
    signatures_version TEXT NOT NULL,
    signatures_at_ms   BIGINT,
    PRIMARY KEY (scanner, name)
);
-- The same by the hour.
CREATE TABLE scanner_hours (
    hour           BIGINT NOT NULL,
    scanner        TEXT NOT NULL,
    words          BIGINT NOT NULL,
    failing        BIGINT NOT NULL,      -- words that an engine does not work
    waiting_most   BIGINT NOT NULL,
    answered       BIGINT NOT NULL,
    turned_away    BIGINT NOT NULL,
    median_weight  BIGINT NOT NULL,      -- requests that the medians are of
    median_sum     BIGINT NOT NULL,      -- each median times its requests
    p95_most_ms    BIGINT NOT NULL,
    oldest_ms      BIGINT,               -- age of the oldest signatures at the last word
    PRIMARY KEY (hour, scanner)
);

-- Weeks whose summary was made, and whom it has reached.
CREATE TABLE weekly_summaries (
    week         TEXT PRIMARY KEY,       -- the day on which it leaves
    made_at_ms   BIGINT NOT NULL
);
CREATE TABLE weekly_summary_mails (
    week         TEXT NOT NULL,
    number       BIGINT NOT NULL,
    sent_at_ms   BIGINT NOT NULL,
    PRIMARY KEY (week, number)
);
