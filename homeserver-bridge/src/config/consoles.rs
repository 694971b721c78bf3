//! Where officers reach the consoles: security keys belong to an address.

use anyhow::ensure;
use serde::Deserialize;
use url::Url;

use crate::officers::Console;

/// The consoles' addresses, as browsers have them.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ConsolesConfig {
    /// Of the administrators' console.
    pub admin_url: Option<Url>,
    /// Of the security officers' console.
    pub security_url: Option<Url>,
}

impl ConsolesConfig {
    /// The address of a console, if the operator has said it.
    pub fn url(&self, console: Console) -> Option<&Url> {
        match console {
            Console::Admin => self.admin_url.as_ref(),
            Console::Security => self.security_url.as_ref(),
        }
    }

    /// # Errors
    /// If security keys cannot work at an address.
    pub(super) fn check(&self) -> anyhow::Result<()> {
        for (name, url) in [("admin_url", &self.admin_url), ("security_url", &self.security_url)] {
            let Some(url) = url else { continue };
            let host = url.domain().unwrap_or_default();
            ensure!(!host.is_empty(), "consoles.{name} needs a host name: security keys do not work with a number");
            ensure!(
                url.scheme() == "https" || host == "localhost",
                "consoles.{name} must begin with https: browsers use security keys nowhere else"
            );
            ensure!(url.path() == "/" && url.query().is_none(), "consoles.{name} must end after the name and the port");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(url: &str) -> Result<(), String> {
        let config = ConsolesConfig { admin_url: Some(url.parse().unwrap()), security_url: None };
        config.check().map_err(|cause| cause.to_string())
    }

    #[test]
    fn an_address_at_which_no_key_can_work_is_an_error() {
        for fine in ["https://admin.gov.example", "https://admin.gov.example:8443/", "http://localhost:28080"] {
            assert_eq!(check(fine), Ok(()));
        }
        for (wrong, why) in [
            ("https://10.0.0.1", "host name"),
            ("https://[::1]:8443", "host name"),
            ("http://admin.gov.example", "https"),
            ("https://gov.example/admin", "must end"),
        ] {
            assert!(check(wrong).is_err_and(|said| said.contains("admin_url") && said.contains(why)), "{wrong}");
        }
    }
}
