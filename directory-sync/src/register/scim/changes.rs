//! Pushes as increments. SQLite says whether any other connection, in this process or another, has written: that is
//! asked often and costs next to nothing.

use std::collections::BTreeMap;
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::{Connection, params};

use super::columns::Columns;
use super::store::{FIELDS, stored};
use crate::register::{Changes, Increment, RegisterError, Waited};

const LOOK_EVERY: Duration = Duration::from_millis(40);
/// The most changes handed over at once.
const MOST: i64 = 1000;

/// See the module.
pub(super) struct Pushes {
    connection: Connection,
    columns: Columns,
    name: String,
    /// The number of the last change that was handed over.
    handed: Option<i64>,
    /// SQLite's mark of the file when there was nothing to hand over.
    mark: Option<i64>,
}

impl Pushes {
    pub(super) fn new(connection: Connection, columns: Columns, name: String) -> Self {
        Self { connection, columns, name, handed: None, mark: None }
    }

    fn mark(&self) -> rusqlite::Result<i64> {
        self.connection.query_row("PRAGMA data_version", [], |row| row.get(0))
    }

    /// The changes after the last one that was kept, in their order, and the number of the last of them.
    fn since_kept(&mut self) -> rusqlite::Result<(Vec<Increment>, Option<i64>)> {
        let snapshot = self.connection.transaction()?;
        let kept: i64 = snapshot.query_row("SELECT value FROM counter WHERE name = 'kept'", [], |row| row.get(0))?;
        let mut found = BTreeMap::new();
        let sql = format!("SELECT {FIELDS}, changed FROM people WHERE changed > ? ORDER BY changed LIMIT ?");
        let mut asked = snapshot.prepare(&sql)?;
        let mut rows = asked.query(params![kept, MOST])?;
        while let Some(row) = rows.next()? {
            // A user gets a number of its own with every change; a key given up has that of the change that did it.
            found.insert((row.get::<_, i64>(5)?, 1), Increment::Listed(Box::new(self.columns.row(&stored(row)?))));
        }
        let mut asked =
            snapshot.prepare("SELECT person_key, changed FROM gone WHERE changed > ? ORDER BY changed LIMIT ?")?;
        let mut rows = asked.query(params![kept, MOST])?;
        while let Some(row) = rows.next()? {
            found.insert((row.get::<_, i64>(1)?, 0), Increment::Gone(row.get(0)?));
        }
        // Of each list the first MOST: whatever comes after the first MOST numbers of both is for the next time.
        let most = usize::try_from(MOST).unwrap_or(usize::MAX);
        let last = found.keys().nth(most - 1).or(found.keys().last()).map(|(number, _)| *number);
        let handed = found.into_iter().take_while(|((number, _), _)| Some(*number) <= last).map(|(_, one)| one);
        Ok((handed.collect(), last))
    }

    fn failed(&self, cause: impl ToString) -> RegisterError {
        RegisterError::Read { name: self.name.clone(), cause: cause.to_string() }
    }
}

impl Changes for Pushes {
    fn next(&mut self, patience: Duration, each: &mut dyn FnMut(Increment)) -> Result<Waited, RegisterError> {
        let begun = Instant::now();
        loop {
            let mark = self.mark().map_err(|e| self.failed(e))?;
            if self.mark != Some(mark) {
                let (found, last) = self.since_kept().map_err(|e| self.failed(e))?;
                if last.is_some() {
                    self.handed = last;
                    found.into_iter().for_each(each);
                    return Ok(Waited::Changed);
                }
                self.mark = Some(mark);
            }
            let left = patience.saturating_sub(begun.elapsed());
            if left.is_zero() {
                return Ok(Waited::Quiet);
            }
            thread::sleep(LOOK_EVERY.min(left));
        }
    }

    fn keep(&mut self) -> Result<(), RegisterError> {
        let Some(last) = self.handed.take() else { return Ok(()) };
        let kept = || -> rusqlite::Result<()> {
            let begun = self.connection.unchecked_transaction()?;
            begun.execute("UPDATE counter SET value = ? WHERE name = 'kept' AND value < ?", [last, last])?;
            begun.execute("DELETE FROM gone WHERE changed <= ?", [last])?;
            begun.commit()
        };
        kept().map_err(|e| self.failed(e))
    }
}

#[cfg(test)]
#[path = "changes_tests.rs"]
mod tests;
