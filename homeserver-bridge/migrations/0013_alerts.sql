-- What security officers must hear of at once. Of each kind and subject one is open at most.
CREATE TABLE scan_alerts (
    id           TEXT PRIMARY KEY,
    kind         TEXT NOT NULL,          -- outbreak, engine_down, signatures_old, scanner_silent
    subject      TEXT NOT NULL,          -- the signature's or the engine's name; empty where there is only one
    facts        TEXT NOT NULL,          -- JSON: numbers for the message
    raised_at_ms BIGINT NOT NULL,
    last_at_ms   BIGINT NOT NULL,
    times        BIGINT NOT NULL,
    ended_at_ms  BIGINT                  -- none while it lasts
);
CREATE UNIQUE INDEX scan_alerts_open ON scan_alerts (kind, subject) WHERE ended_at_ms IS NULL;
CREATE INDEX scan_alerts_time ON scan_alerts (raised_at_ms);

-- What became of telling it, for each way of the configuration.
CREATE TABLE scan_alert_deliveries (
    alert  TEXT NOT NULL,
    event  TEXT NOT NULL,                -- raised, ended
    way    TEXT NOT NULL,                -- mail:0, webhook:<name>, syslog:<name>
    state  TEXT NOT NULL,                -- waiting, failing, delivered, given_up
    tries  BIGINT NOT NULL,
    at_ms  BIGINT NOT NULL,
    PRIMARY KEY (alert, event, way)
);
