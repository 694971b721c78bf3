//! From the values of a source's columns or attributes to a [`Record`]: the one place where the mapping is carried out.
//! Adapters ask for the columns it names and read no others.

use unicode_normalization::UnicodeNormalization;

use super::transform::{Transform, clean};
use super::{Record, RegisterError};
use crate::config::{Field, Mapping};

/// How many fields a record has.
const FIELDS: usize = 12;

/// Where a field comes from.
#[derive(Debug, Clone)]
enum Source {
    Nowhere,
    /// A column as it is: nothing but trimmed and normalised.
    Plain(usize),
    Transformed(Box<Transform>),
}

/// A mapping, ready for use.
#[derive(Debug, Clone)]
pub struct Mapper {
    columns: Vec<String>,
    names: [&'static str; FIELDS],
    sources: [Source; FIELDS],
}

impl Mapper {
    /// For this mapping.
    pub fn new(map: &Mapping) -> Self {
        let mut columns: Vec<String> = Vec::new();
        let mut place = |column: &str| -> usize {
            let column: String = column.trim().nfc().collect();
            columns.iter().position(|known| *known == column).unwrap_or_else(|| {
                columns.push(column);
                columns.len() - 1
            })
        };
        let sources = map.fields().map(|(name, field)| match field {
            None => Source::Nowhere,
            Some(Field::Column(column)) => Source::Plain(place(column)),
            Some(Field::Rule(rule)) => {
                let at = rule.from.0.iter().map(|column| place(column)).collect();
                Source::Transformed(Box::new(Transform::new(name, rule, at, &map.lookups)))
            }
        });
        Self { columns, names: map.fields().map(|(name, _)| name), sources }
    }

    /// The columns that the mapping names, each once. An adapter reads these and no others.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// The first field that a column feeds, for messages about a column that is not there.
    pub fn field_of(&self, column: usize) -> &'static str {
        let feeds = |source: &Source| match source {
            Source::Nowhere => false,
            Source::Plain(at) => *at == column,
            Source::Transformed(transform) => transform.columns().contains(&column),
        };
        self.sources.iter().position(feeds).map_or("person_id", |field| self.names[field])
    }

    /// The columns that feed a field, for messages about it.
    pub fn feeding(&self, field: &str) -> Vec<&str> {
        let name = |at: &usize| self.columns[*at].as_str();
        match self.names.iter().position(|known| *known == field).map(|at| &self.sources[at]) {
            None | Some(Source::Nowhere) => vec![],
            Some(Source::Plain(at)) => vec![name(at)],
            Some(Source::Transformed(transform)) => transform.columns().iter().map(name).collect(),
        }
    }

    /// Where each of [`Mapper::columns`] stands among the columns `there` of the source called `name`.
    ///
    /// # Errors
    /// With all columns that are missing, or one that is there twice.
    pub fn locate(&self, name: &str, there: &[String]) -> Result<Vec<usize>, RegisterError> {
        let mut at = Vec::new();
        let mut missing = Vec::new();
        for (place, wanted) in self.columns.iter().enumerate() {
            let mut places = there.iter().enumerate().filter(|(_, column)| *column == wanted).map(|(at, _)| at);
            match (places.next(), places.next()) {
                (Some(found), None) => at.push(found),
                (Some(_), Some(_)) => {
                    let cause = format!("the column {wanted:?} is there twice");
                    return Err(RegisterError::Read { name: name.to_owned(), cause });
                }
                (None, _) => missing.push((self.field_of(place), wanted.clone())),
            }
        }
        let columns = || there.iter().map(|column| format!("{column:?}")).collect::<Vec<_>>().join(", ");
        match missing.as_slice() {
            [] => Ok(at),
            [(field, column)] => {
                let (name, column) = (name.to_owned(), column.clone());
                Err(RegisterError::Column { name, field, column, columns: columns() })
            }
            _ => Err(RegisterError::Columns { name: name.to_owned(), missing, columns: columns() }),
        }
    }

    /// The record made of one value a column, in the order of [`Mapper::columns`]. What a transformation cannot make
    /// is among the record's faults; a key that cannot be made is left empty.
    ///
    /// # Errors
    /// With the reason if there is not one value a column.
    pub fn record(&self, place: String, values: &[&str]) -> Result<Record, String> {
        if values.len() != self.columns.len() {
            return Err(format!(
                "it has {} values where the mapping names {} columns",
                values.len(),
                self.columns.len()
            ));
        }
        let mut faults = Vec::new();
        let mut text = |field: usize| -> String {
            match &self.sources[field] {
                Source::Nowhere => String::new(),
                Source::Plain(at) => clean(values[*at]),
                Source::Transformed(transform) => transform.apply(values).unwrap_or_else(|(text, fault)| {
                    faults.push(fault);
                    if field == 0 { String::new() } else { text }
                }),
            }
        };
        let mut record = Record {
            place,
            person_id: text(0),
            given_name: text(1),
            family_name: text(2),
            email: text(3),
            organisation: text(4),
            unit: text(5),
            title: text(6),
            phone: text(7),
            starts_on: text(8),
            ends_on: text(9),
            protected: text(10),
            state: text(11),
            faults: Vec::new(),
        };
        record.faults = faults;
        Ok(record)
    }
}

#[cfg(test)]
#[path = "mapper_tests.rs"]
mod tests;
