//! `[register]` with `kind = "scim"`, and the mapping that goes without saying for it.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use serde::Deserialize;
use toml::{Table, Value};
use url::Url;

const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const CORE: &str = "urn:ietf:params:scim:schemas:core:";

/// What an identity system pushes.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScimSection {
    /// Where `watch` serves `/scim/v2/…`: an address of this machine alone (behind a proxy), or any with TLS.
    pub listen: SocketAddr,
    /// How the identity system reaches it, `/scim/v2` included; written into every resource. Left out: from `listen`.
    #[serde(default)]
    pub base_url: Option<Url>,
    /// Holds the token that the identity system sends.
    pub token_file: PathBuf,
    /// Where the people are kept: a SQLite file. It holds personal data.
    pub store: PathBuf,
    /// Certificate chain, PEM.
    #[serde(default)]
    pub tls_certificate: Option<PathBuf>,
    /// Its key, PEM.
    #[serde(default)]
    pub tls_key: Option<PathBuf>,
    /// What SCIM has no attributes for.
    #[serde(default)]
    pub extension: ScimExtension,
}

/// The extension in which the identity system sends what SCIM has no attributes for: texts all of them.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ScimExtension {
    /// Its URN.
    pub schema: String,
    /// Its attributes; others in it are dropped.
    pub attributes: Vec<String>,
}

impl Default for ScimExtension {
    fn default() -> Self {
        Self {
            schema: "urn:depesha:params:scim:schemas:extension:employment:1.0:User".to_owned(),
            attributes: ["startDate", "endDate", "protected"].map(str::to_owned).to_vec(),
        }
    }
}

impl ScimSection {
    pub(super) fn resolve(&mut self, folder: &Path) {
        for path in [&mut self.token_file, &mut self.store] {
            *path = folder.join(&path);
        }
        for path in [&mut self.tls_certificate, &mut self.tls_key].into_iter().flatten() {
            *path = folder.join(&path);
        }
    }

    pub(super) fn check(&self) -> Result<()> {
        match (self.tls_certificate.is_some(), self.tls_key.is_some()) {
            (true, true) => {}
            (false, false) if self.listen.ip().is_loopback() => {}
            (false, false) => bail!(
                "register.listen is reachable from other machines: set register.tls_certificate and register.tls_key, \
                 or listen at 127.0.0.1 behind a proxy that does TLS"
            ),
            _ => bail!("register.tls_certificate and register.tls_key belong together"),
        }
        let urn = self.extension.schema.as_str();
        if !urn.starts_with("urn:") || urn.ends_with(':') || urn.starts_with(CORE) || urn == ENTERPRISE {
            bail!("register.extension.schema must be a URN of your own, as urn:example:hr:1.0:User");
        }
        let plain = |name: &&String| {
            !name.starts_with(|c: char| c.is_ascii_alphabetic()) || !name.bytes().all(|b| b.is_ascii_alphanumeric())
        };
        match self.extension.attributes.iter().find(plain) {
            Some(name) => bail!("register.extension.attributes: {name:?} must be made of ASCII letters and digits"),
            None => Ok(()),
        }
    }
}

/// Writes into `[mapping]` what it does not say, if this is a register of this kind.
pub(super) fn complete(file: &mut Table) {
    let register = file.get("register").and_then(Value::as_table);
    let Some(register) = register.filter(|r| r.get("kind").and_then(Value::as_str) == Some("scim")) else { return };
    let extension: ScimExtension =
        register.get("extension").and_then(|own| own.clone().try_into().ok()).unwrap_or_default();
    let own = |name: &str| {
        let there = extension.attributes.iter().any(|known| known == name);
        there.then(|| format!("{}:{name}", extension.schema))
    };
    let mapping = file.entry("mapping").or_insert_with(|| Table::new().into());
    let Some(mapping) = mapping.as_table_mut() else { return };
    let texts = [
        ("person_id", Some("externalId".to_owned())),
        ("given_name", Some("name.givenName".to_owned())),
        ("family_name", Some("name.familyName".to_owned())),
        ("email", Some("emails.value".to_owned())),
        ("organisation", Some(format!("{ENTERPRISE}:organization"))),
        ("unit", Some(format!("{ENTERPRISE}:department"))),
        ("title", Some("title".to_owned())),
        ("phone", Some("phoneNumbers.value".to_owned())),
        ("starts_on", own("startDate")),
        ("ends_on", own("endDate")),
        ("protected", own("protected")),
        ("state", Some("active".to_owned())),
    ];
    for (key, path) in texts {
        if let Some(path) = path {
            mapping.entry(key).or_insert(Value::String(path));
        }
    }
    if mapping.get("state").and_then(Value::as_str) == Some("active") {
        let words = |words: &[&str]| Value::Array(words.iter().map(|word| Value::from(*word)).collect());
        mapping.entry("state_active").or_insert_with(|| words(&["", "true"]));
        mapping.entry("state_suspended").or_insert_with(|| words(&["false"]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section(text: &str) -> Result<()> {
        let section: ScimSection = toml::from_str(text).expect("fits");
        section.check()
    }

    const FILES: &str = "token_file = 't'\nstore = 's'\n";

    #[test]
    fn other_machines_are_served_with_tls_alone() {
        assert!(section(&format!("listen = '127.0.0.1:1'\n{FILES}")).is_ok());
        assert!(section(&format!("listen = '[::1]:1'\n{FILES}")).is_ok());
        let error = section(&format!("listen = '0.0.0.0:1'\n{FILES}")).expect_err("refused");
        assert!(error.to_string().contains("tls_certificate"));
        assert!(section(&format!("listen = '0.0.0.0:1'\n{FILES}tls_certificate = 'c'\n")).is_err());
        assert!(section(&format!("listen = '0.0.0.0:1'\n{FILES}tls_certificate = 'c'\ntls_key = 'k'")).is_ok());
    }

    #[test]
    fn the_standard_schemas_are_not_ours_to_redefine() {
        for urn in [ENTERPRISE, "urn:ietf:params:scim:schemas:core:2.0:User", "hr", "urn:x:"] {
            assert!(section(&format!("listen = '127.0.0.1:1'\n{FILES}extension = {{ schema = '{urn}' }}")).is_err());
        }
    }

    #[test]
    fn what_the_mapping_says_stays_and_what_it_does_not_say_is_filled_in() {
        let mut file: Table = toml::from_str(
            "register = { kind = 'scim', extension = { schema = 'urn:x:y', attributes = ['endDate'] } }\n\
             mapping = { person_id = 'userName', title = 'title' }",
        )
        .expect("TOML");
        complete(&mut file);
        let mapping = file["mapping"].as_table().expect("there");
        assert_eq!(mapping["person_id"].as_str(), Some("userName"));
        assert_eq!(mapping["ends_on"].as_str(), Some("urn:x:y:endDate"));
        assert!(!mapping.contains_key("starts_on"));
        assert_eq!(mapping["state_suspended"].as_array().map(Vec::len), Some(1));
    }
}
