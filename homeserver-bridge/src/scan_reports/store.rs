//! Keeps one report. Sending it again changes only when the file was seen last.

use bridge_api::scan::{ScanReport, Verdict};

use super::count::recount;
use super::room::{ROOMS, pseudonym};
use crate::app::App;
use crate::clock::random_token;
use crate::database::{DbError, Tx};
use crate::error::Problem;
use crate::{scan_cases, scan_figures, scan_outbreaks, scan_rules};

const MINUTE_MS: i64 = 60_000;
/// A declared type that is longer says nothing to anybody.
const LONGEST_TYPE: usize = 100;
const NOTES: usize = 20;

/// Keeps a report, unless the same finding is there already.
///
/// A scan that found no media tells nothing about a file, so nothing of it is kept.
///
/// # Errors
/// If the database refuses it.
pub async fn store(app: &App, report: ScanReport) -> Result<(), Problem> {
    if report.verdict == Verdict::NotFound {
        return Ok(());
    }
    let now = app.clock.now_ms();
    let room = pseudonym(&app.secrets.rooms_key(), report.context.room.as_deref());
    let cases = app.config.cases.clone();
    let delay = i64::from(cases.quarantine_after_minutes) * MINUTE_MS;
    let found = app.db.write(move |tx| {
        let file_id = file(tx, &report, now)?;
        if let Some(room) = room {
            enter(tx, &file_id, &room, now)?;
        }
        let (id, new) = said(tx, &file_id, &report, now)?;
        if new {
            scan_figures::count(tx, &scan_figures::Scan::of(&report), now)?;
        }
        if matches!(report.verdict, Verdict::Infected { .. } | Verdict::TypeForbidden) {
            scan_rules::settle_report(tx, &id, now)?;
        }
        let counted = recount(tx, &file_id, now, delay)?;
        let Some(signature) = counted.found else { return Ok(false) };
        scan_cases::scanned_again(tx, &file_id, now)?;
        if !signature.is_empty() {
            scan_outbreaks::look(tx, &cases, &signature, now)?;
        }
        scan_cases::look_after(tx, &file_id, now)?;
        Ok(true)
    });
    if found.await? {
        app.wake.wake();
    }
    Ok(())
}

/// The file's key; a file that is not known yet is made.
fn file(tx: &Tx<'_>, report: &ScanReport, now_ms: i64) -> Result<String, DbError> {
    let (mxc, commitment) = (report.mxc.to_string(), report.key_commitment.as_str());
    let declared = declared_type(report);
    let sql = "SELECT id FROM scan_files WHERE mxc = $1 AND key_commitment = $2";
    if let Some(row) = tx.query_one(sql, &[mxc.as_str().into(), commitment.into()])? {
        let id = row.text(0)?;
        tx.execute(
            "UPDATE scan_files SET last_seen_at_ms = CASE WHEN last_seen_at_ms < $2 THEN $2 ELSE last_seen_at_ms END,
                 type_declared = CASE WHEN type_declared = '' THEN $3 ELSE type_declared END WHERE id = $1",
            &[id.as_str().into(), whole(report.scanned_at_ms).into(), declared.into()],
        )?;
        return Ok(id);
    }
    let id = random_token();
    tx.execute(
        "INSERT INTO scan_files (id, seq, mxc, key_commitment, ciphertext_sha256, media_server, homeserver,
             requested_by, verdict, signature, engine, signatures_version, size, type_declared, type_found, encrypted,
             first_seen_at_ms, last_seen_at_ms, changed_at_ms, case_state)
         VALUES ($1, (SELECT COALESCE(MAX(seq), 0) + 1 FROM scan_files), $2, $3, $4, $5, $6, $7, '', '', $8, $9, $10,
             $11, $12, $13, $14, $14, $15, 'none')",
        &[
            id.as_str().into(),
            mxc.into(),
            commitment.into(),
            report.ciphertext_sha256.as_str().into(),
            report.mxc.server().as_str().into(),
            report.homeserver.as_str().into(),
            report.requested_by.as_str().into(),
            report.engine.as_str().into(),
            report.signatures_version.as_str().into(),
            whole(report.size).into(),
            declared.into(),
            report.type_found.as_str().into(),
            report.encrypted.into(),
            whole(report.scanned_at_ms).into(),
            now_ms.into(),
        ],
    )?;
    Ok(id)
}

fn declared_type(report: &ScanReport) -> String {
    let said = report.context.declared_type.as_deref().unwrap_or_default();
    said.chars().filter(char::is_ascii_graphic).take(LONGEST_TYPE).collect()
}

fn enter(tx: &Tx<'_>, file_id: &str, room: &str, now_ms: i64) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO scan_rooms (file_id, room, at_ms)
         SELECT $1, $2, $3 WHERE (SELECT COUNT(*) FROM scan_rooms WHERE file_id = $1) < $4
         ON CONFLICT (file_id, room) DO NOTHING",
        &[file_id.into(), room.into(), now_ms.into(), ROOMS.into()],
    )
    .map(drop)
}

/// Writes down what was said; answers the row's key, and whether it is a new row.
fn said(tx: &Tx<'_>, file_id: &str, report: &ScanReport, now_ms: i64) -> Result<(String, bool), DbError> {
    let fresh = random_token();
    let signature = match &report.verdict {
        Verdict::Infected { signature } => signature.as_str(),
        _ => "",
    };
    let notes: Vec<&String> = report.notes.iter().take(NOTES).collect();
    let notes = serde_json::to_string(&notes).unwrap_or_else(|_| "[]".into());
    let signed = report.signed.as_ref().and_then(|signed| serde_json::to_string(signed).ok());
    let row = tx.query_one(
        "INSERT INTO scan_reports (id, file_id, mxc, ciphertext_sha256, key_commitment, verdict, signature, engine,
             signatures_version, size, type_found, encrypted, homeserver, media_server, requested_by, scanned_at_ms,
             last_seen_at_ms, arrived_at_ms, notes, coherent, signed)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $16, $17, $18, $19, $20)
         ON CONFLICT (mxc, key_commitment, verdict, signature, engine, signatures_version, homeserver)
         DO UPDATE SET times = scan_reports.times + 1, notes = excluded.notes, coherent = excluded.coherent,
             -- The signature may be one of newer keys.
             signed = COALESCE(excluded.signed, scan_reports.signed),
             last_seen_at_ms = CASE WHEN scan_reports.last_seen_at_ms < excluded.last_seen_at_ms
                 THEN excluded.last_seen_at_ms ELSE scan_reports.last_seen_at_ms END
         RETURNING id",
        &[
            fresh.as_str().into(),
            file_id.into(),
            report.mxc.to_string().into(),
            report.ciphertext_sha256.as_str().into(),
            report.key_commitment.as_str().into(),
            report.verdict.word().into(),
            signature.into(),
            report.engine.as_str().into(),
            report.signatures_version.as_str().into(),
            whole(report.size).into(),
            report.type_found.as_str().into(),
            report.encrypted.into(),
            report.homeserver.as_str().into(),
            report.mxc.server().as_str().into(),
            report.requested_by.as_str().into(),
            whole(report.scanned_at_ms).into(),
            now_ms.into(),
            notes.into(),
            report.coherent.into(),
            signed.into(),
        ],
    )?;
    let id = row.ok_or(DbError::Stored("report"))?.text(0)?;
    let new = id == fresh;
    Ok((id, new))
}

/// The database counts with a sign; a number beyond it is as good as its largest.
pub(super) fn whole(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
