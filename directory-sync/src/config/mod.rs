//! `sync.toml`: one typed struct a section, unknown keys are errors, everything checked before anything is read.
//!
//! The bridge's token is not in here, only the name of the file that holds it. Relative paths are taken from the
//! configuration file's folder.

mod csv;
mod field;
mod ldap;
mod lookups;
mod mapping;
mod scim;
mod sql;
mod watch;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use bridge_api::OrganisationId;
use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;
use url::Url;

pub use csv::{CsvSection, encoding};
pub use field::{Case, Columns, Field, Otherwise, Rule, Split};
pub use ldap::{Depth, LdapSection, Mode, Several, Track, columns};
pub use lookups::{LookupSections, Lookups};
pub use mapping::{Dates, Mapping};
pub use scim::{ScimExtension, ScimSection};
pub use sql::{ChangedSection, Driver, SqlSection};
pub use watch::{Period, WatchSection};

use crate::limits::Limits;
use crate::register::Mapper;

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
    /// Tables that translate other words of the register.
    #[serde(default)]
    pub lookups: LookupSections,
    /// The brakes.
    #[serde(default)]
    pub limits: Limits,
    /// What watching does.
    #[serde(default)]
    pub watch: WatchSection,
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

/// The register: one kind an adapter. Each section resolves its own paths and checks itself.
#[derive(Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum RegisterSection {
    /// A file of comma-separated values.
    Csv(CsvSection),
    /// A directory server: OpenLDAP, Active Directory and their like.
    Ldap(Box<LdapSection>),
    /// A database and a query that the administrator writes.
    Sql(SqlSection),
    /// An identity system that pushes to us by SCIM 2.0.
    Scim(Box<ScimSection>),
}

impl RegisterSection {
    fn resolve(&mut self, folder: &Path) {
        match self {
            Self::Csv(csv) => csv.resolve(folder),
            Self::Ldap(ldap) => ldap.resolve(folder),
            Self::Sql(sql) => sql.resolve(folder),
            Self::Scim(scim) => scim.resolve(folder),
        }
    }

    fn check(&self) -> Result<()> {
        match self {
            Self::Csv(csv) => csv.check(),
            Self::Ldap(ldap) => ldap.check(),
            Self::Sql(sql) => sql.check(),
            Self::Scim(scim) => scim.check(),
        }
    }
}

impl Config {
    /// Reads and checks the file.
    ///
    /// # Errors
    /// If it cannot be read, has a key that does not belong there, or contradicts itself.
    pub fn load(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        let invalid = || format!("{} is not a valid configuration", path.display());
        let mut file: toml::Table = toml::from_str(&text).with_context(invalid)?;
        scim::complete(&mut file);
        let mut config: Config = file.try_into().with_context(invalid)?;
        let folder = path.parent().unwrap_or(Path::new(""));
        config.bridge.token_file = folder.join(&config.bridge.token_file);
        config.state_file = folder.join(&config.state_file);
        config.register.resolve(folder);
        config.mapping.lookups = Arc::new(config.lookups.load(folder)?);
        config.check()?;
        config.organisations =
            config.organisations.into_iter().map(|(word, key)| (word.trim().nfc().collect(), key)).collect();
        Ok(config)
    }

    fn check(&self) -> Result<()> {
        self.register.check()?;
        self.mapping.check()?;
        if let RegisterSection::Ldap(ldap) = &self.register {
            ldap.check_columns(Mapper::new(&self.mapping).columns())?;
        }
        self.watch.check()?;
        if self.organisations.is_empty() {
            bail!("organisations is empty: name at least one, as  \"word in the register\" = \"key\"");
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
