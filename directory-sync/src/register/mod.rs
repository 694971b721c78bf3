//! Registers: where HR's truth is read from. One adapter a file; each turns its source into a stream of [`Record`]s.
//!
//! An adapter never judges people. It says one of three things about what it reads: a record, a row that cannot be
//! read, or that the whole reading cannot be trusted. After the third nothing of the reading may be used: half a
//! register looks exactly like half the staff leaving.

mod casing;
mod csv;
mod decoding;
mod ldap;
mod mapper;
pub mod scim;
mod sql;
mod transform;

use std::time::Duration;

pub use mapper::Mapper;
pub use transform::{Fault, Problem};

use crate::config::{Config, RegisterSection};

/// One row of a register: texts, trimmed and in Unicode normal form C. A column that the register lacks is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Record {
    /// Where it stands, for a person who looks it up: `line 12`.
    pub place: String,
    pub person_id: String,
    pub given_name: String,
    pub family_name: String,
    pub email: String,
    pub organisation: String,
    pub unit: String,
    pub title: String,
    pub phone: String,
    pub starts_on: String,
    pub ends_on: String,
    pub protected: String,
    pub state: String,
    /// What the mapping's transformations could not make.
    pub faults: Vec<Fault>,
}

/// A row that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// Where it stands.
    pub place: String,
    /// What is wrong with it.
    pub reason: String,
}

/// What an adapter hands over, one by one.
pub type Row = Result<Record, Unreadable>;

/// Why a whole reading cannot be trusted.
#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    /// The source cannot be opened or read to its end.
    #[error("cannot read the register {name}: {cause}")]
    Read {
        /// Which.
        name: String,
        /// Why.
        cause: String,
    },
    /// The source was read, but there are signs that it is not whole.
    #[error("the register {name} is not whole: {why}. Nothing was planned; export it again and repeat.")]
    Partial {
        /// Which.
        name: String,
        /// The sign.
        why: String,
    },
    /// The configuration names a column that is not there.
    #[error("mapping.{field} names the column {column:?}, which {name} does not have; it has {columns}")]
    Column {
        /// Which register.
        name: String,
        /// The field of the mapping.
        field: &'static str,
        /// The column that was looked for.
        column: String,
        /// The columns that there are.
        columns: String,
    },
    /// The configuration names several columns that are not there.
    #[error("the mapping names columns that {name} does not have: {}; it has {columns}", list(missing))]
    Columns {
        /// Which register.
        name: String,
        /// The fields of the mapping, and the columns that were looked for.
        missing: Vec<(&'static str, String)>,
        /// The columns that there are.
        columns: String,
    },
}

fn list(missing: &[(&'static str, String)]) -> String {
    missing.iter().map(|(field, column)| format!("mapping.{field} {column:?}")).collect::<Vec<_>>().join(", ")
}

/// A source of records. Runs on a thread of its own, outside any asynchronous runtime.
pub trait Register: Send {
    /// Reads the whole register once and hands over row by row.
    ///
    /// # Errors
    /// If the reading is not certainly complete; the rows handed over must then be thrown away.
    fn read(&self, each: &mut dyn FnMut(Row)) -> Result<(), RegisterError>;

    /// What changes in the register from now on, if it can tell.
    ///
    /// # Errors
    /// If the source cannot be opened.
    fn changes(&self) -> Result<Option<Box<dyn Changes>>, RegisterError> {
        Ok(None)
    }
}

/// The register that the configuration names.
pub fn open(config: &Config) -> Box<dyn Register> {
    match &config.register {
        RegisterSection::Csv(section) => Box::new(csv::CsvRegister::new(section.clone(), Mapper::new(&config.mapping))),
        RegisterSection::Ldap(section) => Box::new(ldap::LdapRegister::new(section, config)),
        RegisterSection::Sql(section) => {
            let mapper = Mapper::new(&config.mapping);
            Box::new(sql::SqlRegister::new(section.clone(), mapper, &config.state_file))
        }
        RegisterSection::Scim(section) => {
            Box::new(scim::ScimRegister::new((**section).clone(), Mapper::new(&config.mapping)))
        }
    }
}

/// What a register tells of itself between full readings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Increment {
    /// A person was added or changed; the whole row as it is now.
    Listed(Box<Row>),
    /// A person is no longer in the register: the key as the register writes it. That is not leaving; it is for the
    /// next full reading to count.
    Gone(String),
}

/// How waiting for changes ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waited {
    /// A consistent set of increments was handed over.
    Changed,
    /// Nothing changed while we were patient.
    Quiet,
    /// The source lost the thread (a cookie refused, a log overrun): a full reading is needed now.
    Lost,
}

/// A source that tells its changes.
pub trait Changes: Send {
    /// Waits for changes, at most `patience`, and hands them over.
    ///
    /// # Errors
    /// If the source fails; what was handed over must be thrown away, and comes again.
    fn next(&mut self, patience: Duration, each: &mut dyn FnMut(Increment)) -> Result<Waited, RegisterError>;

    /// What was handed over has been applied: only now may the place in the stream be written down.
    ///
    /// # Errors
    /// If it cannot be written.
    fn keep(&mut self) -> Result<(), RegisterError>;
}
