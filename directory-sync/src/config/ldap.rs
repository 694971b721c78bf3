//! `[register]` with `kind = "ldap"`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use serde::Deserialize;
use url::{Host, Url};

/// Columns that a mapping may name although no server has an attribute of that name. [`crate::register`]'s adapter
/// makes them out of others.
pub mod columns {
    /// `active` or `suspended`, from Active Directory's `userAccountControl`.
    pub const ACCOUNT_STATE: &str = "account_state";
    /// The last working day, written as `mapping.dates` says, from Active Directory's `accountExpires`; empty for never.
    pub const ACCOUNT_EXPIRES_ON: &str = "account_expires_on";
    /// The organisational units in the entry's name below `base`, outermost first.
    pub const DN_UNITS: &str = "dn_units";
}

/// A directory server.
///
/// ```toml
/// [register]
/// kind = "ldap"
/// mode = "syncrepl"                       # or "paged" (the default), or "active_directory"
/// url = "ldap://ldap.hr.gov.example"      # or ldaps://
/// start_tls = true                        # needed with ldap:// unless the server is on this machine
/// ca_file = "hr-ca.pem"                   # who signs the server's certificate; nobody else is believed
/// bind_dn = "cn=sync,dc=hr,dc=gov,dc=example"
/// password_file = "ldap-password"
/// base = "ou=people,dc=hr,dc=gov,dc=example"
/// filter = "(objectClass=inetOrgPerson)"
///
/// [mapping]
/// person_id = "employeeNumber"            # or entryUUID, objectGUID, objectSid: written as text
/// given_name = "givenName"
/// family_name = "sn"
/// email = "mail"
/// organisation = "o"
/// unit = "dn_units"                       # from where the entry stands (not with syncrepl), or an attribute
/// state = "account_state"                 # Active Directory only
/// ends_on = "account_expires_on"          # Active Directory only
/// dates = "generalized_time"              # how LDAP writes moments; made columns are written alike
/// dates_offset = "+03:00"
/// ```
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LdapSection {
    /// `ldaps://host`, or `ldap://host` with `start_tls`.
    pub url: Url,
    /// Whether a connection in clear is turned into an encrypted one before anything else is said.
    #[serde(default)]
    pub start_tls: bool,
    /// PEM file with the certificates that may sign the server's. Needed wherever TLS is used.
    #[serde(default)]
    pub ca_file: Option<PathBuf>,
    /// As whom to read. Left out: as nobody, which is possible only on this machine.
    #[serde(default)]
    pub bind_dn: Option<String>,
    /// Holds the password of `bind_dn`.
    #[serde(default)]
    pub password_file: Option<PathBuf>,
    /// Below which entry people are looked for.
    pub base: String,
    /// Which entries are people.
    pub filter: String,
    /// How deep.
    #[serde(default)]
    pub scope: Depth,
    /// How the server is read.
    #[serde(default)]
    pub mode: Mode,
    /// Entries a page; at most what the server allows.
    #[serde(default = "page_size")]
    pub page_size: u16,
    /// How long the server may be silent, in seconds.
    #[serde(default = "timeout_seconds")]
    pub timeout_seconds: u16,
    /// Which value of an attribute is meant when there are several. Left out: the first that the server names.
    #[serde(default)]
    pub values: BTreeMap<String, Several>,
    /// Whether `userAccountControl` and `accountExpires` are read: a disabled account is a suspended person, and an
    /// expiry before the mapping's last working day is the last working day. On by itself with Active Directory.
    #[serde(default)]
    pub account_control: Option<bool>,
    /// With `syncrepl`: after how many hours everything is read anew, although the server tells its changes. It does
    /// not tell when somebody's entry becomes visible or invisible to us without being changed.
    #[serde(default = "full_refresh_hours")]
    pub full_refresh_hours: u32,
    /// With `syncrepl`: the file that mirrors the register. Left out: beside the state file. It holds personal data.
    #[serde(default)]
    pub mirror_file: Option<PathBuf>,
    /// With `active_directory`: what changes are told by.
    #[serde(default)]
    pub track: Track,
    /// With `active_directory`: how far before the last change seen a poll begins, because changes may become visible
    /// out of order: in numbers for `usn` (1000 if left out), in seconds otherwise (300 if left out).
    #[serde(default)]
    pub overlap: Option<u32>,
    /// With `active_directory`: how often is asked, in seconds.
    #[serde(default = "poll_seconds")]
    pub poll_seconds: u16,
}

/// How deep below the base.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Depth {
    /// At any depth.
    #[default]
    Subtree,
    /// Only immediately below.
    OneLevel,
}

