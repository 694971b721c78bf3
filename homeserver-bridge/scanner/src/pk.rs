//! Opens `encrypted_body`: a file's keys, encrypted to the scanner (Olm PkEncryption, contract section 4).
//!
//! The scheme authenticates nothing; the connection must. What comes out is checked as [`EncryptedFile`].

use bridge_api::scan::EncryptedBody;
use vodozemac::pk_encryption::Message;
use zeroize::Zeroizing;

use crate::file_keys::{EncryptedFile, SchemaError};
use crate::keys::KeyRing;

/// Why a body gives no file keys.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// It was not encrypted to any of our keys: the client should fetch the public key again, once.
    #[error("the body cannot be decrypted: fetch the scanner's public key again and retry once")]
    BadDecryption,
    /// It was, but what it holds is wrong.
    #[error(transparent)]
    Schema(#[from] SchemaError),
}

/// Decrypts with the newest key that fits.
///
/// # Errors
/// [`OpenError`]
pub fn open(ring: &KeyRing, body: &EncryptedBody) -> Result<EncryptedFile, OpenError> {
    let message = Message::from_base64(
        body.ciphertext.trim_end_matches('='),
        body.mac.trim_end_matches('='),
        body.ephemeral.trim_end_matches('='),
    )
    .map_err(|_| OpenError::BadDecryption)?;
    if message.mac.len() != 8 {
        return Err(OpenError::BadDecryption);
    }
    let clear = ring
        .generations()
        .find_map(|generation| generation.receive.decrypt(&message).ok())
        .map(Zeroizing::new)
        .ok_or(OpenError::BadDecryption)?;
    Ok(EncryptedFile::from_json(&clear)?)
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD_NO_PAD;
    use proptest::prelude::*;
    use vodozemac::Curve25519PublicKey;
    use vodozemac::pk_encryption::PkEncryption;

    use super::*;

    const FILE: &str = r#"{"file":{"url":"mxc://gov.example/Abc","v":"v2","key":{"kty":"oct","alg":"A256CTR","k":"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE"},"iv":"AgICAgICAgIAAAAAAAAAAA","hashes":{"sha256":"AwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM"}}}"#;

    fn ring() -> KeyRing {
        let dir = tempfile::tempdir().expect("dir");
        crate::key_file::load_or_create(&dir.path().join("keys"), 1, 0).expect("made")
    }

    fn seal(ring: &KeyRing, content: &str) -> EncryptedBody {
        let key = Curve25519PublicKey::from_base64(&ring.public_keys()[0].curve25519).expect("valid");
        let message = PkEncryption::from_key(key).encrypt(content.as_bytes()).expect("encrypts");
        EncryptedBody {
            ciphertext: STANDARD_NO_PAD.encode(&message.ciphertext),
            mac: STANDARD_NO_PAD.encode(&message.mac),
            ephemeral: message.ephemeral_key.to_base64(),
        }
    }

    #[test]
    fn what_was_sealed_to_us_opens_with_or_without_padding() {
        let ring = ring();
        let mut body = seal(&ring, FILE);
        assert_eq!(open(&ring, &body).expect("opens").url.to_string(), "mxc://gov.example/Abc");
        body.mac.push('=');
        assert!(open(&ring, &body).is_ok());
    }

    #[test]
    fn a_strange_key_and_a_strange_content_are_told_apart() {
        let ours = ring();
        assert_eq!(open(&ours, &seal(&ring(), FILE)).err(), Some(OpenError::BadDecryption));
        assert!(matches!(open(&ours, &seal(&ours, "{}")), Err(OpenError::Schema(_))));
        let mut short = seal(&ours, FILE);
        short.mac.truncate(4);
        assert_eq!(open(&ours, &short).err(), Some(OpenError::BadDecryption));
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(ciphertext in ".{0,80}", mac in ".{0,16}", ephemeral in ".{0,50}") {
            let body = EncryptedBody { ciphertext, mac, ephemeral };
            prop_assert_eq!(open(&ring(), &body).err(), Some(OpenError::BadDecryption));
        }
    }
}
