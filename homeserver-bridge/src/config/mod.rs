//! Configuration: one typed file a role, read and checked before anything starts.
//!
//! Unknown keys are errors, and secrets are named by the file that holds them, never written into the configuration.

mod cases;
mod consoles;
mod engines;
mod externals;
mod federation;
mod modes;
mod providers;
mod scan;
mod scan_limits;
mod serve;
mod synapse_sign_in;
mod watch;

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use secrecy::SecretString;
use serde::Deserialize;
use serde::de::DeserializeOwned;

pub use cases::CasesConfig;
pub use consoles::ConsolesConfig;
pub use engines::{ClamdConfig, CommandConfig, EngineConfig, EngineRules, IcapConfig, OtherClamdConfig};
pub use externals::ExternalsConfig;
pub use federation::FederationConfig;
pub use modes::{FileTypes, ModeConfig, ModesConfig};
pub use providers::{ClaimsFrom, IdentityProviderConfig, PersonBy, RequirementConfig};
pub use scan::{ReportConfig, ScanConfig, ScanHomeserver};
pub use scan_limits::{DrainConfig, LimitsConfig, ShareConfig};
pub use serve::{
    AccountsPolicy, CatalogueConfig, HomeserverConfig, HomeserverRole, InvitationsConfig, ListenConfig, MailConfig,
    MailSecurity, MediaGateConfig, OffboardingConfig, OrganisationConfig, RetentionConfig, RoomsConfig, ScannerConfig,
    ServeConfig, SyncActorConfig, TrustedScannerConfig,
};
pub use synapse_sign_in::synapse_sign_in;
pub use watch::{
    MetricsConfig, ScanReportsConfig, SecurityAlertsConfig, SyslogConfig, SyslogTransport, WebhookConfig,
    WeeklySummaryConfig,
};

/// Reads a role's configuration file.
///
/// # Errors
/// If the file cannot be read, or a key in it is unknown, missing or of the wrong type; the message names it.
pub fn read<T: DeserializeOwned>(path: &Path) -> anyhow::Result<T> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    toml::from_str(&text).with_context(|| format!("{} is not a valid configuration", path.display()))
}

/// A secret that stands alone in a file; white space around it does not count.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct SecretFile(PathBuf);

impl SecretFile {
    /// Names the file.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    /// Where it stands.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Reads the secret.
    ///
    /// # Errors
    /// If the file cannot be read or is empty.
    pub fn read(&self) -> anyhow::Result<SecretString> {
        let text = std::fs::read_to_string(&self.0)
            .with_context(|| format!("cannot read the secret in {}", self.0.display()))?;
        let text = text.trim();
        if text.is_empty() {
            bail!("the secret in {} is empty", self.0.display());
        }
        Ok(SecretString::from(text.to_owned()))
    }
}
