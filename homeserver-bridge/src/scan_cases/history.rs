//! The history of a case: who did what when, with what they wrote.

use crate::audit::{self, Entry};
use crate::database::{DbError, Row, Tx};
use crate::officers::Session;

/// The longest text that an officer may write, characters.
const LONGEST: usize = 1000;

/// Something that was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// When.
    pub at_ms: i64,
    /// The officer; empty for the bridge itself.
    pub officer: String,
    /// The act's word.
    pub act: String,
    /// What they wrote, or more on the act.
    pub remark: String,
}

/// What an officer wrote, if it can be taken: not empty, at most 1000 characters, nothing but text and lines.
pub fn remark(text: &str) -> Option<String> {
    let text = text.replace("\r\n", "\n");
    let text = text.trim();
    // Marks that turn text around would show something else than was written.
    let odd = |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    (!text.is_empty() && text.chars().count() <= LONGEST && !text.contains(odd)).then(|| text.to_owned())
}

/// Adds to the history; an empty `officer` is the bridge.
pub(super) fn add(
    tx: &Tx<'_>,
    file_id: &str,
    officer: &str,
    act: &str,
    remark: &str,
    now_ms: i64,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO scan_case_events (file_id, seq, at_ms, officer, act, remark)
         VALUES ($1, (SELECT COALESCE(MAX(seq), 0) + 1 FROM scan_case_events WHERE file_id = $1), $2, $3, $4, $5)",
        &[file_id.into(), now_ms.into(), officer.into(), act.into(), remark.into()],
    )
    .map(drop)
}

/// Adds an officer's act to the history and to the audit log, where `detail` stands beside it.
pub(super) fn act(
    tx: &Tx<'_>,
    officer: &Session,
    file_id: &str,
    (act, remark, detail): (&str, &str, &str),
    now_ms: i64,
) -> Result<(), DbError> {
    add(tx, file_id, &officer.name, act, remark, now_ms)?;
    let (actor, action) = (officer.actor(), format!("scan_case.{act}"));
    audit::append(tx, &Entry { at_ms: now_ms, actor: &actor, action: &action, subject: file_id, detail })
}

/// An act of the bridge itself.
pub(super) fn own_act(tx: &Tx<'_>, file_id: &str, act: &str, detail: &str, now_ms: i64) -> Result<(), DbError> {
    add(tx, file_id, "", act, detail, now_ms)?;
    let action = format!("scan_case.{act}");
    audit::append(tx, &Entry { at_ms: now_ms, actor: "bridge", action: &action, subject: file_id, detail })
}

/// All of it, oldest first.
pub(super) fn events(tx: &Tx<'_>, file_id: &str) -> Result<Vec<Event>, DbError> {
    let sql = "SELECT at_ms, officer, act, remark FROM scan_case_events WHERE file_id = $1 ORDER BY seq";
    let event =
        |row: &Row| Ok(Event { at_ms: row.int(0)?, officer: row.text(1)?, act: row.text(2)?, remark: row.text(3)? });
    tx.query(sql, &[file_id.into()])?.iter().map(event).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_text_is_taken() {
        assert_eq!(remark(" a\r\nb ").as_deref(), Some("a\nb"));
        assert_eq!(remark(&"é".repeat(1000)).map(|text| text.chars().count()), Some(1000));
        for bad in ["", "  ", "a\u{0}", "a\u{202e}b", &"x".repeat(1001)] {
            assert_eq!(remark(bad), None, "{bad:?}");
        }
    }
}
