//! A report as it is exported.

use serde::Serialize;

use crate::clock::rfc3339;
use crate::config::ServeConfig;
use crate::scan_reports::Exported;

/// One report. The names of its fields are the columns of the CSV and the keys of the JSON; they stay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Record {
    /// Key of the report in the console.
    pub id: String,
    /// When the verdict was given, RFC 3339.
    pub verdict_at: String,
    /// When the file was scanned first.
    pub first_seen_at: String,
    /// When it was scanned last.
    pub last_seen_at: String,
    /// The verdict's word.
    pub verdict: String,
    /// What the engine named.
    pub signature: String,
    /// Whether officers released it.
    pub released: bool,
    /// `none`, `open` or `closed`.
    pub case: String,
    /// `malware`, `false_positive`, `test`, `other`, or nothing.
    pub closed_as: String,
    /// Media type that the sender declared.
    pub type_declared: String,
    /// Media type found in the content.
    pub type_found: String,
    /// Bytes.
    pub size: i64,
    /// Whether it was encrypted end to end.
    pub encrypted: bool,
    /// The sender's organisation.
    pub sender_organisation: String,
    /// The homeserver that it was uploaded to.
    pub uploaded_to: String,
    /// The homeserver of whoever had it scanned first.
    pub scanned_for: String,
    /// Hexadecimal SHA-256 of the bytes on the homeserver, which is of the ciphertext: it knows this upload again, not
    /// the malware.
    pub stored_sha256: String,
    /// Engine name and version.
    pub engine: String,
    /// Version of the signatures.
    pub signatures_version: String,
}

impl Record {
    /// Of a report of the database.
    pub(super) fn of(config: &ServeConfig, one: Exported) -> Self {
        Self {
            sender_organisation: organisation(config, &one.organisation, &one.media_server),
            id: one.id,
            verdict_at: rfc3339(one.at_ms),
            first_seen_at: rfc3339(one.first_seen_at_ms),
            last_seen_at: rfc3339(one.last_seen_at_ms),
            verdict: one.verdict,
            signature: one.signature,
            released: one.released,
            case: one.case_state,
            closed_as: one.closed_as,
            type_declared: one.type_declared,
            type_found: one.type_found,
            size: one.size,
            encrypted: one.encrypted,
            uploaded_to: one.media_server,
            scanned_for: one.homeserver,
            stored_sha256: one.ciphertext_sha256,
            engine: one.engine,
            signatures_version: one.signatures_version,
        }
    }
}

/// The organisation's name; without its key, whose people upload to the homeserver; else the homeserver's name.
pub(super) fn organisation(config: &ServeConfig, id: &str, server: &str) -> String {
    let known = config.organisations.iter().find(|o| o.id.as_str() == id).map(|o| o.name.clone());
    known.or_else(|| config.organisations_at(server)).unwrap_or_else(|| server.to_owned())
}
