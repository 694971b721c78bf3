//! What the media scanner says: the existing content-scanner contract, our verdicts, and the report to the bridge
//! (contract, section 4).

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::ids::{Mxc, ServerName};

/// Body of `scan_encrypted`, `download_encrypted` and `POST /_depesha/v1/scan`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct EncryptedRequest {
    /// The file's keys, encrypted to the scanner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encrypted_body: Option<EncryptedBody>,
    /// The file's keys in clear: refused unless the configuration allows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<Value>,
    /// What our own clients say of where the file stands; other clients say nothing.
    #[serde(default, rename = "org.depesha.context", skip_serializing_if = "Option::is_none")]
    pub context: Option<FileContext>,
}

/// Where a file stands, said by the client: shown to security officers, never believed for a verdict.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileContext {
    /// See [`room_pseudonym`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<String>,
    /// The media type that the sender declared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declared_type: Option<String>,
}

/// A word for a room that tells apart rooms and does not name them: the first half of
/// `SHA-256("org.depesha.room.v1" ‖ room id)`, hexadecimal. The bridge keeps it only under a key of its own.
pub fn room_pseudonym(room_id: &str) -> String {
    let digest = Sha256::new().chain_update(b"org.depesha.room.v1").chain_update(room_id).finalize();
    digest.iter().take(16).map(|b| format!("{b:02x}")).collect()
}

/// Olm PkEncryption of `{"file": EncryptedFile}` to the scanner's public key. All three in unpadded base64.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct EncryptedBody {
    /// AES-256-CBC with PKCS#7.
    pub ciphertext: String,
    /// First 8 bytes of HMAC-SHA-256 over the empty string; authenticates nothing.
    pub mac: String,
    /// The sender's ephemeral Curve25519 key.
    pub ephemeral: String,
}

/// Answer of `public_key`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PublicKeyResponse {
    /// Unpadded base64 of the Curve25519 key.
    pub public_key: String,
}

/// Answer of `scan` and `scan_encrypted`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ScanResponse {
    /// Whether the file may be opened.
    pub clean: bool,
    /// One sentence.
    pub info: String,
}

/// Error body of the scanner's routes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScannerError {
    /// For programs.
    pub reason: Reason,
    /// One sentence.
    pub info: String,
    /// What the scan came to ([`Verdict::word`]), if there was one: tells apart what shares `M_UNKNOWN`.
    #[serde(default, rename = "org.depesha.verdict", skip_serializing_if = "Option::is_none")]
    pub verdict: Option<String>,
}

/// Codes of [`ScannerError`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Reason {
    #[serde(rename = "MCS_MEDIA_NOT_CLEAN")]
    NotClean,
    #[serde(rename = "MCS_MIME_TYPE_FORBIDDEN")]
    MimeTypeForbidden,
    #[serde(rename = "MCS_BAD_DECRYPTION")]
    BadDecryption,
    #[serde(rename = "MCS_MEDIA_FAILED_TO_DECRYPT")]
    FailedToDecrypt,
    #[serde(rename = "MCS_MALFORMED_JSON")]
    MalformedJson,
    #[serde(rename = "MCS_MEDIA_REQUEST_FAILED")]
    RequestFailed,
    #[serde(rename = "M_NOT_FOUND")]
    NotFound,
    #[serde(rename = "M_MISSING_TOKEN")]
    MissingToken,
    #[serde(rename = "M_UNKNOWN_TOKEN")]
    UnknownToken,
    #[serde(rename = "M_UNRECOGNIZED")]
    Unrecognized,
    #[serde(rename = "M_LIMIT_EXCEEDED")]
    LimitExceeded,
    #[serde(rename = "M_UNKNOWN")]
    Unknown,
}

/// What a scan came to. Everything but `Clean` keeps the file from being opened; only `Clean` and `Infected` are
/// remembered.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Verdict {
    /// Nothing found by a working engine with fresh signatures.
    Clean,
    /// The engine names what it found.
    Infected {
        /// The signature's name.
        signature: String,
    },
    /// The content's type is not allowed here.
    TypeForbidden,
    /// Larger than the limit.
    TooLarge,
    /// Cannot be looked into.
    Unscannable {
        /// Why.
        why: Unscannable,
    },
    /// The engine failed or is not there.
    EngineError,
    /// No answer before the deadline.
    Timeout,
    /// The ciphertext is not the one that the keys were made for.
    HashMismatch,
    /// The homeserver has no such media.
    NotFound,
}

/// Why a file cannot be looked into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Unscannable {
    Encrypted,
    Limits,
    Malformed,
}

impl Verdict {
    /// A stable word for tables and filters.
    pub fn word(&self) -> &'static str {
        match self {
            Verdict::Clean => "clean",
            Verdict::Infected { .. } => "infected",
            Verdict::TypeForbidden => "type_forbidden",
            Verdict::TooLarge => "too_large",
            Verdict::Unscannable { why: Unscannable::Encrypted } => "unscannable_encrypted",
            Verdict::Unscannable { why: Unscannable::Limits } => "unscannable_limits",
            Verdict::Unscannable { why: Unscannable::Malformed } => "unscannable_malformed",
            Verdict::EngineError => "engine_error",
            Verdict::Timeout => "timeout",
            Verdict::HashMismatch => "hash_mismatch",
            Verdict::NotFound => "not_found",
        }
    }
}

/// `SHA-256("org.depesha.scan.v1" ‖ key ‖ IV)`: ties a verdict to the key without telling it. Hexadecimal.
/// For media in clear, key and IV are empty.
pub fn key_commitment(key: &[u8], iv: &[u8]) -> String {
    let digest = Sha256::new().chain_update(b"org.depesha.scan.v1").chain_update(key).chain_update(iv).finalize();
    digest.iter().map(|b| format!("{b:02x}")).collect()
}

