//! The rules as scanners fetch them.

use bridge_api::scan_rules::{Quarantined, ReleasedFile, Rescan, ScanRules};

use sha2::{Digest, Sha256};

use crate::app::App;
use crate::database::{DbError, Row, Tx};

/// For how long a wish to scan again is told.
const RESCAN_MS: i64 = 30 * 24 * 3_600_000;
/// So many media in quarantine are told, the latest ones.
const QUARANTINED: i64 = 2000;

/// The rules have changed: scanners take them as new.
///
/// # Errors
/// If the database refuses it.
pub fn changed(tx: &Tx<'_>) -> Result<(), DbError> {
    tx.execute("UPDATE scan_rules_version SET version = version + 1 WHERE id = 1", &[]).map(drop)
}

/// All rules with the tag of this state of them; nothing if a scanner has the current ones. The tag names what officers
/// decided and what the operating mode says, which changes with the mode and with the configuration.
///
/// # Errors
/// If the database fails.
pub async fn rules(app: &App, known: Option<&str>) -> Result<Option<(String, ScanRules)>, DbError> {
    let now = app.clock.now_ms();
    let mode = app.modes.current();
    let said = serde_json::to_vec(&mode.rules).unwrap_or_default();
    let said = hex::encode(&Sha256::digest(&said)[..8]);
    let known = known.map(str::to_owned);
    app.db
        .read(move |tx| {
            let row = tx.query_one("SELECT version FROM scan_rules_version WHERE id = 1", &[])?;
            let version = natural(row.ok_or(DbError::Stored("version"))?.int(0)?);
            let tag = format!("{version}-{said}");
            if known.as_deref() == Some(tag.as_str()) {
                return Ok(None);
            }
            let blocked = |kind: &str| {
                let sql = "SELECT value FROM scan_blocks WHERE kind = $1 AND lifted_at_ms IS NULL ORDER BY value";
                tx.query(sql, &[kind.into()])?.iter().map(|row| row.text(0)).collect::<Result<Vec<_>, _>>()
            };
            let rules = ScanRules {
                version,
                released: released(tx)?,
                blocked_hashes: blocked("hash")?,
                blocked_signatures: blocked("signature")?,
                blocked_types: blocked("type")?,
                rescan: rescan(tx, now)?,
                quarantined: quarantined(tx)?,
                only_file_types: mode.rules.only_file_types.clone(),
                unknown_verdict_blocks: mode.rules.unknown_verdict_blocks,
            };
            Ok(Some((tag, rules)))
        })
        .await
}

fn natural(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}

fn released(tx: &Tx<'_>) -> Result<Vec<ReleasedFile>, DbError> {
    let sql = "SELECT DISTINCT ciphertext_sha256, key_commitment, signature FROM scan_releases WHERE state = 'approved'
         ORDER BY 1, 2, 3";
    let file = |row: &Row| {
        Ok(ReleasedFile { ciphertext_sha256: row.text(0)?, key_commitment: row.text(1)?, signature: row.text(2)? })
    };
    tx.query(sql, &[])?.iter().map(file).collect()
}

fn rescan(tx: &Tx<'_>, now_ms: i64) -> Result<Vec<Rescan>, DbError> {
    let sql = "SELECT ciphertext_sha256, MAX(rescan_at_ms) FROM scan_files WHERE rescan_at_ms > $1
         GROUP BY ciphertext_sha256 ORDER BY 1";
    let file = |row: &Row| Ok(Rescan { ciphertext_sha256: row.text(0)?, since_ms: natural(row.int(1)?) });
    tx.query(sql, &[(now_ms - RESCAN_MS).into()])?.iter().map(file).collect()
}

fn quarantined(tx: &Tx<'_>) -> Result<Vec<Quarantined>, DbError> {
    let sql = "SELECT mxc, signature FROM scan_files WHERE quarantine IN ('quarantined', 'deleted')
         AND verdict = 'infected' AND released = 0 ORDER BY seq DESC LIMIT $1";
    let media = |row: &Row| Ok(Quarantined { mxc: row.parsed(0, "mxc")?, signature: row.text(1)? });
    tx.query(sql, &[QUARANTINED.into()])?.iter().map(media).collect()
}
