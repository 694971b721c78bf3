-- Every switch of the operating mode; the newest one holds. None: normal since ever.
CREATE TABLE mode_switches (
    seq         BIGINT PRIMARY KEY,
    mode        TEXT NOT NULL,           -- normal, heightened, crisis
    at_ms       BIGINT NOT NULL,
    proposed_by TEXT NOT NULL,
    agreed_by   TEXT NOT NULL
);

-- Homeservers of partners that officers admitted to the federation.
CREATE TABLE partner_servers (
    server_name  TEXT PRIMARY KEY,
    opened_at_ms BIGINT NOT NULL,
    proposed_by  TEXT NOT NULL,
    agreed_by    TEXT NOT NULL,
    closed_at_ms BIGINT,                 -- none while it is admitted
    closed_by    TEXT
);