/// The part of a signed verdict that is signed, as Matrix canonical JSON (Matrix specification, appendix).
/// The fields stand in alphabetical order, so that serialising the type gives the canonical form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerdictStatement {
    /// Hexadecimal SHA-256 of the bytes on the homeserver.
    pub ciphertext_sha256: String,
    /// Engine name and version.
    pub engine: String,
    /// See [`key_commitment`].
    pub key_commitment: String,
    /// Which media.
    pub mxc: Mxc,
    /// Milliseconds since the Unix epoch.
    pub scanned_at_ms: u64,
    /// Version of the signature database.
    pub signatures_version: String,
    /// The verdict's word ([`Verdict::word`]).
    pub verdict: String,
}

/// Answer of `POST /_depesha/v1/scan` and value of `org.depesha.scan`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedVerdict {
    /// What was found.
    #[serde(flatten)]
    pub statement: VerdictStatement,
    /// Unpadded base64 of the Ed25519 signature over the statement's canonical JSON.
    pub signature: String,
    /// The Ed25519 key that signed, unpadded base64.
    pub key: String,
}

impl VerdictStatement {
    /// The bytes that are signed: canonical JSON, keys sorted, no white space.
    pub fn canonical_json(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }
}

/// What the scanner tells the bridge after each scan: `POST /_depesha/scan/v1/reports`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScanReport {
    /// Which media.
    pub mxc: Mxc,
    /// Hexadecimal SHA-256 of the bytes on the homeserver; empty if they could not be read.
    pub ciphertext_sha256: String,
    /// See [`key_commitment`].
    pub key_commitment: String,
    /// The verdict.
    pub verdict: Verdict,
    /// Engine name and version.
    pub engine: String,
    /// Version and date of the signature database.
    pub signatures_version: String,
    /// Bytes on the homeserver.
    pub size: u64,
    /// Media type found in the content.
    pub type_found: String,
    /// Whether the media was encrypted end to end.
    pub encrypted: bool,
    /// The homeserver of the caller for whom it was scanned.
    pub homeserver: ServerName,
    /// The caller for whom it was scanned.
    pub requested_by: String,
    /// What the caller's client said of where the file stands.
    #[serde(default)]
    pub context: FileContext,
    /// What the scanner's own inspection noted, in short words; never anything of the content.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// Milliseconds since the Unix epoch.
    pub scanned_at_ms: u64,
    /// Whether the content has the structure of a known format, which noise under a wrong key has not. The release gate
    /// counts no other verdict.
    #[serde(default)]
    pub coherent: bool,
    /// The verdict for others, signed; absent unless it is clean or infected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed: Option<SignedVerdict>,
}

/// How the engine does: `POST /_depesha/scan/v1/engine`, sent at start and every minute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EngineStatus {
    /// Whether the engine answers and finds the EICAR test file.
    pub healthy: bool,
    /// Engine name and version.
    pub engine: String,
    /// Version of the signature database.
    pub signatures_version: String,
    /// When the signature database was made, milliseconds since the Unix epoch; absent if unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signatures_at_ms: Option<u64>,
    /// Milliseconds since the Unix epoch.
    pub checked_at_ms: u64,
    /// How much the scanner has to do; absent from scanners that do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub load: Option<ScannerLoad>,
    /// Each engine by itself, where a scanner works with several; then the fields above are about all together.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub engines: Vec<EngineState>,
}

/// How one of a scanner's engines does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EngineState {
    /// Its name in the scanner's configuration.
    pub name: String,
    /// What it is: `clamd`, `icap`, `command`.
    pub kind: String,
    /// Whether nothing is clean without it. One that is not required can block a file, but not by failing.
    pub required: bool,
    /// Whether it answers, finds the EICAR test file, and its signatures are young enough.
    pub healthy: bool,
    /// Engine name and version; empty if it did not answer.
    pub engine: String,
    /// Version of its signatures; empty if it did not answer.
    pub signatures_version: String,
    /// When its signatures were made, milliseconds since the Unix epoch; absent if unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signatures_at_ms: Option<u64>,
}

/// How much one scanner has to do, and how quick it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScannerLoad {
    /// Which of several scanners; a name from its configuration, or one made at its start.
    pub scanner: String,
    /// Files that wait for their turn now.
    pub waiting: u64,
    /// Files that an engine looks at now.
    pub running: u64,
    /// Requests answered since the last word.
    pub answered: u64,
    /// Requests sent away because there was too much to do, since the last word.
    pub turned_away: u64,
    /// Half of the fresh scans since the last word took at most this long, milliseconds.
    pub median_ms: u64,
    /// 95 of 100 took at most this long, milliseconds.
    pub p95_ms: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signed_verdict_is_flat_and_its_statement_is_sorted() {
        let statement = VerdictStatement {
            mxc: "mxc://a.example/b".parse().expect("valid"),
            ciphertext_sha256: "00".into(),
            key_commitment: key_commitment(&[1; 32], &[2; 16]),
            verdict: Verdict::Clean.word().into(),
            engine: "ClamAV 1.4".into(),
            signatures_version: "1".into(),
            scanned_at_ms: 5,
        };
        let text = String::from_utf8(statement.canonical_json()).expect("UTF-8");
        insta::assert_snapshot!(text, @r#"{"ciphertext_sha256":"00","engine":"ClamAV 1.4","key_commitment":"6d46ab7da4d190f1dfed1f04d819bedd78146f42c00bcf6cc713d969266c8b44","mxc":"mxc://a.example/b","scanned_at_ms":5,"signatures_version":"1","verdict":"clean"}"#);
    }
}
