//! Counts one scan.

use bridge_api::scan::{ScanReport, Verdict};

use crate::database::{DbError, Tx};

const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;
/// Names that a program sends are cut here.
const LONGEST: usize = 200;

/// What of a report is counted.
#[derive(Debug, Clone)]
pub struct Scan {
    media_server: String,
    verdict: &'static str,
    type_found: String,
    signature: String,
    bytes: i64,
}

impl Scan {
    /// Of a report.
    pub fn of(report: &ScanReport) -> Self {
        let signature = match &report.verdict {
            Verdict::Infected { signature } => signature.as_str(),
            _ => "",
        };
        let cut = |text: &str| text.chars().take(LONGEST).collect();
        Self {
            media_server: report.mxc.server().to_string(),
            verdict: report.verdict.word(),
            type_found: cut(&report.type_found),
            signature: cut(signature),
            bytes: i64::try_from(report.size).unwrap_or(i64::MAX),
        }
    }
}

/// Counts a scan into its hour, its day and the totals. By our clock: a scanner's may be wrong.
///
/// # Errors
/// If the database refuses it.
pub fn count(tx: &Tx<'_>, scan: &Scan, now_ms: i64) -> Result<(), DbError> {
    for (table, unit, number) in [("scan_hours", "hour", now_ms / HOUR_MS), ("scan_days", "day", now_ms / DAY_MS)] {
        let sql = format!(
            "INSERT INTO {table} ({unit}, media_server, verdict, type_found, signature, scans, bytes)
             VALUES ($1, $2, $3, $4, $5, 1, $6)
             ON CONFLICT ({unit}, media_server, verdict, type_found, signature)
             DO UPDATE SET scans = {table}.scans + 1, bytes = {table}.bytes + excluded.bytes"
        );
        tx.execute(
            &sql,
            &[
                number.into(),
                scan.media_server.as_str().into(),
                scan.verdict.into(),
                scan.type_found.as_str().into(),
                scan.signature.as_str().into(),
                scan.bytes.into(),
            ],
        )?;
    }
    tx.execute(
        "INSERT INTO scan_totals (verdict, scans, bytes) VALUES ($1, 1, $2)
         ON CONFLICT (verdict) DO UPDATE SET scans = scan_totals.scans + 1, bytes = scan_totals.bytes + excluded.bytes",
        &[scan.verdict.into(), scan.bytes.into()],
    )?;
    Ok(())
}
