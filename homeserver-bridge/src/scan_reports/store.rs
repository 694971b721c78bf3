//! Keeps one report. Sending it again changes nothing.

use bridge_api::scan::{ScanReport, Verdict};

use crate::app::App;
use crate::clock::random_token;
use crate::error::Problem;
use crate::scan_figures;

/// Keeps a report, unless the same finding is there already.
///
/// A scan that found no media tells nothing about a file, so nothing of it is kept.
///
/// # Errors
/// If the database refuses it.
pub async fn store(app: &App, report: ScanReport) -> Result<(), Problem> {
    let signature = match &report.verdict {
        Verdict::NotFound => return Ok(()),
        Verdict::Infected { signature } => signature.clone(),
        _ => String::new(),
    };
    let id = random_token();
    let signed = report.signed.as_ref().map(serde_json::to_string).transpose().map_err(Problem::internal)?;
    let now = app.clock.now_ms();
    app.db
        .write(move |tx| {
            let counted = scan_figures::Scan::of(&report);
            tx.execute(
                "INSERT INTO scan_reports (id, mxc, ciphertext_sha256, key_commitment, verdict, signature, engine,
                     signatures_version, size, type_found, encrypted, homeserver, media_server, requested_by,
                     scanned_at_ms, coherent, signed)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
                 -- The signature may be one of newer keys.
                 ON CONFLICT (mxc, key_commitment, verdict, signatures_version, homeserver)
                 DO UPDATE SET coherent = excluded.coherent, signed = COALESCE(excluded.signed, scan_reports.signed)",
                &[
                    id.as_str().into(),
                    report.mxc.to_string().into(),
                    report.ciphertext_sha256.into(),
                    report.key_commitment.into(),
                    report.verdict.word().into(),
                    signature.into(),
                    report.engine.into(),
                    report.signatures_version.into(),
                    whole(report.size).into(),
                    report.type_found.into(),
                    report.encrypted.into(),
                    report.homeserver.as_str().into(),
                    report.mxc.server().as_str().into(),
                    report.requested_by.into(),
                    whole(report.scanned_at_ms).into(),
                    report.coherent.into(),
                    signed.into(),
                ],
            )?;
            // What was there already kept its key.
            let new = tx.query_one("SELECT id FROM scan_reports WHERE id = $1", &[id.into()])?.is_some();
            if new { scan_figures::count(tx, &counted, now) } else { Ok(()) }
        })
        .await?;
    Ok(())
}

/// The database counts with a sign; a number beyond it is as good as its largest.
pub(super) fn whole(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
