//! `[mapping]`: which column or attribute of the register feeds which field of ours, and how.

use std::collections::BTreeSet;
use std::sync::Arc;

use anyhow::{Result, bail};
use serde::Deserialize;
use serde::de::{Deserializer, Error};

use super::{Field, Lookups};
use crate::days;

/// Which column holds which field. Left out: the register has no such column.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// HR's immutable key.
    pub person_id: Field,
    /// Given name or names.
    pub given_name: Field,
    /// Family name.
    pub family_name: Field,
    /// Work email.
    pub email: Field,
    /// The organisation, in the register's words.
    pub organisation: Field,
    /// The unit path.
    #[serde(default)]
    pub unit: Option<Field>,
    /// Between the parts of the unit path, outermost first.
    #[serde(default = "slash")]
    pub unit_separator: String,
    /// The post.
    #[serde(default)]
    pub title: Option<Field>,
    /// Work phone.
    #[serde(default)]
    pub phone: Option<Field>,
    /// First working day.
    #[serde(default)]
    pub starts_on: Option<Field>,
    /// Last working day.
    #[serde(default)]
    pub ends_on: Option<Field>,
    /// How the register writes days.
    #[serde(default)]
    pub dates: Dates,
    /// The register's clock, such as `+03:00`: moments that name their zone are read as days on this clock. For days
    /// stored as midnights take the offset of the summer. Moments without a zone are taken as written.
    /// Read as seconds east of Greenwich.
    #[serde(default, deserialize_with = "offset")]
    pub dates_offset: i64,
    /// Whether the post is protected.
    #[serde(default)]
    pub protected: Option<Field>,
    /// The words for yes in that column.
    #[serde(default = "protected_yes")]
    pub protected_yes: Vec<String>,
    /// The words for no. A word in neither list makes the row a bad one: it is never guessed.
    #[serde(default = "protected_no")]
    pub protected_no: Vec<String>,
    /// Whether HR lets the person work at present.
    #[serde(default)]
    pub state: Option<Field>,
    /// The words for a person who may be let in.
    #[serde(default = "state_active")]
    pub state_active: Vec<String>,
    /// The words for one who may not be let in for now. A word in neither list makes the row a bad one.
    #[serde(default = "state_suspended")]
    pub state_suspended: Vec<String>,
    /// The tables of `[lookups]`, put here when the configuration is loaded.
    #[serde(skip)]
    pub lookups: Arc<Lookups>,
}

/// How days are written. Never guessed: a day that is written otherwise makes its row a bad one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dates {
    /// `2026-11-21`
    #[default]
    Iso,
    /// `21.11.2026`
    Dotted,
    /// `21/11/2026`
    Slashed,
    /// `20261121`
    Compact,
    /// `2026-11-21T10:30:00Z`, also with a space, a fraction, an offset or no zone, and `2026-11-21` alone.
    IsoTimestamp,
    /// `20261121103000Z`, also with a fraction or an offset: LDAP's GeneralizedTime (RFC 4517).
    GeneralizedTime,
}

impl Mapping {
    /// The fields by name, in the order of a record.
    pub fn fields(&self) -> [(&'static str, Option<&Field>); 12] {
        [
            ("person_id", Some(&self.person_id)),
            ("given_name", Some(&self.given_name)),
            ("family_name", Some(&self.family_name)),
            ("email", Some(&self.email)),
            ("organisation", Some(&self.organisation)),
            ("unit", self.unit.as_ref()),
            ("title", self.title.as_ref()),
            ("phone", self.phone.as_ref()),
            ("starts_on", self.starts_on.as_ref()),
            ("ends_on", self.ends_on.as_ref()),
            ("protected", self.protected.as_ref()),
            ("state", self.state.as_ref()),
        ]
    }

    pub(super) fn check(&self) -> Result<()> {
        if self.unit_separator.trim().is_empty() {
            bail!("mapping.unit_separator must not be empty");
        }
        for (name, field) in self.fields() {
            if let Some(field) = field {
                field.check(name, &self.lookups)?;
            }
        }
        let used: BTreeSet<&str> = self.fields().iter().filter_map(|(_, field)| (*field)?.lookup()).collect();
        if let Some(idle) = self.lookups.names().find(|name| !used.contains(name)) {
            bail!("no field of the mapping looks up in [lookups.{idle}]: use it or take it out");
        }
        if matches!(&self.person_id, Field::Rule(rule) if rule.constant.is_some()) {
            bail!("mapping.person_id cannot be a constant: it tells people apart");
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
fn offset<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    let text = String::deserialize(deserializer)?;
    days::offset(&text).ok_or_else(|| D::Error::custom("dates_offset must be written as \"+02:00\""))
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
