//! Configuration of the antivirus engines: `[clamd]`, and `[[engine]]` tables for more of them or others.

use std::path::PathBuf;

use serde::Deserialize;
use url::Url;

/// `[clamd]`: ClamAV's daemon, required.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClamdConfig {
    /// Its Unix socket.
    pub socket: PathBuf,
    /// Signatures older than this, or of unknown age, give no clean verdict, days; 0 switches the check off.
    #[serde(default)]
    pub max_signature_age_days: u32,
    /// Folder from which it loads its signatures: tells version and age of local ones, which clamd does not name.
    pub database_dir: Option<PathBuf>,
    /// Files are handed over as sealed memory while all of them together fit into so many bytes; others go over the
    /// socket. 0: all go over the socket.
    #[serde(default = "default_descriptor_memory")]
    pub descriptor_memory_bytes: u64,
}

fn default_descriptor_memory() -> u64 {
    32 << 20
}

/// One `[[engine]]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum EngineConfig {
    /// Another ClamAV.
    Clamd(OtherClamdConfig),
    /// A server that speaks ICAP (RFC 3507).
    Icap(IcapConfig),
    /// A program.
    Command(CommandConfig),
}

/// What all engines have.
#[derive(Debug, Clone, Copy)]
pub struct EngineRules<'a> {
    /// For people: in versions, and before the names of what it finds.
    pub name: &'a str,
    /// Whether nothing is clean without it.
    pub required: bool,
    /// See [`ClamdConfig::max_signature_age_days`].
    pub max_signature_age_days: u32,
    /// Its time for one file, seconds.
    pub deadline_seconds: Option<u64>,
}

/// Another ClamAV: `kind = "clamd"`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OtherClamdConfig {
    name: String,
    #[serde(default = "yes")]
    required: bool,
    #[serde(default)]
    max_signature_age_days: u32,
    deadline_seconds: Option<u64>,
    /// Its Unix socket.
    pub socket: PathBuf,
    /// See [`ClamdConfig::database_dir`].
    pub database_dir: Option<PathBuf>,
    /// See [`ClamdConfig::descriptor_memory_bytes`].
    #[serde(default = "default_descriptor_memory")]
    pub descriptor_memory_bytes: u64,
}

/// An ICAP server: `kind = "icap"`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IcapConfig {
    name: String,
    #[serde(default = "yes")]
    required: bool,
    deadline_seconds: Option<u64>,
    /// `icap://host:1344/service`, or `icaps://…` with TLS.
    pub url: Url,
    /// The authority of the server's certificate, PEM: needed with `icaps`.
    pub ca_file: Option<PathBuf>,
}

/// A program: `kind = "command"`. It gets the file on its standard input.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommandConfig {
    name: String,
    #[serde(default = "yes")]
    required: bool,
    #[serde(default)]
    max_signature_age_days: u32,
    deadline_seconds: Option<u64>,
    /// Program with its full path, and its arguments; no shell reads them.
    pub command: Vec<String>,
    /// Exit codes that mean: looked through all of it, found nothing.
    #[serde(default = "default_clean")]
    pub clean_codes: Vec<i32>,
    /// Exit codes that mean: found something.
    #[serde(default = "default_infected")]
    pub infected_codes: Vec<i32>,
    /// Exit codes that mean: encrypted, could not look into it.
    #[serde(default)]
    pub encrypted_codes: Vec<i32>,
    /// Exit codes that mean: a limit was reached, did not look through all of it.
    #[serde(default)]
    pub limits_codes: Vec<i32>,
    /// In the output a signature's name stands after this.
    #[serde(default)]
    pub signature_after: String,
    /// And before this.
    #[serde(default)]
    pub signature_before: String,
    /// Program and arguments that print the version on their first line.
    #[serde(default)]
    pub version_command: Vec<String>,
    /// A file that is written when the signatures change: tells their age.
    pub signatures_file: Option<PathBuf>,
}

fn yes() -> bool {
    true
}
fn default_clean() -> Vec<i32> {
    vec![0]
}
fn default_infected() -> Vec<i32> {
    vec![1]
}

impl EngineConfig {
    /// What all engines have.
    pub fn rules(&self) -> EngineRules<'_> {
        match self {
            Self::Clamd(c) => EngineRules {
                name: &c.name,
                required: c.required,
                max_signature_age_days: c.max_signature_age_days,
                deadline_seconds: c.deadline_seconds,
            },
            // The protocol does not tell how old signatures are.
            Self::Icap(c) => EngineRules {
                name: &c.name,
                required: c.required,
                max_signature_age_days: 0,
                deadline_seconds: c.deadline_seconds,
            },
            Self::Command(c) => EngineRules {
                name: &c.name,
                required: c.required,
                max_signature_age_days: c.max_signature_age_days,
                deadline_seconds: c.deadline_seconds,
            },
        }
    }
}