/// How the server is read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// All of it, page by page (RFC 2696). Any server.
    #[default]
    Paged,
    /// What changed since the last time, and from then on as it changes (RFC 4533). OpenLDAP with `syncprov`.
    Syncrepl,
    /// All of it, page by page; between that, what changed, by number or time of change.
    ActiveDirectory,
}

/// Which of several values is meant.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Several {
    /// The first that the server names. Servers need not keep an order.
    #[default]
    First,
    /// The smallest by its letters: always the same one.
    Smallest,
    /// None: the row is a bad one. The person key is always treated so.
    Refuse,
}

/// What changes are told by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Track {
    /// `uSNChanged`: numbers of one domain controller.
    #[default]
    Usn,
    /// `whenChanged`.
    WhenChanged,
    /// `modifyTimestamp`.
    ModifyTimestamp,
}

impl Track {
    /// The attribute.
    pub fn attribute(self) -> &'static str {
        match self {
            Self::Usn => "uSNChanged",
            Self::WhenChanged => "whenChanged",
            Self::ModifyTimestamp => "modifyTimestamp",
        }
    }
}

impl LdapSection {
    /// Whether `userAccountControl` and `accountExpires` are read.
    pub fn reads_account_control(&self) -> bool {
        self.account_control.unwrap_or(self.mode == Mode::ActiveDirectory)
    }

    /// How far before the last change a poll begins.
    pub fn overlap(&self) -> i64 {
        self.overlap.map_or(if self.track == Track::Usn { 1000 } else { 300 }, i64::from)
    }

    fn on_this_machine(&self) -> bool {
        match self.url.host() {
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            Some(Host::Domain(name)) => {
                // Schemes that are not the web's keep an address as a text.
                name == "localhost" || name.parse::<std::net::Ipv4Addr>().is_ok_and(|address| address.is_loopback())
            }
            None => false,
        }
    }

    /// Whether nobody between us and the server can listen.
    pub fn is_encrypted(&self) -> bool {
        self.url.scheme() == "ldaps" || self.start_tls
    }

    pub(super) fn resolve(&mut self, folder: &Path) {
        for file in [&mut self.ca_file, &mut self.password_file, &mut self.mirror_file].into_iter().flatten() {
            *file = folder.join(&*file);
        }
    }

    pub(super) fn check(&self) -> Result<()> {
        match self.url.scheme() {
            "ldap" => {}
            "ldaps" if self.start_tls => bail!("register.start_tls belongs to ldap://; ldaps:// is encrypted already"),
            "ldaps" => {}
            _ => bail!("register.url must begin with ldaps:// or ldap://"),
        }
        if self.url.host().is_none() || !matches!(self.url.path(), "" | "/") || self.url.query().is_some() {
            bail!("register.url names a server and nothing else: ldaps://host:port");
        }
        if !self.is_encrypted() && !self.on_this_machine() {
            bail!("register.url must be ldaps://, or ldap:// with start_tls = true: a password and HR data go over it");
        }
        if self.is_encrypted() && self.ca_file.is_none() {
            bail!("register.ca_file is missing: the PEM file with the certificate of whoever signed the server's");
        }
        match (&self.bind_dn, &self.password_file) {
            (Some(dn), Some(_)) if !dn.trim().is_empty() => {}
            (None, None) if self.on_this_machine() => {}
            (None, None) => bail!("register.bind_dn and register.password_file are missing"),
            _ => bail!("register.bind_dn and register.password_file belong together"),
        }
        if self.base.trim().is_empty() {
            bail!("register.base is empty: name the entry below which people stand");
        }
        if !self.filter.starts_with('(') || ldap3::parse_filter(&self.filter).is_err() {
            bail!("register.filter is not a filter such as (objectClass=person)");
        }
        if self.page_size == 0 || self.timeout_seconds == 0 || self.poll_seconds == 0 || self.full_refresh_hours == 0 {
            bail!("register: page_size, timeout_seconds, poll_seconds and full_refresh_hours must be at least 1");
        }
        Ok(())
    }

    /// What only the mapping and this section together show.
    pub(super) fn check_columns(&self, columns: &[String]) -> Result<()> {
        let names = |column: &str| columns.iter().any(|known| known.eq_ignore_ascii_case(column));
        if self.mode == Mode::Syncrepl && names(columns::DN_UNITS) {
            bail!(
                "mapping: {:?} cannot be followed with mode = \"syncrepl\": when a unit is renamed the server tells \
                 nothing about the entries below it. Name an attribute, or use mode = \"paged\"",
                columns::DN_UNITS
            );
        }
        Ok(())
    }
}

fn page_size() -> u16 {
    500
}
fn timeout_seconds() -> u16 {
    60
}
fn full_refresh_hours() -> u32 {
    24
}
fn poll_seconds() -> u16 {
    5
}

#[cfg(test)]
#[path = "ldap_tests.rs"]
mod tests;
