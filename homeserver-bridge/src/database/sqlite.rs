//! SQLite: one writing connection, a few reading ones, write-ahead log.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, TryLockError};
use std::time::Duration;

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OpenFlags, Statement, ToSql, TransactionBehavior};

use super::{DbError, Row, Value};

const READERS: usize = 4;

/// The connections of this process.
pub(super) struct Pool {
    writer: Mutex<Connection>,
    readers: Mutex<Vec<Connection>>,
    path: std::path::PathBuf,
}

/// A transaction that statements run in.
pub struct Tx<'a> {
    connection: &'a Connection,
}

impl Pool {
    pub(super) fn open(path: &Path) -> Result<Self, DbError> {
        let writer = connect(path, false)?;
        Ok(Self { writer: Mutex::new(writer), readers: Mutex::new(Vec::new()), path: path.to_owned() })
    }

    pub(super) fn read<T>(&self, work: impl FnOnce(&Tx<'_>) -> Result<T, DbError>) -> Result<T, DbError> {
        let idle = lock(&self.readers).pop();
        let mut connection = match idle {
            Some(connection) => connection,
            None => connect(&self.path, true)?,
        };
        let transaction = connection.transaction()?;
        let answer = work(&Tx { connection: &transaction });
        drop(transaction);
        let mut readers = lock(&self.readers);
        if readers.len() < READERS {
            readers.push(connection);
        }
        answer
    }

    /// The connection that writes; waits for it.
    pub(super) fn writer(&self) -> Writer<'_> {
        Writer(lock(&self.writer))
    }

    /// The connection that writes, if nobody in this process writes now.
    pub(super) fn free_writer(&self) -> Option<Writer<'_>> {
        match self.writer.try_lock() {
            Ok(connection) => Some(Writer(connection)),
            Err(TryLockError::Poisoned(poisoned)) => Some(Writer(poisoned.into_inner())),
            Err(TryLockError::WouldBlock) => None,
        }
    }
}

/// The connection that writes, for one transaction.
pub(super) struct Writer<'a>(MutexGuard<'a, Connection>);

impl Writer<'_> {
    pub(super) fn write<T>(&mut self, work: impl FnOnce(&Tx<'_>) -> Result<T, DbError>) -> Result<T, DbError> {
        let transaction = self.0.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let answer = work(&Tx { connection: &transaction })?;
        transaction.commit()?;
        Ok(answer)
    }
}

/// A thread that panicked while it held the lock left a connection whose transaction is undone: it can be used on.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

fn connect(path: &Path, read_only: bool) -> Result<Connection, DbError> {
    let flags = if read_only {
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX
    } else {
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX
    };
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(Duration::from_secs(10))?;
    if !read_only {
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "NORMAL")?;
        connection.pragma_update(None, "foreign_keys", "ON")?;
        // Kibibytes: a catalogue of a million people is written in random places of its indexes.
        connection.pragma_update(None, "cache_size", -65_536)?;
    }
    connection.set_prepared_statement_cache_capacity(256);
    Ok(connection)
}

