//! A file encrypted as Matrix clients do it (Matrix specification, "Sending encrypted attachments"), and the body that
//! carries its keys to the scanner. Written apart from client-core, so that the two check each other.

use aes::Aes256;
use aes::cipher::{KeyIvInit, StreamCipher};
use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use rand::Rng;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use vodozemac::Curve25519PublicKey;
use vodozemac::pk_encryption::PkEncryption;

/// A file and its keys.
pub struct EncryptedFile {
    /// What is uploaded.
    pub ciphertext: Vec<u8>,
    key: [u8; 32],
    iv: [u8; 16],
}

impl EncryptedFile {
    /// Encrypts with fresh keys.
    pub fn new(plain: &[u8]) -> Self {
        let (mut key, mut iv) = ([0; 32], [0; 16]);
        rand::rng().fill_bytes(&mut key);
        rand::rng().fill_bytes(&mut iv[..8]);
        let mut ciphertext = plain.to_vec();
        ctr::Ctr128BE::<Aes256>::new(&key.into(), &iv.into()).apply_keystream(&mut ciphertext);
        Self { ciphertext, key, iv }
    }

    /// The `EncryptedFile` object of the event.
    pub fn description(&self, server: &str, media: &str) -> Value {
        json!({
            "url": format!("mxc://{server}/{media}"),
            "v": "v2",
            "key": {
                "kty": "oct", "alg": "A256CTR", "ext": true, "key_ops": ["encrypt", "decrypt"],
                "k": URL_SAFE_NO_PAD.encode(self.key),
            },
            "iv": STANDARD_NO_PAD.encode(self.iv),
            "hashes": {"sha256": STANDARD_NO_PAD.encode(Sha256::digest(&self.ciphertext))},
        })
    }
}

/// `{"encrypted_body": …}` for the scanner's public key (unpadded base64).
///
/// # Errors
/// If the key is not one.
pub fn body_for_scanner(public_key: &str, file: &Value) -> Result<Value> {
    let key = Curve25519PublicKey::from_base64(public_key).context("the scanner's public key")?;
    let message = PkEncryption::from_key(key).encrypt(json!({"file": file}).to_string().as_bytes())?;
    Ok(json!({"encrypted_body": {
        "ciphertext": STANDARD_NO_PAD.encode(&message.ciphertext),
        "mac": STANDARD_NO_PAD.encode(&message.mac),
        "ephemeral": message.ephemeral_key.to_base64(),
    }}))
}
