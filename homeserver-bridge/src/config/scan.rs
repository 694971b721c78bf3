//! Configuration of `scan`: no administrator's token, no mail, no register, no database.

use std::net::SocketAddr;
use std::path::PathBuf;

use bridge_api::ServerName;
use bridge_api::well_known::ScannerPolicy;
use media_scanner::InspectionRules;
use serde::Deserialize;
use url::Url;

use super::{ClamdConfig, DrainConfig, EngineConfig, LimitsConfig, SecretFile};

/// The whole file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScanConfig {
    /// Where the scanner listens.
    pub listen: SocketAddr,
    /// The homeservers whose users may ask, and whose media are fetched.
    #[serde(rename = "homeserver")]
    pub homeservers: Vec<ScanHomeserver>,
    /// ClamAV, the usual antivirus engine.
    pub clamd: Option<ClamdConfig>,
    /// More engines, or others. All of them look at every file.
    #[serde(default, rename = "engine")]
    pub engines: Vec<EngineConfig>,
    /// Our own inspection beside it: what passes, and how far it looks.
    #[serde(default)]
    pub inspection: InspectionRules,
    /// Where verdicts are reported to.
    pub report: ReportConfig,
    /// The secret keys; made at the first start, readable by the owner alone.
    pub key_file: PathBuf,
    /// Where the public keys and the policy are written for the bridge.
    pub public_keys_file: PathBuf,
    /// How long keys that were replaced still count, hours.
    #[serde(default = "default_old_keys")]
    pub old_keys_honoured_hours: u32,
    /// How long clients may rely on a signed verdict without asking again, days.
    #[serde(default = "default_verdicts_valid")]
    pub verdicts_valid_days: u32,
    /// Folder for ciphertext that is too large for memory.
    pub spool_dir: PathBuf,
    /// Ciphertext up to here stays in memory, bytes.
    #[serde(default = "default_spool_memory")]
    pub spool_memory_bytes: usize,
    /// Larger files are refused, bytes.
    #[serde(default = "default_max_file")]
    pub max_file_bytes: u64,
    /// A request that takes longer is answered with an error, seconds.
    #[serde(default = "default_deadline")]
    pub deadline_seconds: u64,
    /// A verdict is remembered so long under the same signatures, minutes. With newer signatures every file that is seen
    /// again is scanned anew, whatever its age.
    #[serde(default = "default_remember")]
    pub remember_minutes: u64,
    /// The pause between two self-tests of the engine, seconds.
    #[serde(default = "default_self_test")]
    pub self_test_seconds: u64,
    /// What tells this scanner from others behind the same address; made at each start if it is absent.
    #[serde(default)]
    pub name: Option<String>,
    /// How much it takes on, from whom.
    #[serde(default)]
    pub limits: LimitsConfig,
    /// How it stops.
    #[serde(default)]
    pub drain: DrainConfig,
    /// Whether keys may be sent in clear (`{"file": …}`): never beyond a trial.
    #[serde(default)]
    pub allow_clear_keys: bool,
}

impl ScanConfig {
    /// How long keys that were replaced still count, milliseconds.
    pub fn old_keys_honoured_ms(&self) -> u64 {
        u64::from(self.old_keys_honoured_hours) * 3_600_000
    }

    /// What clients are told before they upload.
    pub fn policy(&self) -> ScannerPolicy {
        ScannerPolicy {
            max_bytes: self.max_file_bytes,
            forbidden_types: self.inspection.forbidden_types.clone(),
            allowed_types: self.inspection.allowed_types.clone(),
            verdict_max_age_ms: u64::from(self.verdicts_valid_days) * 86_400_000,
        }
    }
}

fn default_old_keys() -> u32 {
    7 * 24
}
fn default_verdicts_valid() -> u32 {
    30
}
fn default_spool_memory() -> usize {
    16 << 20
}
fn default_max_file() -> u64 {
    100 << 20
}
fn default_deadline() -> u64 {
    120
}

fn default_remember() -> u64 {
    15
}
fn default_self_test() -> u64 {
    30
}

/// A homeserver as the scanner sees it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScanHomeserver {
    /// Its name.
    pub server_name: ServerName,
    /// Base URL of its client listener.
    pub upstream: Url,
    /// Whose limits its people share; the homeserver's own name if it is absent.
    #[serde(default)]
    pub organisation: Option<String>,
}

impl ScanHomeserver {
    /// Whose limits its people share.
    pub fn organisation(&self) -> &str {
        self.organisation.as_deref().unwrap_or(self.server_name.as_str())
    }
}

/// Where verdicts are reported to.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportConfig {
    /// Base URL of the bridge.
    pub bridge: Url,
    /// Bearer token for it.
    pub token_file: SecretFile,
    /// The pause between two questions for the security officers' rules, seconds.
    #[serde(default = "default_rules_seconds")]
    pub rules_seconds: u64,
    /// Where the last rules are kept for a start without the bridge; `scan-rules.json` beside the key file if absent.
    #[serde(default)]
    pub rules_file: Option<PathBuf>,
}

fn default_rules_seconds() -> u64 {
    5
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use media_scanner::Policy;

    use super::*;

    #[test]
    fn what_is_left_out_keeps_its_default_and_a_slip_is_no_setting() {
        let rules: InspectionRules =
            toml::from_str("macros = \"warn\"\nunwalked_archives = \"allow\"\n[limits]\ndepth = 3\nseconds = 5\n")
                .expect("valid");
        let usual = InspectionRules::default();
        assert_eq!((rules.macros, rules.unwalked_archives), (Policy::Warn, Policy::Allow));
        assert_eq!((rules.limits.depth, rules.limits.time), (3, Duration::from_secs(5)));
        assert_eq!((rules.limits.members, rules.pdf_launch), (usual.limits.members, usual.pdf_launch));
        assert!(!rules.forbidden_types.is_empty());
        for slip in ["macro = \"warn\"", "macros = \"maybe\"", "[limits]\ndeep = 3"] {
            assert!(toml::from_str::<InspectionRules>(slip).is_err(), "{slip}");
        }
    }
}
