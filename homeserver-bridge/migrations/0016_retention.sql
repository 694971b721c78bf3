-- Reports of which only what the release gate needs is left.
ALTER TABLE scan_reports ADD COLUMN retired BIGINT NOT NULL DEFAULT 0;
CREATE INDEX scan_reports_kept ON scan_reports (last_seen_at_ms) WHERE retired = 0;
