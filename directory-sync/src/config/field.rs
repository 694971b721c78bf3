//! How one field of ours is made of the register's columns: a plain column name, or a table with transformations.
//!
//! The order is fixed, whatever the order in the file: join or constant, trim, case, split, replace, lookup.

use std::fmt;

use anyhow::{Result, bail};
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, MapAccess, Visitor};

use super::Lookups;

/// What feeds a field.
#[derive(Debug, Clone)]
pub enum Field {
    /// This column, trimmed and in Unicode normal form C.
    Column(String),
    /// Columns or a constant, transformed.
    Rule(Box<Rule>),
}

/// A field with transformations.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The column, or several that are joined.
    #[serde(default)]
    pub from: Columns,
    /// Between the joined columns; an empty column leaves no separator behind. A space if left out.
    #[serde(default)]
    pub separator: Option<String>,
    /// The same text for everybody, in place of `from`.
    #[serde(default)]
    pub constant: Option<String>,
    /// How letters are written.
    #[serde(default)]
    pub case: Option<Case>,
    /// One part of the text.
    #[serde(default)]
    pub split: Option<Split>,
    /// Pairs of texts: each occurrence of the first becomes the second, pair after pair.
    #[serde(default)]
    pub replace: Vec<(String, String)>,
    /// The table in `[lookups.<name>]` that translates the text.
    #[serde(default)]
    pub lookup: Option<String>,
    /// What happens to a word that the table does not have. Left out: the row is a bad one.
    #[serde(default)]
    pub otherwise: Option<Otherwise>,
    /// The text for a word that the table does not have, and for a part that is not there.
    #[serde(default)]
    pub default: Option<String>,
}

/// The columns that a rule reads.
#[derive(Debug, Clone, Default)]
pub struct Columns(pub Vec<String>);

/// How letters are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Case {
    /// all small
    Lower,
    /// ALL LARGE
    Upper,
    /// As Names Are Written
    Title,
}

/// Takes one part of a text.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Split {
    /// Between the parts.
    pub separator: String,
    /// Which part: 1 is the first, -1 the last.
    pub part: i32,
}

/// What happens to a word that the lookup table does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Otherwise {
    /// It stays as it is.
    Keep,
}

impl Field {
    pub(super) fn check(&self, name: &str, lookups: &Lookups) -> Result<()> {
        let Self::Rule(rule) = self else { return Ok(()) };
        if rule.from.0.is_empty() == rule.constant.is_none() {
            bail!("mapping.{name} needs either from or constant");
        }
        if rule.separator.is_some() && rule.from.0.len() < 2 {
            bail!("mapping.{name}.separator joins columns: name at least two in from");
        }
        if let Some(split) = &rule.split
            && (split.separator.is_empty() || split.part == 0)
        {
            bail!("mapping.{name}.split needs a separator, and a part from 1 on, or from -1 on counted from the end");
        }
        if rule.replace.iter().any(|(old, _)| old.is_empty()) {
            bail!("mapping.{name}.replace cannot replace an empty text");
        }
        match &rule.lookup {
            Some(table) if !lookups.has(table) => {
                bail!("mapping.{name} looks up in [lookups.{table}], which is not there")
            }
            None if rule.otherwise.is_some() => bail!("mapping.{name}.otherwise belongs to a lookup"),
            _ => {}
        }
        if rule.default.is_some() && rule.otherwise.is_some() {
            bail!("mapping.{name} has both default and otherwise: keep one");
        }
        if rule.default.is_some() && rule.lookup.is_none() && rule.split.is_none() {
            bail!("mapping.{name}.default belongs to a lookup or a split");
        }
        Ok(())
    }

    /// The lookup table that it uses.
    pub(super) fn lookup(&self) -> Option<&str> {
        match self {
            Self::Column(_) => None,
            Self::Rule(rule) => rule.lookup.as_deref(),
        }
    }
}

impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = Field;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("the name of a column, or a table such as { from = \"column\", case = \"title\" }")
            }

            fn visit_str<E>(self, name: &str) -> Result<Field, E> {
                Ok(Field::Column(name.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Field, A::Error> {
                Ok(Field::Rule(Box::new(Rule::deserialize(MapAccessDeserializer::new(map))?)))
            }
        }
        deserializer.deserialize_any(Either)
    }
}

impl<'de> Deserialize<'de> for Columns {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged, expecting = "the name of a column or a list of names")]
        enum Written {
            One(String),
            Several(Vec<String>),
        }
        Ok(Self(match Written::deserialize(deserializer)? {
            Written::One(name) => vec![name],
            Written::Several(names) => names,
        }))
    }
}
