//! Blocks as officers see them, and what a block would have touched.

use super::BlockKind;
use crate::app::App;
use crate::audit::{self, Entry};
use crate::database::{DbError, Row};

/// How far back it is told what a block would have touched.
const BACK_MS: i64 = 30 * 24 * 3_600_000;

/// A block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Its key.
    pub id: String,
    /// What it is about.
    pub kind: BlockKind,
    /// The signature, hash or type.
    pub value: String,
    /// Why it was set.
    pub reason: String,
    /// Which officer set it.
    pub made_by: String,
    /// When.
    pub made_at_ms: i64,
    /// Who lifted it, when, and why.
    pub lifted: Option<(String, i64, String)>,
}

/// What a block would have touched in the last 30 days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reach {
    /// Files reported.
    pub files: i64,
    /// Of those, files that can be opened now.
    pub open: i64,
}

/// All blocks, those that count first, then the newest. That they were looked at goes into the audit log.
///
/// # Errors
/// If the database fails.
pub async fn list(app: &App, actor: String) -> Result<Vec<Block>, DbError> {
    let at_ms = app.clock.now_ms();
    app.db
        .write(move |tx| {
            audit::append(tx, &Entry { at_ms, actor: &actor, action: "scan_blocks.list", subject: "", detail: "" })?;
            let sql = "SELECT id, kind, value, reason, made_by, made_at_ms, lifted_by, lifted_at_ms, lift_reason
                 FROM scan_blocks ORDER BY CASE WHEN lifted_at_ms IS NULL THEN 0 ELSE 1 END, made_at_ms DESC, id
                 LIMIT 500";
            tx.query(sql, &[])?.iter().map(read).collect()
        })
        .await
}

fn read(row: &Row) -> Result<Block, DbError> {
    let lifted = match row.int_opt(7)? {
        None => None,
        Some(at_ms) => Some((row.text(6)?, at_ms, row.text(8)?)),
    };
    Ok(Block {
        id: row.text(0)?,
        kind: BlockKind::from_word(&row.text(1)?).ok_or(DbError::Stored("kind"))?,
        value: row.text(2)?,
        reason: row.text(3)?,
        made_by: row.text(4)?,
        made_at_ms: row.int(5)?,
        lifted,
    })
}

/// What a block would have touched.
///
/// # Errors
/// If the database fails.
pub async fn reach(app: &App, kind: BlockKind, value: String) -> Result<Reach, DbError> {
    let since = app.clock.now_ms() - BACK_MS;
    let column = match kind {
        BlockKind::Signature => "signature",
        BlockKind::Hash => "ciphertext_sha256",
        BlockKind::Type => "type_found",
    };
    app.db
        .read(move |tx| {
            let sql = format!(
                "SELECT COUNT(*), COALESCE(SUM(CASE WHEN verdict = 'clean' OR released = 1 THEN 1 ELSE 0 END), 0)
                 FROM scan_files WHERE {column} = $1 AND last_seen_at_ms > $2"
            );
            let row = tx.query_one(&sql, &[value.into(), since.into()])?.ok_or(DbError::Stored("count"))?;
            Ok(Reach { files: row.int(0)?, open: row.int(1)? })
        })
        .await
}
