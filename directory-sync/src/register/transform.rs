//! A rule of the mapping, ready for use: from the texts of columns to the text of a field. What cannot be transformed
//! is a fault of its row; nothing is passed over in silence.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::casing;
use crate::config::{Case, Lookups, Otherwise, Rule, Split};

/// Why a field could not be made of its columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The field.
    pub field: &'static str,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong with the text of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// A lookup table does not have the word.
    UnknownWord {
        /// The table.
        table: String,
        /// The word, unless the field is about the person rather than the post.
        word: Option<String>,
    },
    /// The text has no such part.
    NoPart {
        /// Which part was asked for.
        part: i32,
    },
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.problem {
            Problem::UnknownWord { table, word: Some(word) } => {
                write!(out, "{}: the word {word:?} is not in the table [lookups.{table}]", self.field)
            }
            Problem::UnknownWord { table, word: None } => {
                write!(out, "{}: its word is not in the table [lookups.{table}]", self.field)
            }
            Problem::NoPart { part } => write!(out, "{}: it has no part {part}", self.field),
        }
    }
}

/// Fields whose words may be shown: they are about posts, not about a person.
fn is_shown(field: &str) -> bool {
    matches!(field, "organisation" | "unit" | "title" | "protected" | "state")
}

/// A rule with its lookup table and the places of its columns.
#[derive(Debug, Clone)]
pub(super) struct Transform {
    field: &'static str,
    at: Vec<usize>,
    separator: String,
    constant: Option<String>,
    case: Option<Case>,
    split: Option<Split>,
    replace: Vec<(String, String)>,
    lookup: Option<(String, HashMap<String, String>)>,
    keep: bool,
    default: Option<String>,
}

impl Transform {
    /// A rule for `field`, whose columns are `at` these places of the values.
    pub(super) fn new(field: &'static str, rule: &Rule, at: Vec<usize>, lookups: &Lookups) -> Self {
        Self {
            field,
            at,
            separator: rule.separator.clone().unwrap_or_else(|| " ".to_owned()),
            constant: rule.constant.as_deref().map(clean),
            case: rule.case,
            split: rule.split.clone(),
            replace: rule.replace.iter().map(|(old, new)| (old.nfc().collect(), new.nfc().collect())).collect(),
            lookup: rule.lookup.as_ref().map(|name| (name.clone(), lookups.table(name))),
            keep: rule.otherwise == Some(Otherwise::Keep),
            default: rule.default.as_deref().map(clean),
        }
    }

    /// The places of its columns.
    pub(super) fn columns(&self) -> &[usize] {
        &self.at
    }

    /// The field's text.
    ///
    /// # Errors
    /// If a part or a word is not there; with it what the text was before that step.
    pub(super) fn apply(&self, values: &[&str]) -> Result<String, (String, Fault)> {
        let mut text = match &self.constant {
            Some(constant) => constant.clone(),
            None => self.joined(values),
        };
        text = match self.case {
            None => text,
            Some(Case::Lower) => text.to_lowercase(),
            Some(Case::Upper) => text.to_uppercase(),
            Some(Case::Title) => casing::title(&text),
        };
        if let Some(split) = &self.split
            && !text.is_empty()
        {
            text = match (part(&text, split), &self.default) {
                (Some(part), _) => part.trim().to_owned(),
                (None, Some(default)) => return Ok(default.clone()),
                (None, None) => return Err(self.fault(text, Problem::NoPart { part: split.part })),
            };
        }
        for (old, new) in self.replace.iter().filter(|(old, _)| !old.is_empty()) {
            if text.contains(old.as_str()) {
                text = text.replace(old, new).trim().to_owned();
            }
        }
        let Some((name, table)) = &self.lookup else { return Ok(text) };
        match (table.get(&text), &self.default) {
            (Some(means), _) => Ok(means.clone()),
            // What HR leaves empty is not an unknown word.
            (None, _) if text.is_empty() || self.keep => Ok(text),
            (None, Some(default)) => Ok(default.clone()),
            (None, None) => {
                let word = is_shown(self.field).then(|| text.clone());
                Err(self.fault(text, Problem::UnknownWord { table: name.clone(), word }))
            }
        }
    }

    fn fault(&self, text: String, problem: Problem) -> (String, Fault) {
        (text, Fault { field: self.field, problem })
    }

    fn joined(&self, values: &[&str]) -> String {
        let texts = self.at.iter().map(|at| trimmed(values.get(*at).copied().unwrap_or_default()));
        let filled: Vec<Cow<'_, str>> = texts.filter(|text| !text.is_empty()).collect();
        match filled.as_slice() {
            [only] => only.clone().into_owned(),
            several => several.join(&self.separator),
        }
    }
}

fn part<'a>(text: &'a str, split: &Split) -> Option<&'a str> {
    let place = usize::try_from(split.part.unsigned_abs()).ok()?.checked_sub(1)?;
    let found = if split.part > 0 {
        text.split(split.separator.as_str()).nth(place)
    } else {
        text.rsplit(split.separator.as_str()).nth(place)
    };
    found.filter(|part| !part.trim().is_empty())
}

/// Trimmed and in normal form C; most texts are that already.
fn trimmed(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfc().collect())
    }
}

/// As [`trimmed`], owned.
pub(super) fn clean(text: &str) -> String {
    trimmed(text).into_owned()
}
