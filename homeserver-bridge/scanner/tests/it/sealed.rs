//! Attachments as a client makes them: encrypted independently of the crate under test.

use aes::Aes256;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use ctr::Ctr64BE;
use ctr::cipher::{KeyIvInit, StreamCipher};
use media_scanner::EncryptedFile;
use serde_json::json;
use sha2::{Digest, Sha256};

/// What is on the homeserver and what is in the event.
pub(crate) struct Sealed {
    pub(crate) ciphertext: Vec<u8>,
    pub(crate) file: EncryptedFile,
}

/// Encrypts under a key made of one byte.
pub(crate) fn seal(content: &[u8], key: u8) -> Sealed {
    let mut iv = [0; 16];
    iv[..8].fill(9);
    let mut ciphertext = content.to_vec();
    Ctr64BE::<Aes256>::new(&[key; 32].into(), &iv.into()).apply_keystream(&mut ciphertext);
    let file = describe(&ciphertext, key);
    Sealed { ciphertext, file }
}

/// The description of a ciphertext under a key, right or wrong.
pub(crate) fn describe(ciphertext: &[u8], key: u8) -> EncryptedFile {
    let mut iv = [0; 16];
    iv[..8].fill(9);
    let file = json!({
        "url": "mxc://gov.example/Abc", "v": "v2",
        "key": {"kty": "oct", "alg": "A256CTR", "ext": true, "key_ops": ["encrypt", "decrypt"], "k": URL_SAFE_NO_PAD.encode([key; 32])},
        "iv": STANDARD_NO_PAD.encode(iv),
        "hashes": {"sha256": STANDARD_NO_PAD.encode(Sha256::digest(ciphertext))},
    });
    EncryptedFile::from_clear(&file).expect("valid")
}
