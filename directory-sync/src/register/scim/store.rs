//! What identity systems have pushed, in a SQLite file of ours: readable by its owner alone, erased content overwritten.
//! Several processes may read while one writes. Every change gets a number, so that what changed since can be told.

use std::fs::{self, OpenOptions, Permissions};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use anyhow::{Context, bail};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, TransactionBehavior, params};
use serde_json::{Map, Value};

use super::columns::Columns;
use super::error::ScimError;

const LAYOUT: i64 = 1;
const TABLES: &str = "
CREATE TABLE people (
    place INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    user_name TEXT NOT NULL UNIQUE,
    external_id TEXT UNIQUE,
    attributes TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_ms INTEGER NOT NULL,
    modified_ms INTEGER NOT NULL,
    changed INTEGER NOT NULL
) STRICT;
CREATE INDEX people_changed ON people (changed);
CREATE TABLE gone (person_key TEXT PRIMARY KEY, changed INTEGER NOT NULL) STRICT;
CREATE TABLE counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;
INSERT INTO counter VALUES ('changed', 0), ('kept', 0);
PRAGMA user_version = 1;";

pub(super) const FIELDS: &str = "id, attributes, version, created_ms, modified_ms";

/// A user as it is stored.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stored {
    pub(super) id: String,
    pub(super) attributes: Map<String, Value>,
    pub(super) version: i64,
    pub(super) created_ms: i64,
    pub(super) modified_ms: i64,
}

/// Which versions a client wants to change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Versions {
    Any,
    These(Vec<i64>),
}

/// The store, for the one process that serves it.
pub(super) struct Store {
    writer: Mutex<Connection>,
    reader: Mutex<Connection>,
    columns: Columns,
}

/// Opens the file, and makes it if need be.
///
/// # Errors
/// If it cannot be opened, or another version wrote it.
pub(super) fn connect(path: &Path) -> anyhow::Result<Connection> {
    let told = || format!("cannot open the store {}", path.display());
    OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(path).with_context(told)?;
    fs::set_permissions(path, Permissions::from_mode(0o600)).with_context(told)?;
    let mut connection = Connection::open(path).with_context(told)?;
    connection.busy_timeout(Duration::from_secs(10)).with_context(told)?;
    connection.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;")?;
    let begun = connection.transaction_with_behavior(TransactionBehavior::Immediate).with_context(told)?;
    match begun.query_row("PRAGMA user_version", [], |row| row.get::<_, i64>(0)).with_context(told)? {
        0 => begun.execute_batch(TABLES).with_context(told)?,
        LAYOUT => {}
        other => bail!("the store {} has layout {other}, this version knows {LAYOUT}", path.display()),
    }
    begun.commit().with_context(told)?;
    Ok(connection)
}

fn held(connection: &Mutex<Connection>) -> MutexGuard<'_, Connection> {
    // A transaction that a panic broke off was rolled back when it was dropped.
    connection.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Reads [`FIELDS`].
pub(super) fn stored(row: &Row<'_>) -> rusqlite::Result<Stored> {
    let text: String = row.get(1)?;
    let attributes = serde_json::from_str(&text);
    let attributes = attributes
        .map_err(|e| rusqlite::Error::FromSqlConversionFailure(1, rusqlite::types::Type::Text, Box::new(e)))?;
    Ok(Stored { id: row.get(0)?, attributes, version: row.get(2)?, created_ms: row.get(3)?, modified_ms: row.get(4)? })
}

/// As it is compared: no two users have the same.
pub(super) fn folded(user_name: &str) -> String {
    user_name.to_lowercase()
}

impl Store {
    /// # Errors
    /// As [`connect`].
    pub(super) fn open(path: &Path, columns: Columns) -> anyhow::Result<Self> {
        Ok(Self { writer: Mutex::new(connect(path)?), reader: Mutex::new(connect(path)?), columns })
    }

