//! From the values of a source's columns or attributes to a [`Record`]: the one place where the mapping is carried out.
//! Adapters ask for the columns it names and read no others.

use unicode_normalization::UnicodeNormalization;

use super::Record;
use crate::config::Mapping;

/// How many fields a record has.
const FIELDS: usize = 12;

/// Names of the fields, in the order of the mapping.
const NAMES: [&str; FIELDS] = [
    "person_id",
    "given_name",
    "family_name",
    "email",
    "organisation",
    "unit",
    "title",
    "phone",
    "starts_on",
    "ends_on",
    "protected",
    "state",
];

/// A mapping, ready for use.
#[derive(Debug, Clone)]
pub struct Mapper {
    columns: Vec<String>,
    /// For each field, its place in `columns`.
    at: [Option<usize>; FIELDS],
}

impl Mapper {
    /// For this mapping.
    pub fn new(map: &Mapping) -> Self {
        let wanted = [
            Some(&map.person_id),
            Some(&map.given_name),
            Some(&map.family_name),
            Some(&map.email),
            Some(&map.organisation),
            map.unit.as_ref(),
            map.title.as_ref(),
            map.phone.as_ref(),
            map.starts_on.as_ref(),
            map.ends_on.as_ref(),
            map.protected.as_ref(),
            map.state.as_ref(),
        ];
        let mut columns: Vec<String> = Vec::new();
        let at = wanted.map(|column| {
            let column: String = column?.trim().nfc().collect();
            Some(columns.iter().position(|known| *known == column).unwrap_or_else(|| {
                columns.push(column);
                columns.len() - 1
            }))
        });
        Self { columns, at }
    }

    /// The columns that the mapping names, each once. An adapter reads these and no others.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// The first field that a column feeds, for messages about a column that is not there.
    pub fn field_of(&self, column: usize) -> &'static str {
        self.at.iter().position(|at| *at == Some(column)).map_or("person_id", |field| NAMES[field])
    }

    /// The record made of one value a column, in the order of [`Mapper::columns`].
    ///
    /// # Errors
    /// With the reason if the values cannot be mapped.
    pub fn record(&self, place: String, values: &[&str]) -> Result<Record, String> {
        let text = |field: usize| -> String {
            let value = self.at[field].and_then(|at| values.get(at)).copied().unwrap_or_default();
            value.trim().nfc().collect()
        };
        Ok(Record {
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
        })
    }
}
