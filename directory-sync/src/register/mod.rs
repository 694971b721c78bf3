//! Registers: where HR's truth is read from. One adapter a file; each turns its source into a stream of [`Record`]s.
//!
//! An adapter never judges people. It says one of three things about what it reads: a record, a row that cannot be
//! read, or that the whole reading cannot be trusted. After the third nothing of the reading may be used: half a
//! register looks exactly like half the staff leaving.

mod csv;

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
}

/// A source of records.
pub trait Register {
    /// Reads the whole register once and hands over row by row.
    ///
    /// # Errors
    /// If the reading is not certainly complete; the rows handed over must then be thrown away.
    fn read(&self, each: &mut dyn FnMut(Row)) -> Result<(), RegisterError>;
}

/// The register that the configuration names.
pub fn open(config: &Config) -> Box<dyn Register> {
    match &config.register {
        RegisterSection::Csv(section) => Box::new(csv::CsvRegister::new(section.clone(), config.mapping.clone())),
    }
}
