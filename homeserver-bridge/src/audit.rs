//! The audit log: who did what, in rows chained by their hashes.
//!
//! Rows are written in the transaction of the act that they record, so that neither is there without the other.

use sha2::{Digest, Sha256};

use crate::database::{DbError, Row, Tx};

/// One act.
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    /// Milliseconds since the Unix epoch.
    pub at_ms: i64,
    /// Who: a role and a name, such as `administrator:olena`.
    pub actor: &'a str,
    /// What: a verb of a fixed list, such as `account.suspend`.
    pub action: &'a str,
    /// On whom or what: an identifier, never an address.
    pub subject: &'a str,
    /// More, as far as it must be provable later.
    pub detail: &'a str,
}

/// Appends an act.
///
/// # Errors
/// If the database refuses it; the act must then not happen either.
pub fn append(tx: &Tx<'_>, entry: &Entry<'_>) -> Result<(), DbError> {
    let last = tx.query_one("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1", &[])?;
    let (seq, prev) = match last {
        Some(row) => (row.int(0)? + 1, row.text(1)?),
        None => (1, String::new()),
    };
    let hash = link(seq, entry.at_ms, [entry.actor, entry.action, entry.subject, entry.detail], &prev);
    tx.execute(
        "INSERT INTO audit (seq, at_ms, actor, action, subject, detail, prev_hash, hash)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &[
            seq.into(),
            entry.at_ms.into(),
            entry.actor.into(),
            entry.action.into(),
            entry.subject.into(),
            entry.detail.into(),
            prev.into(),
            hash.into(),
        ],
    )?;
    Ok(())
}

/// Checks the whole chain; answers how many rows are sound, or the first one that is not.
///
/// # Errors
/// If the database cannot be read.
pub fn verify(tx: &Tx<'_>) -> Result<Result<i64, i64>, DbError> {
    let (mut expected, mut prev) = (1, String::new());
    loop {
        let rows = tx.query(
            "SELECT seq, at_ms, actor, action, subject, detail, prev_hash, hash FROM audit
             WHERE seq >= $1 ORDER BY seq LIMIT 1000",
            &[expected.into()],
        )?;
        if rows.is_empty() {
            return Ok(Ok(expected - 1));
        }
        for row in rows {
            match sound(&row, expected, &prev)? {
                Some(hash) => prev = hash,
                None => return Ok(Err(expected)),
            }
            expected += 1;
        }
    }
}

/// The row's hash, if the row is the next one and nothing in it was changed.
fn sound(row: &Row, seq: i64, prev: &str) -> Result<Option<String>, DbError> {
    let texts = [row.text(2)?, row.text(3)?, row.text(4)?, row.text(5)?];
    let hash = link(seq, row.int(1)?, [&texts[0], &texts[1], &texts[2], &texts[3]], prev);
    let same = row.int(0)? == seq && row.text(6)? == prev && row.text(7)? == hash;
    Ok(same.then_some(hash))
}

/// Lengths stand before texts, so that no two different rows give the same bytes.
fn link(seq: i64, at_ms: i64, texts: [&str; 4], prev: &str) -> String {
    let mut hash = Sha256::new().chain_update(seq.to_be_bytes()).chain_update(at_ms.to_be_bytes());
    for text in texts.into_iter().chain([prev]) {
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text);
    }
    hex::encode(hash.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::database::Db;

    #[tokio::test]
    async fn a_changed_row_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&folder.path().join("a.sqlite")).unwrap();
        db.write(|tx| {
            for subject in ["one", "two", "three"] {
                append(tx, &Entry { at_ms: 1, actor: "sync:hr", action: "person.join", subject, detail: "" })?;
            }
            Ok(())
        })
        .await
        .unwrap();
        assert_eq!(db.read(verify).await.unwrap(), Ok(3));
        db.write(|tx| tx.execute("UPDATE audit SET subject = 'nobody' WHERE seq = 2", &[])).await.unwrap();
        assert_eq!(db.read(verify).await.unwrap(), Err(2));
        db.write(|tx| tx.execute("DELETE FROM audit WHERE seq = 2", &[])).await.unwrap();
        assert_eq!(db.read(verify).await.unwrap(), Err(2));
    }
}
