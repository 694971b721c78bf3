//! `[mapping]`: which column or attribute of the register feeds which field of ours.

use std::collections::BTreeSet;

use anyhow::{Result, bail};
use serde::Deserialize;

/// Which column holds which field. Left out: the register has no such column.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// HR's immutable key.
    pub person_id: String,
    /// Given name or names.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// Work email.
    pub email: String,
    /// The organisation, in the register's words.
    pub organisation: String,
    /// The unit path.
    #[serde(default)]
    pub unit: Option<String>,
    /// Between the parts of the unit path, outermost first.
    #[serde(default = "slash")]
    pub unit_separator: String,
    /// The post.
    #[serde(default)]
    pub title: Option<String>,
    /// Work phone.
    #[serde(default)]
    pub phone: Option<String>,
    /// First working day.
    #[serde(default)]
    pub starts_on: Option<String>,
    /// Last working day.
    #[serde(default)]
    pub ends_on: Option<String>,
    /// How the register writes days.
    #[serde(default)]
    pub dates: Dates,
    /// Whether the post is protected.
    #[serde(default)]
    pub protected: Option<String>,
    /// The words for yes in that column.
    #[serde(default = "protected_yes")]
    pub protected_yes: Vec<String>,
    /// The words for no. A word in neither list makes the row a bad one: it is never guessed.
    #[serde(default = "protected_no")]
    pub protected_no: Vec<String>,
    /// Whether HR lets the person work at present.
    #[serde(default)]
    pub state: Option<String>,
    /// The words for a person who may be let in.
    #[serde(default = "state_active")]
    pub state_active: Vec<String>,
    /// The words for one who may not be let in for now. A word in neither list makes the row a bad one.
    #[serde(default = "state_suspended")]
    pub state_suspended: Vec<String>,
}

/// How days are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dates {
    /// `2026-11-21`
    #[default]
    Iso,
    /// `21.11.2026`
    Dotted,
}

impl Mapping {
    pub(super) fn check(&self) -> Result<()> {
        if self.unit_separator.trim().is_empty() {
            bail!("mapping.unit_separator must not be empty");
        }
        for (one, other, first, second) in [
            ("protected_yes", "protected_no", &self.protected_yes, &self.protected_no),
            ("state_active", "state_suspended", &self.state_active, &self.state_suspended),
        ] {
            let known: BTreeSet<_> = first.iter().map(|word| word.to_lowercase()).collect();
            if let Some(word) = second.iter().find(|word| known.contains(&word.to_lowercase())) {
                bail!("mapping: {word:?} stands in both {one} and {other}");
            }
        }
        Ok(())
    }
}

fn slash() -> String {
    "/".to_owned()
}
fn protected_yes() -> Vec<String> {
    ["yes", "true", "1", "oui", "так"].map(str::to_owned).to_vec()
}
fn protected_no() -> Vec<String> {
    ["", "no", "false", "0", "non", "ні"].map(str::to_owned).to_vec()
}
fn state_active() -> Vec<String> {
    ["", "active", "actif", "active duty", "працює"].map(str::to_owned).to_vec()
}
fn state_suspended() -> Vec<String> {
    ["suspended", "disabled", "suspendu", "відсторонено"].map(str::to_owned).to_vec()
}
