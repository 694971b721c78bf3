//! Values that go into statements and come out of rows.

use super::DbError;

/// A value of a column or a placeholder.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// No value.
    Null,
    /// `BIGINT`; also truth (0, 1) and times (milliseconds since the Unix epoch).
    Int(i64),
    /// `TEXT`.
    Text(String),
    /// `BLOB`.
    Blob(Vec<u8>),
}

impl From<i64> for Value {
    fn from(v: i64) -> Self {
        Value::Int(v)
    }
}
impl From<u32> for Value {
    fn from(v: u32) -> Self {
        Value::Int(v.into())
    }
}
impl From<bool> for Value {
    fn from(v: bool) -> Self {
        Value::Int(v.into())
    }
}
impl From<&str> for Value {
    fn from(v: &str) -> Self {
        Value::Text(v.to_owned())
    }
}
impl From<String> for Value {
    fn from(v: String) -> Self {
        Value::Text(v)
    }
}
impl From<&String> for Value {
    fn from(v: &String) -> Self {
        Value::Text(v.clone())
    }
}
impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(v: Option<T>) -> Self {
        v.map_or(Value::Null, Into::into)
    }
}

/// A row of an answer; columns are counted from 0.
#[derive(Debug, Clone)]
pub struct Row(pub(super) Vec<Value>);

impl Row {
    /// A `TEXT` column.
    ///
    /// # Errors
    /// If the column holds something else.
    pub fn text(&self, column: usize) -> Result<String, DbError> {
        self.text_opt(column)?.ok_or(DbError::Type(column))
    }

    /// A `TEXT` column that may be empty.
    ///
    /// # Errors
    /// If the column holds something else.
    pub fn text_opt(&self, column: usize) -> Result<Option<String>, DbError> {
        match self.0.get(column) {
            Some(Value::Text(text)) => Ok(Some(text.clone())),
            Some(Value::Null) => Ok(None),
            _ => Err(DbError::Type(column)),
        }
    }

    /// A `BIGINT` column.
    ///
    /// # Errors
    /// If the column holds something else.
    pub fn int(&self, column: usize) -> Result<i64, DbError> {
        self.int_opt(column)?.ok_or(DbError::Type(column))
    }

    /// A `BIGINT` column that may be empty.
    ///
    /// # Errors
    /// If the column holds something else.
    pub fn int_opt(&self, column: usize) -> Result<Option<i64>, DbError> {
        match self.0.get(column) {
            Some(Value::Int(value)) => Ok(Some(*value)),
            Some(Value::Null) => Ok(None),
            _ => Err(DbError::Type(column)),
        }
    }

    /// A `BIGINT` column that holds truth.
    ///
    /// # Errors
    /// If the column holds something else.
    pub fn flag(&self, column: usize) -> Result<bool, DbError> {
        Ok(self.int(column)? != 0)
    }

    /// A column that holds an identifier or another type that parses.
    ///
    /// # Errors
    /// If the column holds something else, or text that does not parse (`what` names it).
    pub fn parsed<T: std::str::FromStr>(&self, column: usize, what: &'static str) -> Result<T, DbError> {
        self.text(column)?.parse().map_err(|_| DbError::Stored(what))
    }
}
