//! SQLite: the file opened to be read only, one transaction, rows stepped through.

use std::borrow::Cow;
use std::path::PathBuf;
use std::time::Duration;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Error, OpenFlags, Row};

use super::{Answer, Database, OneValue, Question, RegisterError, Text};

/// How long a writer of the file is waited for.
const BUSY: Duration = Duration::from_secs(30);

/// See the module.
pub(super) struct Sqlite {
    pub(super) name: String,
    pub(super) path: PathBuf,
}

impl Sqlite {
    fn failed(&self, doing: &str, error: &Error) -> RegisterError {
        RegisterError::Read { name: self.name.clone(), cause: format!("{doing}: {error}") }
    }

    fn rows(
        &self,
        connection: &Connection,
        question: &Question<'_>,
        answer: &mut dyn Answer,
    ) -> Result<(), RegisterError> {
        let refused = |error: Error| self.failed("the query is refused", &error);
        let mut statement = connection.prepare(question.query).map_err(refused)?;
        if !statement.readonly() || statement.column_count() == 0 {
            let cause = "the query is refused: it must be a select, which reads and gives rows".to_owned();
            return Err(RegisterError::Read { name: self.name.clone(), cause });
        }
        answer.columns(statement.column_names().into_iter().map(str::to_owned).collect())?;
        let mut rows = match question.parameter {
            Some(parameter) => statement.query([parameter]),
            None => statement.query([]),
        }
        .map_err(refused)?;
        loop {
            match rows.next() {
                Ok(Some(row)) => answer.row(&|at| value(row, at))?,
                Ok(None) => return Ok(()),
                Err(error) => {
                    let code = error.sqlite_error_code().map(|code| format!(" ({code:?})")).unwrap_or_default();
                    let why = format!("the database broke off{code}");
                    return Err(RegisterError::Partial { name: self.name.clone(), why });
                }
            }
        }
    }
}

fn value<'a>(row: &Row<'_>, at: usize) -> Text<'a> {
    Some(Cow::Owned(match row.get_ref(at).ok()? {
        ValueRef::Null => String::new(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => std::str::from_utf8(bytes).ok()?.to_owned(),
    }))
}

impl Database for Sqlite {
    fn ask(&self, question: &Question<'_>, answer: &mut dyn Answer) -> Result<Option<String>, RegisterError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let opened = Connection::open_with_flags(&self.path, flags);
        let connection = opened.map_err(|e| self.failed("cannot open", &e))?;
        connection.busy_timeout(BUSY).map_err(|e| self.failed("cannot open", &e))?;
        connection.execute_batch("PRAGMA query_only = 1; BEGIN").map_err(|e| self.failed("cannot begin", &e))?;
        self.rows(&connection, question, answer)?;
        match question.count_query {
            None => Ok(None),
            Some(query) => {
                let mut count = OneValue::default();
                self.rows(&connection, &Question { query, parameter: None, count_query: None }, &mut count)?;
                Ok(Some(count.0.unwrap_or_default()))
            }
        }
    }
}
