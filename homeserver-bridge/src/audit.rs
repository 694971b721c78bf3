//! The audit log: who did what, in rows chained by their hashes.
//!
//! Rows are written in the transaction of the act that they record, so that neither is there without the other. The chain
//! shows every row that was changed, put in or taken out, but not that rows at its end are gone: who wants to know that
//! keeps its head somewhere else, and has it compared.

use std::fmt;
use std::str::FromStr;

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
    let (seq, prev) = head(tx)?.map_or((1, String::new()), |last| (last.seq + 1, last.hash));
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

/// The end of the chain at some time: to be kept where nobody who can write the database can write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// How many rows there are.
    pub seq: i64,
    /// The hash of the last one.
    pub hash: String,
}

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.seq, self.hash)
    }
}

impl FromStr for Head {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const FORM: &str = "a head is what `audit head` prints: a number, a colon, 64 hexadecimal digits";
        let (seq, hash) = text.trim().split_once(':').ok_or(FORM)?;
        let seq = seq.parse().map_err(|_| FORM)?;
        let fits = hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_hexdigit());
        if fits { Ok(Self { seq, hash: hash.to_ascii_lowercase() }) } else { Err(FORM) }
    }
}

/// The end of the chain; nothing while it has no row.
///
/// # Errors
/// If the database cannot be read.
pub fn head(tx: &Tx<'_>) -> Result<Option<Head>, DbError> {
    let row = tx.query_one("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1", &[])?;
    row.map(|row| Ok(Head { seq: row.int(0)?, hash: row.text(1)? })).transpose()
}

/// Whether the chain still goes through where it once ended.
///
/// # Errors
/// If the database cannot be read.
pub fn goes_through(tx: &Tx<'_>, head: &Head) -> Result<bool, DbError> {
    let row = tx.query_one("SELECT hash FROM audit WHERE seq = $1", &[head.seq.into()])?;
    row.map_or(Ok(false), |row| Ok(row.text(0)? == head.hash))
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

    async fn three(folder: &std::path::Path) -> Db {
        let db = Db::open(&folder.join("a.sqlite")).unwrap();
        let rows = db.write(|tx| {
            for subject in ["one", "two", "three"] {
                append(tx, &Entry { at_ms: 1, actor: "sync:hr", action: "person.join", subject, detail: "" })?;
            }
            Ok(())
        });
        rows.await.unwrap();
        assert_eq!(db.read(verify).await.unwrap(), Ok(3));
        db
    }

    async fn broken_at(sql: &'static str) -> Result<i64, i64> {
        let folder = tempfile::tempdir().unwrap();
        let db = three(folder.path()).await;
        db.write(move |tx| tx.execute(sql, &[])).await.unwrap();
        db.read(verify).await.unwrap()
    }

    #[tokio::test]
    async fn the_first_row_that_was_changed_put_in_or_taken_out_is_named() {
        for (sql, row) in [
            ("UPDATE audit SET subject = 'nobody' WHERE seq = 2", 2),
            ("UPDATE audit SET at_ms = 2 WHERE seq = 1", 1),
            ("UPDATE audit SET actor = 'sync:h', action = 'rperson.join' WHERE seq = 3", 3),
            ("UPDATE audit SET hash = prev_hash WHERE seq = 3", 3),
            ("DELETE FROM audit WHERE seq = 1", 1),
            ("DELETE FROM audit WHERE seq = 2", 2),
            (
                "INSERT INTO audit SELECT 4, at_ms, actor, action, subject, detail, prev_hash, hash FROM audit WHERE seq = 3",
                4,
            ),
        ] {
            assert_eq!(broken_at(sql).await, Err(row), "{sql}");
        }
    }

    #[tokio::test]
    async fn rows_cut_off_the_end_show_against_a_head_that_was_kept() {
        let folder = tempfile::tempdir().unwrap();
        let db = three(folder.path()).await;
        let kept: Head = db.read(head).await.unwrap().unwrap().to_string().parse().unwrap();
        assert_eq!(kept.seq, 3);
        let through = async |db: &Db| {
            let kept = kept.clone();
            db.read(move |tx| goes_through(tx, &kept)).await.unwrap()
        };
        assert!(through(&db).await);
        db.write(|tx| tx.execute("DELETE FROM audit WHERE seq = 3", &[])).await.unwrap();
        assert_eq!(db.read(verify).await.unwrap(), Ok(2), "the chain alone cannot tell");
        assert!(!through(&db).await);
        // Nor does another row in its place.
        let entry = |tx: &Tx<'_>| append(tx, &Entry { at_ms: 1, actor: "x", action: "x", subject: "x", detail: "" });
        db.write(entry).await.unwrap();
        assert_eq!(db.read(verify).await.unwrap(), Ok(3));
        assert!(!through(&db).await);
        for nonsense in ["", "3", "x:y", "3:abc"] {
            assert!(nonsense.parse::<Head>().is_err(), "{nonsense}");
        }
    }
}
