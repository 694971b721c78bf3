//! The register as it was at the end of the last good refresh: a SQLite file with the mapped values of each entry and
//! the server's cookie. Both change together or not at all, so that a cookie never stands for what is not there.
//!
//! It holds personal data, readable only by whoever runs this program, and nothing that cannot be read anew: deleting
//! the file costs one full refresh. It is no database of ours; what is written to the bridge is not in it.

use std::fs::OpenOptions;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

use super::failure::Failure;
use super::messages::{Cookie, Uuid};
use super::taker::Taken;

const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS people (uuid BLOB PRIMARY KEY, taken TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS mentioned (uuid BLOB PRIMARY KEY) WITHOUT ROWID;
";

/// See the module.
pub(super) struct Mirror {
    file: Connection,
}

/// The place that the mirror stands at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Standing {
    pub(super) cookie: Cookie,
    /// When everything was last read without a cookie, in seconds since the Unix epoch.
    pub(super) whole_at: i64,
}

fn fault(error: impl std::fmt::Display) -> Failure {
    Failure::Here(format!("the mirror of the register cannot be used ({error}); if it is damaged, delete the file"))
}

impl Mirror {
    /// Opens it, or makes an empty one.
    pub(super) fn open(path: &Path) -> Result<Self, Failure> {
        let mut options = OpenOptions::new();
        options.create(true).append(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(path).map_err(fault)?;
        let file = Connection::open(path).map_err(fault)?;
        file.busy_timeout(Duration::from_secs(10)).map_err(fault)?;
        file.pragma_update(None, "journal_mode", "WAL").map_err(fault)?;
        // Whoever is gone from the register is gone from the file as well.
        file.pragma_update(None, "secure_delete", true).map_err(fault)?;
        file.execute_batch(SCHEMA).map_err(fault)?;
        Ok(Self { file })
    }

    /// Where it stands; `None` if it is empty, or was made for another question than this.
    pub(super) fn standing(&self, question: &str) -> Result<Option<Standing>, Failure> {
        standing(&self.file, question).map_err(fault)
    }

    /// Everybody, in a fixed order.
    pub(super) fn each(&self, each: &mut dyn FnMut(Uuid, Taken)) -> Result<(), Failure> {
        let mut all = self.file.prepare("SELECT uuid, taken FROM people ORDER BY uuid").map_err(fault)?;
        let mut rows = all.query([]).map_err(fault)?;
        while let Some(row) = rows.next().map_err(fault)? {
            let uuid: Uuid = row.get(0).map_err(fault)?;
            let taken = row.get_ref(1).map_err(fault)?.as_str().map_err(fault)?;
            each(uuid, serde_json::from_str(taken).map_err(fault)?);
        }
        Ok(())
    }

    /// Whether so many entries are so large a part of everybody that they may be everybody: see [`suspicious`].
    pub(super) fn is_suspicious(&self, told: usize) -> Result<bool, Failure> {
        suspicious(&self.file, told).map_err(fault)
    }

    /// One entry.
    pub(super) fn get(&self, uuid: &Uuid) -> Result<Option<Taken>, Failure> {
        let query = "SELECT taken FROM people WHERE uuid = ?1";
        let found: Option<String> = self.file.query_row(query, [uuid], |row| row.get(0)).optional().map_err(fault)?;
        found.map(|taken| serde_json::from_str(&taken)).transpose().map_err(fault)
    }

    /// Begins to change it; nothing counts before [`Changing::end`].
    pub(super) fn change(&mut self) -> Result<Changing<'_>, Failure> {
        let begun = self.file.transaction_with_behavior(TransactionBehavior::Immediate);
        let inside = begun.map_err(|error| match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DatabaseBusy) => {
                Failure::Here("another run of this program is reading the register; wait until it is done".to_owned())
            }
            _ => fault(error),
        })?;
        Ok(Changing { inside })
    }
}

/// A change under way; given up when it is dropped.
pub(super) struct Changing<'a> {
    inside: Transaction<'a>,
}

