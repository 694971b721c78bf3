//! Which of all that was said of a file counts: a find before clean, clean before no verdict, the latest of its kind.

use bridge_api::scan_rules::{BLOCKED_HASH, RELEASED_BY_OFFICERS};

use crate::database::{DbError, Row, Tx};
use crate::scan_cases;
use crate::scan_rules;

/// The word where nothing that was said counts any more: a block was lifted, and nobody has scanned the file since.
const NOTHING: &str = "lifted";

/// What counts now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Counted {
    /// The signature, if something was found that counts.
    pub(crate) found: Option<String>,
    /// Whether it is another find than before.
    pub(crate) news: bool,
}

/// Works out what counts of a file, writes it down, and lets the case follow: a find opens it, and sets when the
/// homeservers keep the file back, `delay_ms` from now.
///
/// # Errors
/// If the database refuses it.
pub(crate) fn recount(tx: &Tx<'_>, file_id: &str, now_ms: i64, delay_ms: i64) -> Result<Counted, DbError> {
    let sql = "SELECT verdict, signature, released, ciphertext_sha256, found_at_ms FROM scan_files WHERE id = $1";
    let before = tx.query_one(sql, &[file_id.into()])?.ok_or(DbError::Stored("file"))?;
    // A word of the scanner on a release is no verdict of its own.
    let best = tx.query_one(
        "SELECT verdict, signature, set_aside, engine, signatures_version, size, type_found, scanned_at_ms,
             ciphertext_sha256 FROM scan_reports
         WHERE file_id = $1 AND engine <> $2
         AND NOT (set_aside = 1 AND (verdict = 'type_forbidden' OR signature = $3))
         ORDER BY CASE WHEN verdict IN ('infected', 'type_forbidden') THEN 0 WHEN verdict = 'clean' THEN 1 ELSE 2 END,
             set_aside, last_seen_at_ms DESC, arrived_at_ms DESC, id LIMIT 1",
        &[file_id.into(), RELEASED_BY_OFFICERS.into(), BLOCKED_HASH.into()],
    )?;
    let (verdict, signature, released) = match &best {
        None => (NOTHING.to_owned(), String::new(), false),
        Some(best) => (best.text(0)?, best.text(1)?, best.text(0)? == "infected" && best.flag(2)?),
    };
    let same = before.text(0)? == verdict && before.text(1)? == signature && before.flag(2)? == released;
    if !same {
        let sql = "UPDATE scan_files SET verdict = $2, signature = $3, released = $4, changed_at_ms = $5,
                 seq = (SELECT MAX(seq) + 1 FROM scan_files) WHERE id = $1";
        let changed = best.as_ref().map_or(Ok(now_ms), |row| row.int(7))?;
        let values =
            [file_id.into(), verdict.as_str().into(), signature.as_str().into(), released.into(), changed.into()];
        tx.execute(sql, &values)?;
    }
    if let Some(best) = &best {
        describe(tx, file_id, best)?;
    }
    let find = matches!(verdict.as_str(), "infected" | "type_forbidden") && !released;
    if find {
        tx.execute(
            "UPDATE scan_files SET found_at_ms = $2 WHERE id = $1 AND found_at_ms IS NULL",
            &[file_id.into(), now_ms.into()],
        )?;
        let news = !same || before.int_opt(4)?.is_none();
        scan_cases::found(tx, file_id, &signature, news, now_ms)?;
    }
    let keep_back = (find && verdict == "infected") || scan_rules::is_blocked(tx, &before.text(3)?)?;
    if keep_back {
        let sql = "UPDATE scan_files SET quarantine_from_ms = $2 WHERE id = $1 AND quarantine_from_ms IS NULL";
        tx.execute(sql, &[file_id.into(), (now_ms + delay_ms).into()])?;
    } else {
        let sql = "UPDATE scan_files SET quarantine_from_ms = NULL, delete_from_ms = NULL
             WHERE id = $1 AND (quarantine_from_ms IS NOT NULL OR delete_from_ms IS NOT NULL)";
        tx.execute(sql, &[file_id.into()])?;
    }
    Ok(Counted { found: find.then_some(signature), news: !same })
}

/// The facts of the file are those of the verdict that counts; most of the time they are already.
fn describe(tx: &Tx<'_>, file_id: &str, best: &Row) -> Result<(), DbError> {
    tx.execute(
        "UPDATE scan_files SET engine = $2, signatures_version = $3, size = $4, type_found = $5,
             ciphertext_sha256 = CASE WHEN $6 = '' THEN ciphertext_sha256 ELSE $6 END
         WHERE id = $1 AND (engine <> $2 OR signatures_version <> $3 OR size <> $4 OR type_found <> $5
             OR (ciphertext_sha256 <> $6 AND $6 <> ''))",
        &[
            file_id.into(),
            best.text(3)?.into(),
            best.text(4)?.into(),
            best.int(5)?.into(),
            best.text(6)?.into(),
            best.text(8)?.into(),
        ],
    )
    .map(drop)
}
