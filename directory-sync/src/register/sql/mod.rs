//! A database as a register: the rows of a query that the administrator writes, read as a stream in one read-only
//! snapshot. One driver a file; what they have in common is the [`Database`] they implement.
//!
//! Nothing is ever written to the database, and nothing but the columns that the mapping names is taken from it. A row
//! comes out as texts, written the same way whatever the driver: NULL is empty, days and moments are ISO 8601 in UTC.

mod changes;
mod mariadb;
mod network;
mod postgresql;
mod sqlite;

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use super::{Changes, Mapper, Register, RegisterError, Row, Unreadable};
use crate::config::{Driver, SqlSection};

/// One question to a database.
pub(super) struct Question<'a> {
    /// One statement that gives rows.
    pub(super) query: &'a str,
    /// The value of its only parameter, if it has one.
    pub(super) parameter: Option<&'a str>,
    /// One statement that gives one number, asked in the same snapshot.
    pub(super) count_query: Option<&'a str>,
}

/// A value as text; nothing if its bytes are no text.
pub(super) type Text<'a> = Option<Cow<'a, str>>;

/// Takes what a question gives.
pub(super) trait Answer {
    /// The names of the columns, once, before the first row.
    fn columns(&mut self, names: Vec<String>) -> Result<(), RegisterError>;

    /// A row; `value` gives the text in a column.
    fn row<'a>(&mut self, value: &dyn Fn(usize) -> Text<'a>) -> Result<(), RegisterError>;
}

/// A database that can be asked.
pub(super) trait Database: Send {
    /// Asks in one read-only snapshot and hands over row by row, in bounded memory. Tells what `count_query` says.
    ///
    /// # Errors
    /// If the database fails, refuses, or breaks off; what was handed over must then be thrown away.
    fn ask(&self, question: &Question<'_>, answer: &mut dyn Answer) -> Result<Option<String>, RegisterError>;
}

/// See the module.
pub(super) struct SqlRegister {
    section: SqlSection,
    mapper: Mapper,
    /// Where the place in the stream of changes is kept.
    cursor_file: PathBuf,
}

impl SqlRegister {
    /// A register whose program keeps its memory in `state_file`.
    pub(super) fn new(section: SqlSection, mapper: Mapper, state_file: &Path) -> Self {
        Self { section, mapper, cursor_file: state_file.with_extension("sql-cursor") }
    }

    fn database(&self) -> Result<(String, Box<dyn Database>), RegisterError> {
        let section = &self.section;
        match section.driver {
            Driver::Sqlite => {
                let path = section.path.clone().unwrap_or_default();
                let name = path.display().to_string();
                Ok((name.clone(), Box::new(sqlite::Sqlite { name, path })))
            }
            Driver::Postgresql => {
                let server = network::Server::open(section, &["postgresql", "postgres"])?;
                Ok((server.name.clone(), Box::new(postgresql::Postgresql { server })))
            }
            Driver::Mariadb => {
                let server = network::Server::open(section, &["mariadb", "mysql"])?;
                Ok((server.name.clone(), Box::new(mariadb::Mariadb { server })))
            }
        }
    }
}

impl Register for SqlRegister {
    fn read(&self, each: &mut dyn FnMut(Row)) -> Result<(), RegisterError> {
        let (name, database) = self.database()?;
        let count_query = self.section.count_query.as_deref();
        let question = Question { query: &self.section.query, parameter: None, count_query };
        let mut rows = Rows { name: &name, mapper: &self.mapper, at: Vec::new(), count: 0, each };
        let stated = database.ask(&question, &mut rows)?;
        let rows = rows.count;
        match stated.map(|text| text.trim().parse::<u64>()) {
            Some(Ok(stated)) if stated != rows => {
                let why = format!("its count_query states {stated} rows, its query gave {rows}");
                Err(RegisterError::Partial { name, why })
            }
            Some(Err(_)) => Err(RegisterError::Read { name, cause: "its count_query gives no number".to_owned() }),
            _ => Ok(()),
        }
    }

    fn changes(&self) -> Result<Option<Box<dyn Changes>>, RegisterError> {
        let Some(changed) = self.section.changed.clone() else { return Ok(None) };
        let (name, database) = self.database()?;
        let file = self.cursor_file.clone();
        Ok(Some(Box::new(changes::SqlChanges::open(name, database, changed, self.mapper.clone(), file)?)))
    }
}

/// Hands the rows of an answer on as records.
struct Rows<'a> {
    name: &'a str,
    mapper: &'a Mapper,
    at: Vec<usize>,
    count: u64,
    each: &'a mut dyn FnMut(Row),
}

impl Answer for Rows<'_> {
    fn columns(&mut self, names: Vec<String>) -> Result<(), RegisterError> {
        self.at = self.mapper.locate(self.name, &names)?;
        Ok(())
    }

    fn row<'a>(&mut self, value: &dyn Fn(usize) -> Text<'a>) -> Result<(), RegisterError> {
        self.count += 1;
        (self.each)(record(self.mapper, &self.at, format!("row {}", self.count), value));
        Ok(())
    }
}

fn record<'a>(mapper: &Mapper, at: &[usize], place: String, value: &dyn Fn(usize) -> Text<'a>) -> Row {
    let texts: Option<Vec<Cow<'a, str>>> = at.iter().map(|at| value(*at)).collect();
    let Some(texts) = texts else {
        return Err(Unreadable { place, reason: "a value of it is no text in UTF-8".to_owned() });
    };
    let values: Vec<&str> = texts.iter().map(AsRef::as_ref).collect();
    mapper.record(place.clone(), &values).map_err(|reason| Unreadable { place, reason })
}

/// The one value of the one row of an answer, for counts.
#[derive(Default)]
struct OneValue(Option<String>);

impl Answer for OneValue {
    fn columns(&mut self, _names: Vec<String>) -> Result<(), RegisterError> {
        Ok(())
    }

    fn row<'a>(&mut self, value: &dyn Fn(usize) -> Text<'a>) -> Result<(), RegisterError> {
        // A second row makes it no number, and the reading is refused.
        let text = value(0).unwrap_or_default();
        let seen = self.0.get_or_insert_default();
        seen.push_str(if seen.is_empty() { "" } else { " " });
        seen.push_str(&text);
        Ok(())
    }
}
