//! Configuration of `scan`: no administrator's token, no mail, no register, no database.

use std::net::SocketAddr;
use std::path::PathBuf;

use bridge_api::ServerName;
use serde::Deserialize;
use url::Url;

use super::SecretFile;

/// The whole file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScanConfig {
    /// Where the scanner listens.
    pub listen: SocketAddr,
    /// The homeservers whose users may ask, and whose media are fetched.
    #[serde(rename = "homeserver")]
    pub homeservers: Vec<ScanHomeserver>,
    /// The antivirus engine.
    pub clamd: ClamdConfig,
    /// Our own inspection beside it.
    #[serde(default)]
    pub inspection: InspectionConfig,
    /// Where verdicts are reported to.
    pub report: ReportConfig,
    /// The secret keys; made at the first start, readable by the owner alone.
    pub key_file: PathBuf,
    /// Where the public keys are written for the bridge: JSON list of `{"curve25519", "ed25519"}`.
    pub public_keys_file: PathBuf,
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
    /// Whether keys may be sent in clear (`{"file": …}`): never beyond a trial.
    #[serde(default)]
    pub allow_clear_keys: bool,
}

fn default_spool_memory() -> usize {
    1 << 20
}
fn default_max_file() -> u64 {
    100 << 20
}
fn default_deadline() -> u64 {
    120
}

/// A homeserver as the scanner sees it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScanHomeserver {
    /// Its name.
    pub server_name: ServerName,
    /// Base URL of its client listener.
    pub upstream: Url,
}

/// ClamAV's daemon.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClamdConfig {
    /// Its Unix socket.
    pub socket: PathBuf,
    /// Signatures older than this give no clean verdict, days; 0 switches the check off.
    #[serde(default)]
    pub max_signature_age_days: u32,
}

/// Our own inspection.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct InspectionConfig {
    /// Media types found in the content that are refused; programs, if absent.
    pub forbidden_types: Vec<String>,
    /// If not empty, the only media types that are let through.
    pub allowed_types: Vec<String>,
}

impl Default for InspectionConfig {
    fn default() -> Self {
        let rules = media_scanner::InspectionRules::default();
        Self { forbidden_types: rules.forbidden_types, allowed_types: rules.allowed_types }
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
}
