-- A report of a clean file touches as few indexes as possible: its sender waits for it.
DROP INDEX scan_reports_time;
-- scan_reports_once begins with it.
DROP INDEX scan_reports_mxc;
DROP INDEX scan_reports_signature;
CREATE INDEX scan_reports_signature ON scan_reports (signature, arrived_at_ms) WHERE verdict = 'infected';
DROP INDEX scan_files_due;
CREATE INDEX scan_files_due ON scan_files (quarantine_from_ms) WHERE quarantine_from_ms IS NOT NULL;
