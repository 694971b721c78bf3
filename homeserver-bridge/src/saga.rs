//! What sagas have in common: work in steps, over days, that goes on from wherever it was killed.
//!
//! A saga is a row with `state`, `next_at_ms`, `tries` and `ended_at_ms`, tables of what it consists of, one of them its
//! steps, and a job that takes it further. What the steps are and what each state means is for the feature to know.

use serde_json::json;

use crate::database::{DbError, Tx};
use crate::queue;

/// A saga that nobody goes on with for so long has lost its job.
const LOST_MS: i64 = 2 * 60_000;
/// So many are purged at once.
const PURGED_AT_ONCE: i64 = 500;

/// The tables and the job of one kind of saga.
pub(crate) struct SagaKind {
    /// Table of the sagas.
    pub(crate) table: &'static str,
    /// Tables of what a saga consists of, its steps among them.
    pub(crate) parts: &'static [&'static str],
    /// The table of the steps.
    pub(crate) steps: &'static str,
    /// The column in the parts that names the saga.
    pub(crate) key: &'static str,
    /// States in which a job takes it further, as SQL lists them.
    pub(crate) driven: &'static str,
    /// States in which it has ended.
    pub(crate) ended: &'static str,
    /// Kind of the job; its payload is `{"id"}`.
    pub(crate) job: &'static str,
    /// What the ids of its jobs begin with.
    pub(crate) job_id: &'static str,
}

/// What comes next.
pub(crate) enum Next {
    /// More of the same at once: there was not enough time.
    Now,
    /// Something is left that did not work now.
    Later,
    /// At this time.
    At(i64),
    /// Nothing.
    Ended,
}

/// A step in a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepLine {
    /// Its word.
    pub step: &'static str,
    /// `pending`, `done` or `failed`.
    pub outcome: String,
    /// Why it failed, or what came of it.
    pub detail: String,
    /// When it came to that.
    pub at_ms: Option<i64>,
}

impl SagaKind {
    /// Goes on at this time.
    pub(crate) fn go_on_at(&self, tx: &Tx<'_>, id: &str, at_ms: i64) -> Result<(), DbError> {
        let sql = format!("UPDATE {} SET next_at_ms = $2 WHERE id = $1", self.table);
        tx.execute(&sql, &[id.into(), at_ms.into()])?;
        queue::add(tx, &format!("{}:{id}:{at_ms}", self.job_id), self.job, &json!({"id": id}), at_ms)
    }

    /// Says when the saga goes on; `tries` is how often it was tried before.
    pub(crate) fn go_on(&self, tx: &Tx<'_>, id: &str, tries: i64, next: &Next, now_ms: i64) -> Result<(), DbError> {
        match *next {
            // The job that runs now has the present time in its id.
            Next::Now => self.go_on_at(tx, id, now_ms + 1),
            Next::Later => self.try_again(tx, id, tries, now_ms),
            Next::At(at_ms) => self.go_on_at(tx, id, at_ms.max(now_ms + 1)),
            Next::Ended => Ok(()),
        }
    }

    /// After a pause that doubles each time.
    fn try_again(&self, tx: &Tx<'_>, id: &str, tries: i64, now_ms: i64) -> Result<(), DbError> {
        tx.execute(&format!("UPDATE {} SET tries = tries + 1 WHERE id = $1", self.table), &[id.into()])?;
        self.go_on_at(tx, id, now_ms + queue::pause_ms(tries))
    }

    /// Gives those whose job was lost a new one; answers how many.
    pub(crate) fn wake_due(&self, tx: &Tx<'_>, now_ms: i64) -> Result<usize, DbError> {
        let sql =
            format!("SELECT id FROM {} WHERE state IN ({}) AND next_at_ms <= $1 LIMIT 1000", self.table, self.driven);
        let rows = tx.query(&sql, &[(now_ms - LOST_MS).into()])?;
        for row in &rows {
            self.go_on_at(tx, &row.text(0)?, now_ms)?;
        }
        Ok(rows.len())
    }

    /// What each of these steps has come to; those that nothing is recorded of are pending.
    pub(crate) fn step_lines(
        &self,
        tx: &Tx<'_>,
        id: &str,
        words: impl Iterator<Item = &'static str>,
    ) -> Result<Vec<StepLine>, DbError> {
        let sql = format!("SELECT step, outcome, detail, at_ms FROM {} WHERE {} = $1", self.steps, self.key);
        let mut known = Vec::new();
        for row in tx.query(&sql, &[id.into()])? {
            known.push((row.text(0)?, row.text(1)?, row.text(2)?, row.int(3)?));
        }
        let line = |step: &'static str| match known.iter().find(|(word, ..)| word == step) {
            Some((_, outcome, detail, at_ms)) => {
                StepLine { step, outcome: outcome.clone(), detail: detail.clone(), at_ms: Some(*at_ms) }
            }
            None => StepLine { step, outcome: "pending".to_owned(), detail: String::new(), at_ms: None },
        };
        Ok(words.map(line).collect())
    }

    /// Removes those that ended before this time, with all their parts; answers how many.
    pub(crate) fn purge(&self, tx: &Tx<'_>, before_ms: i64) -> Result<usize, DbError> {
        let sql = format!(
            "SELECT id FROM {} WHERE state IN ({}) AND ended_at_ms < $1 ORDER BY ended_at_ms LIMIT $2",
            self.table, self.ended
        );
        let rows = tx.query(&sql, &[before_ms.into(), PURGED_AT_ONCE.into()])?;
        for row in &rows {
            let id = row.text(0)?;
            for part in self.parts {
                tx.execute(&format!("DELETE FROM {part} WHERE {} = $1", self.key), &[id.as_str().into()])?;
            }
            tx.execute(&format!("DELETE FROM {} WHERE id = $1", self.table), &[id.into()])?;
        }
        Ok(rows.len())
    }
}
