//! Our part of `/.well-known/matrix/client`: where a client finds the scanner and the bridge (contract, section 2).

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::ids::ServerName;

/// The value of `org.depesha.services`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Services {
    /// The media scanner.
    pub scanner: ScannerInfo,
    /// The bridge.
    pub bridge: BridgeInfo,
    /// Whether this homeserver is for people from outside the administration: their clients leave out what is not for
    /// them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub externals: bool,
}

/// Where the scanner is, which keys it signs and decrypts with, and what it lets through.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScannerInfo {
    /// Base URL in front of `/_matrix/media_proxy/unstable/`.
    pub base_url: String,
    /// Keys that clients pin, the current generation first; all of them still decrypt and their verdicts hold.
    pub keys: Vec<ScannerKeys>,
    /// Generations that no longer count. They only lead a client that was away for long from its pinned key to the
    /// current one (see [`crate::key_chain`]).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub former: Vec<ScannerKeys>,
    /// What it lets through, so that a client can say so before an upload.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<ScannerPolicy>,
    /// Scanners of other ministries whose verdicts count here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub trusted: Vec<TrustedScanner>,
}

/// One generation of scanner keys.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScannerKeys {
    /// Curve25519 key that `encrypted_body` is encrypted to; unpadded base64.
    pub curve25519: String,
    /// Ed25519 key that verdicts are signed with; unpadded base64.
    pub ed25519: String,
    /// When they were made, milliseconds since the Unix epoch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at_ms: Option<u64>,
    /// The previous generation's word for them; the first generation has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed_by: Option<KeySignature>,
}

/// A signature over [`ScannerKeys::statement`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeySignature {
    /// The Ed25519 key that signed, unpadded base64.
    pub key: String,
    /// Unpadded base64.
    pub signature: String,
}

impl ScannerKeys {
    /// What the previous generation signs: canonical JSON of the keys and of when they were made.
    pub fn statement(&self) -> Vec<u8> {
        // Keys in alphabetical order: serde_json keeps them so.
        let value = serde_json::json!({
            "created_at_ms": self.created_at_ms,
            "curve25519": self.curve25519,
            "ed25519": self.ed25519,
            "kind": "org.depesha.scanner.keys.v1",
        });
        serde_json::to_vec(&value).unwrap_or_default()
    }

    /// What people compare, over the telephone or on paper: forty hexadecimal digits in groups of four.
    pub fn fingerprint(&self) -> String {
        let digest = Sha256::new()
            .chain_update(b"org.depesha.scanner.v1")
            .chain_update(&self.curve25519)
            .chain_update([0])
            .chain_update(&self.ed25519)
            .finalize();
        let groups: Vec<String> =
            digest.chunks(2).take(10).map(|two| format!("{:02X}{:02X}", two[0], two[1])).collect();
        groups.join(" ")
    }

    /// Whether both are the same keys, whoever signed them.
    pub fn same_keys(&self, other: &Self) -> bool {
        self.curve25519 == other.curve25519 && self.ed25519 == other.ed25519
    }
}

/// What the scanner lets through.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScannerPolicy {
    /// Larger files are refused, bytes.
    pub max_bytes: u64,
    /// Media types found in the content that are refused.
    #[serde(default)]
    pub forbidden_types: Vec<String>,
    /// If not empty, the only media types that pass.
    #[serde(default)]
    pub allowed_types: Vec<String>,
    /// How long a signed verdict counts without asking again, milliseconds.
    pub verdict_max_age_ms: u64,
}

/// The scanner of another ministry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrustedScanner {
    /// The homeservers whose media it may judge; on media of others its word is none.
    pub server_names: Vec<ServerName>,
    /// Its keys.
    pub keys: Vec<ScannerKeys>,
}

/// Where the bridge is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BridgeInfo {
    /// Base URL in front of `/_depesha/v1/`.
    pub base_url: String,
}

/// The file that the scanner writes for the bridge. A bare list of keys, as older scanners wrote it, is understood too.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "PublishedForm")]
pub struct PublishedScanner {
    /// See [`ScannerInfo::keys`].
    pub keys: Vec<ScannerKeys>,
    /// See [`ScannerInfo::former`].
    pub former: Vec<ScannerKeys>,
    /// See [`ScannerInfo::policy`].
    pub policy: Option<ScannerPolicy>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum PublishedForm {
    Keys(Vec<ScannerKeys>),
    Whole {
        keys: Vec<ScannerKeys>,
        #[serde(default)]
        former: Vec<ScannerKeys>,
        policy: Option<ScannerPolicy>,
    },
}

impl From<PublishedForm> for PublishedScanner {
    fn from(form: PublishedForm) -> Self {
        match form {
            PublishedForm::Keys(keys) => Self { keys, ..Self::default() },
            PublishedForm::Whole { keys, former, policy } => Self { keys, former, policy },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_signed_and_what_people_compare() {
        let keys = ScannerKeys {
            curve25519: "c".into(),
            ed25519: "e".into(),
            created_at_ms: Some(7),
            signed_by: Some(KeySignature { key: "k".into(), signature: "s".into() }),
        };
        let statement = String::from_utf8(keys.statement()).expect("UTF-8");
        insta::assert_snapshot!(statement, @r#"{"created_at_ms":7,"curve25519":"c","ed25519":"e","kind":"org.depesha.scanner.keys.v1"}"#);
        let fingerprint = keys.fingerprint();
        assert_eq!((fingerprint.len(), fingerprint.split(' ').count()), (49, 10));
        assert_ne!(fingerprint, ScannerKeys { ed25519: "f".into(), ..keys }.fingerprint());
    }

    #[test]
    fn the_published_file_is_read_in_both_forms() {
        let keys = vec![ScannerKeys { curve25519: "c".into(), ed25519: "e".into(), ..ScannerKeys::default() }];
        let bare: PublishedScanner = serde_json::from_str(r#"[{"curve25519":"c","ed25519":"e"}]"#).expect("list");
        assert_eq!(bare, PublishedScanner { keys: keys.clone(), ..PublishedScanner::default() });
        let policy = ScannerPolicy {
            max_bytes: 1,
            forbidden_types: vec!["a/b".into()],
            allowed_types: Vec::new(),
            verdict_max_age_ms: 2,
        };
        let whole = PublishedScanner { keys, former: Vec::new(), policy: Some(policy) };
        let text = serde_json::to_string(&whole).expect("JSON");
        assert_eq!(serde_json::from_str::<PublishedScanner>(&text).expect("ours"), whole);
        assert!(serde_json::from_str::<PublishedScanner>(r#"{"policy": null}"#).is_err());
    }
}
