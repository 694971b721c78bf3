//! Blocking a signature, a file by its hash, or a type; and lifting a block again. Both need a reason.

use super::changed;
use super::settle::{settle_hash, settle_signature, settle_type};
use crate::app::App;
use crate::audit::{self, Entry};
use crate::clock::random_token;
use crate::database::{DbError, Tx};
use crate::officers::Session;
use crate::scan_cases::Done;

/// What a block is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// A signature that no release lifts any more.
    Signature,
    /// The bytes of one file as they lie on the homeserver.
    Hash,
    /// A media type found in the content.
    Type,
}

impl BlockKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Signature, Self::Hash, Self::Type];

    /// The word in the database and in addresses.
    pub fn word(self) -> &'static str {
        match self {
            Self::Signature => "signature",
            Self::Hash => "hash",
            Self::Type => "type",
        }
    }

    /// From the word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// The value as it is stored and compared, if it can be one of its kind.
pub fn value_of(kind: BlockKind, text: &str) -> Option<String> {
    let text = text.trim();
    match kind {
        BlockKind::Hash => {
            (text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit())).then(|| text.to_ascii_lowercase())
        }
        BlockKind::Signature => {
            let fit = (1..=200).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic() || b == b' ');
            (fit && text != bridge_api::scan_rules::BLOCKED_HASH).then(|| text.to_owned())
        }
        BlockKind::Type => {
            let part = |part: &str| {
                !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&b))
            };
            let fit = text.len() <= 100 && text.split_once('/').is_some_and(|(a, b)| part(a) && part(b));
            fit.then(|| text.to_ascii_lowercase())
        }
    }
}

/// Blocks; `value` is as [`value_of`] gives it.
///
/// # Errors
/// If the database fails.
pub async fn block(
    app: &App,
    officer: &Session,
    kind: BlockKind,
    value: String,
    reason: String,
) -> Result<Done, DbError> {
    let (officer, now) = (officer.clone(), app.clock.now_ms());
    let done = app.db.write(move |tx| {
        let added = tx.execute(
            "INSERT INTO scan_blocks (id, kind, value, reason, made_by, made_at_ms) VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT DO NOTHING",
            &[
                random_token().into(),
                kind.word().into(),
                value.as_str().into(),
                reason.as_str().into(),
                officer.name.as_str().into(),
                now.into(),
            ],
        )?;
        if added == 0 {
            return Ok(Done::Again);
        }
        apply(tx, kind, &value, None, now)?;
        log(tx, &officer, "scan_block.set", kind, &value, &reason, now)?;
        Ok(Done::Done)
    });
    let done = done.await?;
    app.wake.wake();
    Ok(done)
}

/// Lifts a block.
///
/// # Errors
/// If the database fails.
pub async fn lift(app: &App, officer: &Session, id: String, reason: String) -> Result<Done, DbError> {
    let (officer, now) = (officer.clone(), app.clock.now_ms());
    let done = app.db.write(move |tx| {
        let sql = "SELECT kind, value, made_at_ms FROM scan_blocks WHERE id = $1";
        let Some(row) = tx.query_one(sql, &[id.as_str().into()])? else { return Ok(Done::Unknown) };
        let kind = BlockKind::from_word(&row.text(0)?).ok_or(DbError::Stored("kind"))?;
        let lifted = tx.execute(
            "UPDATE scan_blocks SET lifted_by = $2, lifted_at_ms = $3, lift_reason = $4
             WHERE id = $1 AND lifted_at_ms IS NULL",
            &[id.as_str().into(), officer.name.as_str().into(), now.into(), reason.as_str().into()],
        )?;
        if lifted == 0 {
            return Ok(Done::TooLate);
        }
        let value = row.text(1)?;
        apply(tx, kind, &value, Some(row.int(2)?), now)?;
        log(tx, &officer, "scan_block.lift", kind, &value, &reason, now)?;
        Ok(Done::Done)
    });
    let done = done.await?;
    app.wake.wake();
    Ok(done)
}

/// What a new block, or one that was set at `lifted` and is no more, makes of the findings.
fn apply(tx: &Tx<'_>, kind: BlockKind, value: &str, lifted: Option<i64>, now_ms: i64) -> Result<(), DbError> {
    match (kind, lifted) {
        (BlockKind::Hash, _) => settle_hash(tx, value, now_ms)?,
        (BlockKind::Signature, _) => settle_signature(tx, value, now_ms)?,
        (BlockKind::Type, Some(set_at_ms)) => settle_type(tx, value, set_at_ms, now_ms)?,
        // The gate asks for blocked types itself.
        (BlockKind::Type, None) => {}
    }
    changed(tx)
}

fn log(
    tx: &Tx<'_>,
    officer: &Session,
    action: &str,
    kind: BlockKind,
    value: &str,
    reason: &str,
    at_ms: i64,
) -> Result<(), DbError> {
    let (actor, subject, detail) = (officer.actor(), format!("{}:{value}", kind.word()), format!("reason={reason}"));
    audit::append(tx, &Entry { at_ms, actor: &actor, action, subject: &subject, detail: &detail })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_be_of_its_kind_is_blocked() {
        let of = |kind, text: &str| value_of(kind, text);
        assert_eq!(of(BlockKind::Hash, &"aB".repeat(32)), Some("ab".repeat(32)));
        assert_eq!(of(BlockKind::Hash, "ab"), None);
        assert_eq!(of(BlockKind::Type, " Application/X-Dosexec "), Some("application/x-dosexec".into()));
        for bad in ["", "pdf", "a/b/c d", "/", "a/"] {
            assert_eq!(of(BlockKind::Type, bad), None, "{bad}");
        }
        assert_eq!(of(BlockKind::Signature, "Win.Test.EICAR_HDB-1"), Some("Win.Test.EICAR_HDB-1".into()));
        for bad in ["", "a\nb", bridge_api::scan_rules::BLOCKED_HASH] {
            assert_eq!(of(BlockKind::Signature, bad), None, "{bad}");
        }
    }
}
