//! Our part of `/.well-known/matrix/client`: where a client finds the scanner and the bridge (contract, section 2).

use serde::{Deserialize, Serialize};

/// The value of `org.depesha.services`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Services {
    /// The media scanner.
    pub scanner: ScannerInfo,
    /// The bridge.
    pub bridge: BridgeInfo,
}

/// Where the scanner is and which keys it signs and decrypts with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScannerInfo {
    /// Base URL in front of `/_matrix/media_proxy/unstable/`.
    pub base_url: String,
    /// Keys that clients pin, the current one first.
    pub keys: Vec<ScannerKeys>,
}

/// One generation of scanner keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScannerKeys {
    /// Curve25519 key that `encrypted_body` is encrypted to; unpadded base64.
    pub curve25519: String,
    /// Ed25519 key that verdicts are signed with; unpadded base64.
    pub ed25519: String,
}

/// Where the bridge is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BridgeInfo {
    /// Base URL in front of `/_depesha/v1/`.
    pub base_url: String,
}
