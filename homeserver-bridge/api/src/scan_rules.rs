//! What security officers decide for all scanners, and what scanners tell of files that were handed out. Both between
//! the scan role and the bridge; no other program speaks this.

use serde::{Deserialize, Serialize};

use crate::ids::{Mxc, ServerName};

/// Answer of `GET /_depesha/scan/v1/rules`: all of them, every time. A scanner asks every few seconds, keeps the last
/// answer on its disk, and goes on with it while the bridge is away.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScanRules {
    /// Grows with every change.
    pub version: u64,
    /// Files whose verdict two officers found to be wrong: they are given out as clean. A blocked hash, type or
    /// signature outweighs it.
    pub released: Vec<ReleasedFile>,
    /// Hexadecimal SHA-256 of files as they lie on the homeserver: `infected`, whatever the engines say.
    pub blocked_hashes: Vec<String>,
    /// Names of signatures that no release lifts.
    pub blocked_signatures: Vec<String>,
    /// Media types found in the content that are refused, beside those of the scanner's own configuration.
    pub blocked_types: Vec<String>,
    /// Files that are to be scanned afresh when somebody hands over their key again.
    #[serde(default)]
    pub rescan: Vec<Rescan>,
    /// Media that homeservers keep back because something was found in them; the latest ones.
    #[serde(default)]
    pub quarantined: Vec<Quarantined>,
    /// The only types of files that are given out in the operating mode ([`crate::mode::ModeRules`]); nothing said: no cut.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub only_file_types: Option<Vec<String>>,
    /// In the operating mode an engine that is not required has to say clean as well.
    #[serde(default)]
    pub unknown_verdict_blocks: bool,
}

/// A verdict on this file from before `since_ms` does not count as remembered, whatever its key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rescan {
    /// Hexadecimal SHA-256 of the bytes on the homeserver.
    pub ciphertext_sha256: String,
    /// Milliseconds since the Unix epoch.
    pub since_ms: u64,
}

/// The homeserver answers for this media as if there were none: whoever asks a scanner for it is told that it is
/// infected, as long as the homeserver answers so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quarantined {
    /// Which media.
    pub mxc: Mxc,
    /// What was found in it.
    pub signature: String,
}

/// A file that officers released. Both values must fit: with another key it would be another content.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ReleasedFile {
    /// Hexadecimal SHA-256 of the bytes on the homeserver.
    pub ciphertext_sha256: String,
    /// See [`crate::scan::key_commitment`].
    pub key_commitment: String,
    /// What the engine named. Another find in the same file is not released by it.
    pub signature: String,
}

/// The engine that the verdict on a released file names.
pub const RELEASED_BY_OFFICERS: &str = "released by security officers";

/// The signature that the verdict on a file with a blocked hash names.
pub const BLOCKED_HASH: &str = "Depesha.Blocked.Hash";

/// Body of `POST /_depesha/scan/v1/fetches`: files that scanners handed out, at most [`MAX_FETCHES`] at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fetches {
    /// Oldest first.
    pub fetches: Vec<Fetch>,
}

/// The most that one [`Fetches`] holds.
pub const MAX_FETCHES: usize = 500;

/// Somebody was given the bytes of a clean file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fetch {
    /// Which media.
    pub mxc: Mxc,
    /// Who.
    pub user_id: String,
    /// Their homeserver.
    pub homeserver: ServerName,
    /// Milliseconds since the Unix epoch.
    pub at_ms: u64,
}
