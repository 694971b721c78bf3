//! Brings the schema up to date: each migration is applied once, in order, in the transaction of the opening.

use super::{DbError, Tx};

/// Name and statements of every migration, oldest first. A released one is never changed.
const MIGRATIONS: &[(&str, &str)] = &[
    ("0001_audit", include_str!("../../migrations/0001_audit.sql")),
    ("0002_people", include_str!("../../migrations/0002_people.sql")),
    ("0003_accounts", include_str!("../../migrations/0003_accounts.sql")),
    ("0004_scan_reports", include_str!("../../migrations/0004_scan_reports.sql")),
    ("0005_officers", include_str!("../../migrations/0005_officers.sql")),
    ("0006_jobs", include_str!("../../migrations/0006_jobs.sql")),
    ("0007_hr_state", include_str!("../../migrations/0007_hr_state.sql")),
    ("0008_people", include_str!("../../migrations/0008_people.sql")),
    ("0009_offboarding", include_str!("../../migrations/0009_offboarding.sql")),
    ("0010_search", include_str!("../../migrations/0010_search.sql")),
    ("0011_moves", include_str!("../../migrations/0011_moves.sql")),
    ("0012_cases", include_str!("../../migrations/0012_cases.sql")),
    ("0013_alerts", include_str!("../../migrations/0013_alerts.sql")),
    ("0014_trust", include_str!("../../migrations/0014_trust.sql")),
    ("0015_figures", include_str!("../../migrations/0015_figures.sql")),
    ("0016_retention", include_str!("../../migrations/0016_retention.sql")),
    ("0017_approvals", include_str!("../../migrations/0017_approvals.sql")),
    ("0018_roles", include_str!("../../migrations/0018_roles.sql")),
    ("0019_modes", include_str!("../../migrations/0019_modes.sql")),
    ("0020_externals", include_str!("../../migrations/0020_externals.sql")),
    ("0021_accounts", include_str!("../../migrations/0021_accounts.sql")),
    ("0022_oidc", include_str!("../../migrations/0022_oidc.sql")),
    ("0023_invitation_end", include_str!("../../migrations/0023_invitation_end.sql")),
    ("0024_scan_indexes", include_str!("../../migrations/0024_scan_indexes.sql")),
];

pub(super) fn apply(tx: &Tx<'_>) -> Result<(), DbError> {
    tx.batch("CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY)")?;
    for (name, sql) in MIGRATIONS {
        if tx.query_one("SELECT name FROM migrations WHERE name = $1", &[(*name).into()])?.is_none() {
            tx.batch(sql)?;
            tx.execute("INSERT INTO migrations (name) VALUES ($1)", &[(*name).into()])?;
        }
    }
    Ok(())
}