impl Tx<'_> {
    /// Runs a statement that answers with rows.
    ///
    /// # Errors
    /// If the database refuses it.
    pub fn query(&self, sql: &str, values: &[Value]) -> Result<Vec<Row>, DbError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let columns = statement.column_count();
        bind(&mut statement, values)?;
        let mut rows = statement.raw_query();
        let mut answer = Vec::new();
        while let Some(row) = rows.next()? {
            let mut out = Vec::with_capacity(columns);
            for column in 0..columns {
                out.push(match row.get_ref(column)? {
                    ValueRef::Null => Value::Null,
                    ValueRef::Integer(v) => Value::Int(v),
                    ValueRef::Text(v) => Value::Text(String::from_utf8_lossy(v).into_owned()),
                    ValueRef::Blob(v) => Value::Blob(v.to_vec()),
                    ValueRef::Real(_) => return Err(DbError::Type(column)),
                });
            }
            answer.push(Row(out));
        }
        Ok(answer)
    }

    /// Runs a statement that answers with many rows, and shows them one by one without keeping any.
    ///
    /// # Errors
    /// If the database refuses it, or what `each` answers.
    pub fn each(
        &self,
        sql: &str,
        values: &[Value],
        mut each: impl FnMut(&Passing<'_>) -> Result<(), DbError>,
    ) -> Result<(), DbError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        bind(&mut statement, values)?;
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next()? {
            each(&Passing { row })?;
        }
        Ok(())
    }

    /// The first row of an answer, if there is one.
    ///
    /// # Errors
    /// If the database refuses the statement.
    pub fn query_one(&self, sql: &str, values: &[Value]) -> Result<Option<Row>, DbError> {
        Ok(self.query(sql, values)?.into_iter().next())
    }

    /// Runs a statement that changes rows; answers how many.
    ///
    /// # Errors
    /// If the database refuses it.
    pub fn execute(&self, sql: &str, values: &[Value]) -> Result<usize, DbError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        bind(&mut statement, values)?;
        Ok(statement.raw_execute()?)
    }

    /// Runs the statements of a migration.
    pub(super) fn batch(&self, sql: &str) -> Result<(), DbError> {
        Ok(self.connection.execute_batch(sql)?)
    }
}

/// A row on its way past; columns are counted from 0.
pub struct Passing<'a> {
    row: &'a rusqlite::Row<'a>,
}

impl Passing<'_> {
    /// A `TEXT` column; an empty text if it holds no value.
    ///
    /// # Errors
    /// If the column holds something else.
    pub fn text(&self, column: usize) -> Result<&str, DbError> {
        match self.row.get_ref(column)? {
            ValueRef::Text(text) => std::str::from_utf8(text).map_err(|_| DbError::Type(column)),
            ValueRef::Null => Ok(""),
            _ => Err(DbError::Type(column)),
        }
    }

    /// A `BIGINT` column.
    ///
    /// # Errors
    /// If the column holds something else.
    pub fn int(&self, column: usize) -> Result<i64, DbError> {
        match self.row.get_ref(column)? {
            ValueRef::Integer(value) => Ok(value),
            _ => Err(DbError::Type(column)),
        }
    }
}

/// Binds each value to the placeholder with its number. To SQLite `$1` is a name, and it would count placeholders in the
/// order in which they appear.
fn bind(statement: &mut Statement<'_>, values: &[Value]) -> rusqlite::Result<()> {
    if statement.parameter_count() != values.len() {
        return Err(rusqlite::Error::InvalidParameterCount(values.len(), statement.parameter_count()));
    }
    for (number, value) in values.iter().enumerate() {
        let name = format!("${}", number + 1);
        let index = statement.parameter_index(&name)?.ok_or(rusqlite::Error::InvalidParameterName(name))?;
        statement.raw_bind_parameter(index, value)?;
    }
    Ok(())
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Value::Null => ToSqlOutput::Borrowed(ValueRef::Null),
            Value::Int(v) => ToSqlOutput::Borrowed(ValueRef::Integer(*v)),
            Value::Text(v) => ToSqlOutput::Borrowed(ValueRef::Text(v.as_bytes())),
            Value::Blob(v) => ToSqlOutput::Borrowed(ValueRef::Blob(v)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_bound_by_their_numbers_in_whatever_order_they_appear() {
        let folder = tempfile::tempdir().unwrap();
        let pool = Pool::open(&folder.path().join("b.sqlite")).unwrap();
        pool.writer()
            .write(|tx| {
                let row = tx.query_one("SELECT $2, $1, $2", &["one".into(), "two".into()])?.unwrap();
                assert_eq!((row.text(0)?, row.text(1)?, row.text(2)?), ("two".into(), "one".into(), "two".into()));
                assert!(tx.query("SELECT $1", &["one".into(), "two".into()]).is_err());
                assert!(tx.query("SELECT $1, $3", &["one".into(), "two".into()]).is_err());
                Ok(())
            })
            .unwrap();
    }
}