impl Changing<'_> {
    /// Where it stood when the change began.
    pub(super) fn standing(&self, question: &str) -> Result<Option<Standing>, Failure> {
        standing(&self.inside, question).map_err(fault)
    }

    fn run(&self, statement: &str, uuid: &Uuid) -> Result<usize, Failure> {
        self.inside.prepare_cached(statement).and_then(|mut ready| ready.execute([uuid])).map_err(fault)
    }

    /// Adds or replaces an entry.
    pub(super) fn put(&self, uuid: &Uuid, taken: &Taken) -> Result<(), Failure> {
        let text = serde_json::to_string(taken).map_err(fault)?;
        let statement = "INSERT INTO people (uuid, taken) VALUES (?1, ?2)
            ON CONFLICT (uuid) DO UPDATE SET taken = excluded.taken WHERE taken <> excluded.taken";
        let mut ready = self.inside.prepare_cached(statement).map_err(fault)?;
        ready.execute(params![uuid, text]).map_err(fault)?;
        Ok(())
    }

    /// Removes an entry, if it is there.
    pub(super) fn remove(&self, uuid: &Uuid) -> Result<(), Failure> {
        self.run("DELETE FROM people WHERE uuid = ?1", uuid).map(|_| ())
    }

    /// Whether there is such an entry.
    pub(super) fn knows(&self, uuid: &Uuid) -> Result<bool, Failure> {
        let query = "SELECT 1 FROM people WHERE uuid = ?1";
        self.inside.prepare_cached(query).and_then(|mut ready| ready.exists([uuid])).map_err(fault)
    }

    /// As [`Mirror::is_suspicious`].
    pub(super) fn is_suspicious(&self, told: usize) -> Result<bool, Failure> {
        suspicious(&self.inside, told).map_err(fault)
    }

    /// Whether there is nobody.
    pub(super) fn is_empty(&self) -> Result<bool, Failure> {
        let query = "SELECT NOT EXISTS (SELECT 1 FROM people)";
        self.inside.query_row(query, [], |row| row.get(0)).map_err(fault)
    }

    /// Notes that an entry was mentioned.
    pub(super) fn mention(&self, uuid: &Uuid) -> Result<(), Failure> {
        self.run("INSERT OR IGNORE INTO mentioned (uuid) VALUES (?1)", uuid).map(|_| ())
    }

    /// Removes all that were not mentioned.
    pub(super) fn remove_unmentioned(&self) -> Result<(), Failure> {
        let statement = "DELETE FROM people WHERE uuid NOT IN (SELECT uuid FROM mentioned)";
        self.inside.execute(statement, []).map_err(fault)?;
        self.forget_mentions()
    }

    /// Forgets who was mentioned.
    pub(super) fn forget_mentions(&self) -> Result<(), Failure> {
        self.inside.execute("DELETE FROM mentioned", []).map(|_| ()).map_err(fault)
    }

    /// All that was changed counts from now on, together with the place. Without a cookie the next refresh is a full
    /// one.
    pub(super) fn end(self, question: &str, cookie: Option<&Cookie>, whole_at: i64) -> Result<(), Failure> {
        let set = |name: &str, value: &[u8]| {
            let statement = "INSERT INTO about (name, value) VALUES (?1, ?2)
                ON CONFLICT (name) DO UPDATE SET value = excluded.value";
            self.inside.execute(statement, params![name, value]).map_err(fault)
        };
        set("question", question.as_bytes())?;
        set("whole_at", whole_at.to_string().as_bytes())?;
        match cookie {
            Some(cookie) => set("cookie", cookie)?,
            None => self.inside.execute("DELETE FROM about WHERE name = 'cookie'", []).map_err(fault)?,
        };
        self.inside.commit().map_err(fault)
    }
}

/// A server that silently ignores a cookie, as OpenLDAP does with one that it cannot read, tells everybody and no
/// deletion, and calls that the changes. So a quarter of everybody is no longer believed to be changes alone.
fn suspicious(file: &Connection, told: usize) -> rusqlite::Result<bool> {
    let enough = i64::try_from(told.saturating_mul(4)).unwrap_or(i64::MAX);
    let count = "SELECT count(*) FROM (SELECT 1 FROM people LIMIT ?1)";
    let known: i64 = file.query_row(count, [enough.saturating_add(1)], |row| row.get(0))?;
    Ok(told > 0 && known <= enough)
}

fn standing(file: &Connection, question: &str) -> rusqlite::Result<Option<Standing>> {
    let about = |name: &str| -> rusqlite::Result<Option<Vec<u8>>> {
        file.query_row("SELECT value FROM about WHERE name = ?1", [name], |row| row.get(0)).optional()
    };
    if about("question")?.as_deref() != Some(question.as_bytes()) {
        return Ok(None);
    }
    let whole_at = about("whole_at")?.and_then(|text| String::from_utf8(text).ok()?.parse().ok());
    Ok(about("cookie")?.zip(whole_at).map(|(cookie, whole_at)| Standing { cookie, whole_at }))
}

#[cfg(test)]
#[path = "mirror_tests.rs"]
mod tests;
