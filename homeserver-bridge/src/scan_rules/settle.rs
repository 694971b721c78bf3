//! Which findings still count: one that two officers released is set aside, and so is one that only a block made which
//! was lifted since. The release gate and the list of reports look at nothing else.

use bridge_api::scan_rules::BLOCKED_HASH;

use crate::database::{DbError, Tx, Value};
use crate::scan_reports::recount;

/// A scanner that has not heard of a lifted block yet may still report what it made of it, so long.
const LATE_MS: i64 = 5 * 60_000;

/// `1` where an infected finding is set aside. `$1` is the signature of blocked hashes.
const ASIDE: &str = "CASE
    WHEN signature = $1 THEN CASE WHEN EXISTS (SELECT 1 FROM scan_blocks b WHERE b.kind = 'hash'
        AND b.value = scan_reports.ciphertext_sha256 AND b.lifted_at_ms IS NULL) THEN 0 ELSE 1 END
    WHEN EXISTS (SELECT 1 FROM scan_blocks b WHERE b.lifted_at_ms IS NULL
        AND ((b.kind = 'signature' AND b.value = scan_reports.signature)
            OR (b.kind = 'hash' AND b.value = scan_reports.ciphertext_sha256))) THEN 0
    WHEN EXISTS (SELECT 1 FROM scan_releases l WHERE l.state = 'approved'
        AND l.ciphertext_sha256 = scan_reports.ciphertext_sha256 AND l.key_commitment = scan_reports.key_commitment
        AND l.signature = scan_reports.signature) THEN 1
    ELSE 0 END";

/// Settles the findings in a file that has this hash, after a block of it or a release changed.
///
/// # Errors
/// If the database refuses it.
pub fn settle_hash(tx: &Tx<'_>, hash: &str, now_ms: i64) -> Result<(), DbError> {
    let sql =
        format!("UPDATE scan_reports SET set_aside = {ASIDE} WHERE verdict = 'infected' AND ciphertext_sha256 = $2");
    tx.execute(&sql, &[BLOCKED_HASH.into(), hash.into()])?;
    recount_all(tx, "ciphertext_sha256 = $1", &[hash.into()], now_ms)
}

/// Settles the findings of a signature, after a block of it changed: only released ones can count otherwise.
///
/// # Errors
/// If the database refuses it.
pub fn settle_signature(tx: &Tx<'_>, signature: &str, now_ms: i64) -> Result<(), DbError> {
    let sql = format!(
        "UPDATE scan_reports SET set_aside = {ASIDE} WHERE verdict = 'infected' AND signature = $2
         AND EXISTS (SELECT 1 FROM scan_releases l WHERE l.signature = $2 AND l.state = 'approved')"
    );
    tx.execute(&sql, &[BLOCKED_HASH.into(), signature.into()])?;
    let released = "file_id IN (SELECT file_id FROM scan_releases WHERE signature = $1 AND state = 'approved')";
    recount_all(tx, released, &[signature.into()], now_ms)
}

/// Sets findings aside that a block of a type has made since it was set.
///
/// # Errors
/// If the database refuses it.
pub(super) fn settle_type(tx: &Tx<'_>, kind: &str, blocked_at_ms: i64, now_ms: i64) -> Result<(), DbError> {
    let these = "verdict = 'type_forbidden' AND type_found = $1 AND arrived_at_ms >= $2";
    let values = [kind.into(), blocked_at_ms.into()];
    tx.execute(&format!("UPDATE scan_reports SET set_aside = 1 WHERE {these}"), &values)?;
    recount_all(tx, these, &values, now_ms)
}

/// Settles one report that has just come.
///
/// # Errors
/// If the database refuses it.
pub(crate) fn settle_report(tx: &Tx<'_>, id: &str, now_ms: i64) -> Result<(), DbError> {
    let sql = format!("UPDATE scan_reports SET set_aside = {ASIDE} WHERE verdict = 'infected' AND id = $2");
    tx.execute(&sql, &[BLOCKED_HASH.into(), id.into()])?;
    tx.execute(
        "UPDATE scan_reports SET set_aside = CASE WHEN EXISTS (SELECT 1 FROM scan_blocks b WHERE b.kind = 'type'
             AND b.value = scan_reports.type_found AND b.lifted_at_ms > $2) THEN 1 ELSE 0 END
         WHERE verdict = 'type_forbidden' AND id = $1",
        &[id.into(), (now_ms - LATE_MS).into()],
    )
    .map(drop)
}

fn recount_all(tx: &Tx<'_>, these: &str, values: &[Value], now_ms: i64) -> Result<(), DbError> {
    let rows =
        tx.query(&format!("SELECT DISTINCT file_id FROM scan_reports WHERE file_id <> '' AND ({these})"), values)?;
    rows.iter().try_for_each(|row| recount(tx, &row.text(0)?, now_ms, 0).map(drop))
}

/// Whether officers blocked a file by its hash.
///
/// # Errors
/// If the database fails.
pub fn is_blocked(tx: &Tx<'_>, hash: &str) -> Result<bool, DbError> {
    let sql = "SELECT id FROM scan_blocks WHERE kind = 'hash' AND value = $1 AND lifted_at_ms IS NULL";
    Ok(tx.query_one(sql, &[hash.into()])?.is_some())
}
