//! The bridge's database: a small door with two sides, reading and writing, that SQL goes through.
//!
//! Statements are portable (`$1` placeholders; `BIGINT`, `TEXT` and `BLOB` columns; times are milliseconds since the
//! Unix epoch), so that the same features run on SQLite and on PostgreSQL. This module knows no table; each feature
//! keeps its SQL beside its logic.

mod migrate;
mod parts;
mod sqlite;
mod value;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

use tokio::runtime::{Handle, RuntimeFlavor};
use tokio::task::{block_in_place, spawn_blocking};

pub use parts::{literally, page};
pub use sqlite::{Passing, Tx};
pub use value::{Row, Value};

/// What can go wrong with the database.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// The database answered with an error.
    #[error("database: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// A column is not of the type that the code reads.
    #[error("database: column {0} has another type than expected")]
    Type(usize),
    /// A stored value no longer parses.
    #[error("database: a stored {0} is not valid")]
    Stored(&'static str),
    /// The task that ran the statement ended early.
    #[error("database: the task was cancelled")]
    Cancelled,
}

/// A handle on the database; cheap to clone.
#[derive(Clone)]
pub struct Db {
    pool: Arc<sqlite::Pool>,
}

impl Db {
    /// Opens the database file, makes it if it is not there, and applies the migrations that are missing.
    ///
    /// # Errors
    /// If the file cannot be opened or a migration fails.
    pub fn open(path: &Path) -> Result<Self, DbError> {
        let pool = sqlite::Pool::open(path)?;
        pool.writer().write(migrate::apply)?;
        Ok(Self { pool: Arc::new(pool) })
    }

    /// Runs `work` on a connection that only reads.
    ///
    /// # Errors
    /// Whatever `work` answers.
    pub async fn read<T, F>(&self, work: F) -> Result<T, DbError>
    where
        T: Send + 'static,
        F: FnOnce(&Tx<'_>) -> Result<T, DbError> + Send + 'static,
    {
        let pool = self.pool.clone();
        spawn_blocking(move || pool.read(work)).await.map_err(|_| DbError::Cancelled)?
    }

    /// Runs `work` in a transaction that is committed when it answers `Ok` and undone otherwise.
    ///
    /// # Errors
    /// Whatever `work` answers, with nothing written.
    pub async fn write<T, F>(&self, work: F) -> Result<T, DbError>
    where
        T: Send + 'static,
        F: FnOnce(&Tx<'_>) -> Result<T, DbError> + Send + 'static,
    {
        // A write is short. Where nobody else writes it is done here, without two changes of threads: of what a scan of a
        // small file takes, those would be a good part.
        if Handle::current().runtime_flavor() == RuntimeFlavor::MultiThread
            && let Some(mut writer) = self.pool.free_writer()
        {
            let work = AssertUnwindSafe(|| writer.write(work));
            return block_in_place(|| catch_unwind(work)).map_err(|_| DbError::Cancelled)?;
        }
        let pool = self.pool.clone();
        spawn_blocking(move || pool.writer().write(work)).await.map_err(|_| DbError::Cancelled)?
    }
}
