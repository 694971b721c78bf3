//! `sync.toml`: one typed struct a section, unknown keys are errors, everything checked before anything is read.
//!
//! The bridge's token is not in here, only the name of the file that holds it. Relative paths are taken from the
//! configuration file's folder.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use bridge_api::OrganisationId;
use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;
use url::Url;

use crate::limits::Limits;

/// The whole file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Whom to write to.
    pub bridge: BridgeSection,
    /// What to read.
    pub register: RegisterSection,
    /// Which column holds what.
    pub mapping: Mapping,
    /// The register's word for an organisation → the organisation's key.
    pub organisations: BTreeMap<String, OrganisationId>,
    /// The brakes.
    #[serde(default)]
    pub limits: Limits,
    /// A file in which this program remembers what it did last; it holds no personal data.
    pub state_file: PathBuf,
}

/// The bridge.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BridgeSection {
    /// In front of `/_depesha/sync/v1/`.
    pub base_url: Url,
    /// Holds the token of this register's sync actor.
    pub token_file: PathBuf,
}

/// The register: one kind an adapter.
#[derive(Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum RegisterSection {
    /// A file of comma-separated values.
    Csv(CsvSection),
}

/// A CSV register.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CsvSection {
    /// The file: UTF-8, with or without byte order mark, the first line names the columns.
    pub path: PathBuf,
    /// Between the fields.
    #[serde(default = "comma")]
    pub delimiter: char,
    /// First field of a last line that closes the file; its second field is the number of rows.
    #[serde(default)]
    pub trailer: Option<String>,
    /// Whether a complete file ends with a line break. A file that then does not is taken for cut off.
    #[serde(default = "yes")]
    pub ends_with_line_break: bool,
}

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

fn comma() -> char {
    ','
}
fn yes() -> bool {
    true
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

impl Config {
    /// Reads and checks the file.
    ///
    /// # Errors
    /// If it cannot be read, has a key that does not belong there, or contradicts itself.
    pub fn load(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        let mut config: Config =
            toml::from_str(&text).with_context(|| format!("{} is not a valid configuration", path.display()))?;
        let folder = path.parent().unwrap_or(Path::new(""));
        config.bridge.token_file = folder.join(&config.bridge.token_file);
        config.state_file = folder.join(&config.state_file);
        let RegisterSection::Csv(csv) = &mut config.register;
        csv.path = folder.join(&csv.path);
        config.check()?;
        config.organisations =
            config.organisations.into_iter().map(|(word, key)| (word.trim().nfc().collect(), key)).collect();
        Ok(config)
    }

    fn check(&self) -> Result<()> {
        let RegisterSection::Csv(csv) = &self.register;
        if !csv.delimiter.is_ascii() || matches!(csv.delimiter, '"' | '\n' | '\r') {
            bail!("register.delimiter must be one ASCII character such as ',' or ';'");
        }
        if csv.trailer.as_deref().is_some_and(|word| word.trim().is_empty()) {
            bail!("register.trailer must not be empty: leave it out if the file has no closing line");
        }
        if self.organisations.is_empty() {
            bail!("organisations is empty: name at least one, as  \"word in the register\" = \"key\"");
        }
        if self.mapping.unit_separator.trim().is_empty() {
            bail!("mapping.unit_separator must not be empty");
        }
        let yes: BTreeSet<_> = self.mapping.protected_yes.iter().map(|word| word.to_lowercase()).collect();
        if let Some(word) = self.mapping.protected_no.iter().find(|word| yes.contains(&word.to_lowercase())) {
            bail!("mapping: {word:?} stands in both protected_yes and protected_no");
        }
        let loopback = matches!(self.bridge.base_url.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"));
        match self.bridge.base_url.scheme() {
            "https" => {}
            "http" if loopback => {}
            _ => bail!("bridge.base_url must be https (http only on this machine): it carries a token and HR data"),
        }
        self.limits.check()
    }

    /// The organisations that this register speaks for.
    pub fn owned(&self) -> BTreeSet<OrganisationId> {
        self.organisations.values().cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"
state_file = "state.json"
[bridge]
base_url = "http://127.0.0.1:1"
token_file = "token"
[register]
kind = "csv"
path = "people.csv"
[mapping]
person_id = "a"
given_name = "b"
family_name = "c"
email = "d"
organisation = "e"
[organisations]
"Ministry" = "ministry"
"#;

    fn load(text: &str) -> Result<Config> {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("sync.toml");
        std::fs::write(&path, text).expect("written");
        Config::load(&path)
    }

    #[test]
    fn a_small_file_is_enough_and_gets_careful_limits() {
        let config = load(GOOD).expect("valid");
        assert_eq!(config.limits.missing_reads, 3);
        assert!(config.state_file.is_absolute());
    }

    #[test]
    fn every_key_that_does_not_belong_there_is_an_error() {
        for (place, extra) in [
            ("state_file", "surprise = 1\nstate_file"),
            ("token_file", "surprise = 1\ntoken_file"),
            ("kind = \"csv\"", "kind = \"csv\"\nsurprise = 1"),
            ("person_id = ", "surprise = \"x\"\nperson_id = "),
        ] {
            let error = format!("{:#}", load(&GOOD.replacen(place, extra, 1)).expect_err("refused"));
            assert!(error.contains("surprise"), "{error}");
        }
        let error = load(&format!("{GOOD}\n[limits]\nsurprise = 1")).expect_err("refused");
        assert!(format!("{error:#}").contains("surprise"));
    }

    #[test]
    fn a_token_is_never_sent_in_clear_to_another_machine() {
        let error = load(&GOOD.replace("127.0.0.1:1", "bridge.gov.example")).expect_err("refused");
        assert!(error.to_string().contains("https"));
        assert!(load(&GOOD.replace("http://127.0.0.1:1", "https://bridge.gov.example")).is_ok());
    }
}
