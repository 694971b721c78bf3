//! What a file is called in this crate: its address, the commitment to its key, and the handle that the interface gets.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use bridge_api::Mxc;
use bridge_api::scan::key_commitment;
use matrix_sdk::ruma::events::room::{EncryptedFile, EncryptedFileInfo, MediaSource};
use sha2::{Digest, Sha256};

/// The address of the bytes on the homeserver; none if it is not a valid one.
pub(crate) fn mxc_of(source: &MediaSource) -> Option<Mxc> {
    let uri = match source {
        MediaSource::Plain(uri) => uri,
        MediaSource::Encrypted(file) => &file.url,
    };
    uri.as_str().parse().ok()
}

/// What ties a verdict to the key of a file; for media in clear, key and IV are empty.
pub(super) fn commitment_of(source: &MediaSource) -> Option<String> {
    match source {
        MediaSource::Plain(_) => Some(key_commitment(&[], &[])),
        MediaSource::Encrypted(file) => match &file.info {
            EncryptedFileInfo::V2(info) => Some(key_commitment(info.k.as_bytes(), info.iv.as_bytes())),
            _ => None,
        },
    }
}

/// The hash of the bytes on the homeserver that the sender declared. Hexadecimal.
pub(super) fn declared_sha256(file: &EncryptedFile) -> Option<String> {
    let value = serde_json::to_value(&file.hashes).ok()?;
    let bytes = STANDARD_NO_PAD.decode(value.get("sha256")?.as_str()?.trim_end_matches('=')).ok()?;
    Some(hex(&bytes))
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The name that the interface knows a file by. It says nothing about the key.
pub(crate) fn handle_of(source: &MediaSource) -> Option<String> {
    let mut hash = Sha256::new();
    hash.update(b"org.depesha.handle");
    hash.update(mxc_of(source)?.to_string());
    hash.update(commitment_of(source)?);
    Some(hex(&hash.finalize()[..16]))
}
