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
        }
        Ok(())
    }
}
