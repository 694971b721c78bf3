//! `[register]` with `kind = "sql"`.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use serde::Deserialize;

/// A database and a query that the administrator writes.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SqlSection {
    /// Which database.
    pub driver: Driver,
    /// PostgreSQL and MariaDB: a file whose only line is `postgresql://user:password@host:port/database`, or the same
    /// with `mariadb://`. PostgreSQL on this machine also as `postgresql://user@%2Fvar%2Frun%2Fpostgresql/database`.
    #[serde(default)]
    pub url_file: Option<PathBuf>,
    /// SQLite: the database's file.
    #[serde(default)]
    pub path: Option<PathBuf>,
    /// The authority that signed the server's certificate (PEM). Needed unless the server runs on this machine.
    #[serde(default)]
    pub ca_file: Option<PathBuf>,
    /// One `select`, a row a person; the mapping names its columns.
    pub query: String,
    /// One `select` of one number: how many rows the query must have. Asked in the same snapshot.
    #[serde(default)]
    pub count_query: Option<String>,
    /// How long to wait for the server each time, seconds.
    #[serde(default = "five_minutes")]
    pub patience_seconds: u64,
    /// How changes are found between full readings, if they can be.
    #[serde(default)]
    pub changed: Option<ChangedSection>,
}

/// Which database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Driver {
    /// PostgreSQL.
    Postgresql,
    /// SQLite.
    Sqlite,
    /// MariaDB, or MySQL.
    Mariadb,
}

/// `[register.changed]`: polling for what changed since the last time.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangedSection {
    /// As `query`, for those changed at or after a place in time: `$1` with PostgreSQL (a text: write for example
    /// `$1::timestamptz`), `?` with the others. Rows may come again: let it look back further than a write can take.
    pub query: String,
    /// The column that holds the place in time: a moment or a growing number.
    pub cursor_column: String,
    /// A place before everything, such as `"1970-01-01"` or `"0"`.
    pub cursor_start: String,
    /// How often to look, seconds.
    #[serde(default = "five_seconds")]
    pub every_seconds: u64,
}

impl SqlSection {
    pub(super) fn resolve(&mut self, folder: &Path) {
        for path in [&mut self.url_file, &mut self.path, &mut self.ca_file].into_iter().flatten() {
            *path = folder.join(&*path);
        }
    }

    pub(super) fn check(&self) -> Result<()> {
        match (self.driver, &self.url_file, &self.path) {
            (Driver::Sqlite, None, Some(_)) | (Driver::Postgresql | Driver::Mariadb, Some(_), None) => {}
            (Driver::Sqlite, ..) => bail!("register.driver = \"sqlite\" needs path, and no url_file"),
            _ => bail!("this register.driver needs url_file, a file that holds the address and password, and no path"),
        }
        if self.driver == Driver::Sqlite && self.ca_file.is_some() {
            bail!("register.ca_file has no meaning for a file of SQLite");
        }
        for (name, query) in [
            ("query", Some(&self.query)),
            ("count_query", self.count_query.as_ref()),
            ("changed.query", self.changed.as_ref().map(|changed| &changed.query)),
        ] {
            if query.is_some_and(|query| query.trim().is_empty()) {
                bail!("register.{name} is empty");
            }
        }
        if self.patience_seconds == 0 || self.changed.as_ref().is_some_and(|changed| changed.every_seconds == 0) {
            bail!("register.patience_seconds and register.changed.every_seconds must be at least 1");
        }
        Ok(())
    }
}

fn five_minutes() -> u64 {
    300
}
fn five_seconds() -> u64 {
    5
}