    /// Reads, in one snapshot.
    pub(super) fn read<T>(&self, read: impl FnOnce(&Transaction<'_>) -> Result<T, ScimError>) -> Result<T, ScimError> {
        let mut connection = held(&self.reader);
        read(&connection.transaction()?)
    }

    fn write<T>(&self, write: impl FnOnce(&Transaction<'_>) -> Result<T, ScimError>) -> Result<T, ScimError> {
        let mut connection = held(&self.writer);
        let begun = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = write(&begun)?;
        begun.commit()?;
        Ok(done)
    }

    /// The user with the id.
    ///
    /// # Errors
    /// If there is none.
    pub(super) fn get(&self, id: &str) -> Result<Stored, ScimError> {
        self.read(|tx| one(tx, id))
    }

    /// A new user.
    ///
    /// # Errors
    /// `uniqueness`.
    pub(super) fn create(&self, attributes: Map<String, Value>, now_ms: i64) -> Result<Stored, ScimError> {
        self.write(|tx| {
            let id: String = tx.query_row("SELECT lower(hex(randomblob(16)))", [], |row| row.get(0))?;
            let user = Stored { id, attributes, version: 1, created_ms: now_ms, modified_ms: now_ms };
            unique(tx, &user)?;
            let changed = count(tx)?;
            tx.execute(
                "INSERT INTO people (id, user_name, external_id, attributes, version, created_ms, modified_ms, changed)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                params![
                    user.id,
                    folded(text(&user, "userName")),
                    user.attributes.get("externalId").and_then(Value::as_str),
                    Value::Object(user.attributes.clone()).to_string(),
                    user.version,
                    now_ms,
                    now_ms,
                    changed
                ],
            )?;
            tx.execute("DELETE FROM gone WHERE person_key = ?", [self.columns.key(&user)])?;
            Ok(user)
        })
    }

    /// Changes a user, and its version if anything is different afterwards.
    ///
    /// # Errors
    /// If there is none, it has another version, `change` fails, or `uniqueness`.
    pub(super) fn change(
        &self,
        id: &str,
        versions: &Versions,
        now_ms: i64,
        change: impl FnOnce(&Stored) -> Result<Map<String, Value>, ScimError>,
    ) -> Result<Stored, ScimError> {
        self.write(|tx| {
            let before = one(tx, id)?;
            before.expect(versions)?;
            let attributes = change(&before)?;
            if attributes == before.attributes {
                return Ok(before);
            }
            let after = Stored {
                attributes,
                version: before.version + 1,
                modified_ms: now_ms.max(before.created_ms),
                ..before.clone()
            };
            unique(tx, &after)?;
            let changed = count(tx)?;
            tx.execute(
                "UPDATE people SET user_name = ?, external_id = ?, attributes = ?, version = ?, modified_ms = ?,
                 changed = ? WHERE id = ?",
                params![
                    folded(text(&after, "userName")),
                    after.attributes.get("externalId").and_then(Value::as_str),
                    Value::Object(after.attributes.clone()).to_string(),
                    after.version,
                    after.modified_ms,
                    changed,
                    id
                ],
            )?;
            let (old, new) = (self.columns.key(&before), self.columns.key(&after));
            if old != new {
                bury(tx, &old, changed)?;
                tx.execute("DELETE FROM gone WHERE person_key = ?", [new])?;
            }
            Ok(after)
        })
    }

    /// Takes a user out of the register.
    ///
    /// # Errors
    /// If there is none, or it has another version.
    pub(super) fn delete(&self, id: &str, versions: &Versions) -> Result<(), ScimError> {
        self.write(|tx| {
            let user = one(tx, id)?;
            user.expect(versions)?;
            tx.execute("DELETE FROM people WHERE id = ?", [id])?;
            let changed = count(tx)?;
            bury(tx, &self.columns.key(&user), changed)
        })
    }
}

impl Stored {
    fn expect(&self, versions: &Versions) -> Result<(), ScimError> {
        match versions {
            Versions::These(wanted) if !wanted.contains(&self.version) => Err(ScimError::precondition()),
            Versions::Any | Versions::These(_) => Ok(()),
        }
    }
}

fn text<'u>(user: &'u Stored, name: &str) -> &'u str {
    user.attributes.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn one(tx: &Transaction<'_>, id: &str) -> Result<Stored, ScimError> {
    let found = tx.query_row(&format!("SELECT {FIELDS} FROM people WHERE id = ?"), [id], stored).optional()?;
    found.ok_or_else(ScimError::not_found)
}

fn unique(tx: &Transaction<'_>, user: &Stored) -> Result<(), ScimError> {
    let taken = |column: &str, value: &str| {
        let sql = format!("SELECT EXISTS (SELECT 1 FROM people WHERE {column} = ? AND id <> ?)");
        tx.query_row(&sql, [value, &user.id], |row| row.get::<_, bool>(0))
    };
    if taken("user_name", &folded(text(user, "userName")))? {
        return Err(ScimError::uniqueness("userName"));
    }
    if taken("external_id", text(user, "externalId"))? {
        return Err(ScimError::uniqueness("externalId"));
    }
    Ok(())
}

/// The number of this change.
fn count(tx: &Transaction<'_>) -> Result<i64, ScimError> {
    let sql = "UPDATE counter SET value = value + 1 WHERE name = 'changed' RETURNING value";
    Ok(tx.query_row(sql, [], |row| row.get(0))?)
}

fn bury(tx: &Transaction<'_>, key: &str, changed: i64) -> Result<(), ScimError> {
    if !key.is_empty() {
        tx.execute("INSERT OR REPLACE INTO gone (person_key, changed) VALUES (?, ?)", params![key, changed])?;
    }
    Ok(())
}
