//! The queue of work that must be done though the process that asked for it may end.
//!
//! A job is added in the transaction that makes it necessary. Workers take it for a while, and whoever ends without
//! having done it loses it to the next one: every job must stand being done twice. What the kinds mean is not known
//! here.

use serde_json::Value;
use tokio::sync::Notify;

use crate::database::{DbError, Row, Tx};

/// How long a worker may keep a job before another one takes it.
const TAKEN_MS: i64 = 60_000;
/// After so many tries a job is given up.
pub const TRIES: i64 = 12;
/// The longest pause between two tries.
const LONGEST_PAUSE_MS: i64 = 10 * 60_000;

/// Wakes the workers of this process, so that a job need not wait for the next look at the table.
#[derive(Default)]
pub struct Wake(Notify);

impl Wake {
    /// There is something to do.
    pub fn wake(&self) {
        self.0.notify_one();
    }

    /// Waits until somebody wakes us.
    pub async fn woken(&self) {
        self.0.notified().await;
    }
}

/// A job that a worker has taken.
#[derive(Debug, Clone)]
pub struct Job {
    /// Its id.
    pub id: String,
    /// What kind of work it is.
    pub kind: String,
    /// What the work needs to know.
    pub payload: Value,
    /// How often it was taken, this time included.
    pub tries: i64,
}

/// Adds a job, unless one with the same id is waiting already.
///
/// # Errors
/// If the database refuses it.
pub fn add(tx: &Tx<'_>, id: &str, kind: &str, payload: &Value, due_at_ms: i64) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO jobs (id, kind, payload, due_at_ms) VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO NOTHING",
        &[id.into(), kind.into(), payload.to_string().into(), due_at_ms.into()],
    )?;
    Ok(())
}

/// Whether a job is due: asked often, so it only reads.
///
/// # Errors
/// If the database cannot be read.
pub fn any_due(tx: &Tx<'_>, now_ms: i64) -> Result<bool, DbError> {
    let sql = "SELECT id FROM jobs WHERE due_at_ms <= $1 AND taken_until_ms <= $1 LIMIT 1";
    Ok(tx.query_one(sql, &[now_ms.into()])?.is_some())
}

/// Takes the job that has been due longest.
///
/// # Errors
/// If the database refuses it.
pub fn take(tx: &Tx<'_>, now_ms: i64) -> Result<Option<Job>, DbError> {
    let row = tx.query_one(
        "SELECT id, kind, payload, tries + 1 FROM jobs WHERE due_at_ms <= $1 AND taken_until_ms <= $1
         ORDER BY due_at_ms LIMIT 1",
        &[now_ms.into()],
    )?;
    let Some(job) = row.map(|row| read(&row)).transpose()? else { return Ok(None) };
    tx.execute(
        "UPDATE jobs SET tries = $2, taken_until_ms = $3 WHERE id = $1",
        &[job.id.as_str().into(), job.tries.into(), (now_ms + TAKEN_MS).into()],
    )?;
    Ok(Some(job))
}

fn read(row: &Row) -> Result<Job, DbError> {
    Ok(Job { id: row.text(0)?, kind: row.text(1)?, payload: row.parsed(2, "job")?, tries: row.int(3)? })
}

/// Removes a job that is done.
///
/// # Errors
/// If the database refuses it.
pub fn done(tx: &Tx<'_>, id: &str) -> Result<(), DbError> {
    tx.execute("DELETE FROM jobs WHERE id = $1", &[id.into()]).map(drop)
}

/// The jobs of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Which kind.
    pub kind: String,
    /// How many there are.
    pub count: i64,
    /// When the first of them is or was due.
    pub oldest_due_ms: i64,
}

/// How many jobs wait, by kind.
///
/// # Errors
/// If the database cannot be read.
pub fn waiting(tx: &Tx<'_>) -> Result<Vec<Waiting>, DbError> {
    let rows = tx.query("SELECT kind, COUNT(*), MIN(due_at_ms) FROM jobs GROUP BY kind ORDER BY kind", &[])?;
    rows.iter().map(|row| Ok(Waiting { kind: row.text(0)?, count: row.int(1)?, oldest_due_ms: row.int(2)? })).collect()
}

/// How long to wait before something is done once more that was tried so often: it doubles, up to ten minutes.
pub fn pause_ms(tries: i64) -> i64 {
    (1000_i64 << tries.clamp(0, 20)).min(LONGEST_PAUSE_MS)
}

/// Gives a job back to be tried again after a pause that doubles; answers `false` if it was given up.
///
/// # Errors
/// If the database refuses it.
pub fn failed(tx: &Tx<'_>, job: &Job, now_ms: i64) -> Result<bool, DbError> {
    if job.tries >= TRIES {
        done(tx, &job.id)?;
        return Ok(false);
    }
    tx.execute(
        "UPDATE jobs SET due_at_ms = $2, taken_until_ms = 0 WHERE id = $1",
        &[job.id.as_str().into(), (now_ms + pause_ms(job.tries)).into()],
    )?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::database::Db;

    #[tokio::test]
    async fn a_job_is_taken_once_until_its_worker_is_given_up() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&folder.path().join("q.sqlite")).unwrap();
        db.write(|tx| {
            add(tx, "one", "mail", &json!({"a": 1}), 100)?;
            add(tx, "one", "mail", &json!({"a": 2}), 100)?;
            assert!(take(tx, 99)?.is_none(), "not due yet");
            let job = take(tx, 100)?.unwrap();
            assert_eq!((job.payload["a"].as_i64(), job.tries), (Some(1), 1));
            assert!(take(tx, 101)?.is_none(), "taken");
            assert_eq!(take(tx, 100 + TAKEN_MS)?.unwrap().tries, 2);
            done(tx, "one")?;
            assert!(take(tx, 1_000_000)?.is_none());
            Ok(())
        })
        .await
        .unwrap();
    }

    #[tokio::test]
    async fn a_failed_job_waits_longer_each_time_and_ends() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&folder.path().join("q.sqlite")).unwrap();
        let tries = db
            .write(|tx| {
                add(tx, "one", "mail", &json!({}), 0)?;
                let (mut now, mut tries, mut last) = (0, 0, 0);
                loop {
                    let Some(job) = take(tx, now)? else {
                        now += 500;
                        continue;
                    };
                    tries += 1;
                    assert!(now - last <= LONGEST_PAUSE_MS + 500);
                    last = now;
                    if !failed(tx, &job, now)? {
                        return Ok(tries);
                    }
                }
            })
            .await
            .unwrap();
        assert_eq!(tries, TRIES);
    }
}
