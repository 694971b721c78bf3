//! The body of a request, as it comes, and as the content of a body that was sealed to us. Neither opens to a file unless
//! it is one.
#![no_main]

use std::sync::OnceLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use bridge_api::scan::{EncryptedBody, EncryptedRequest};
use libfuzzer_sys::fuzz_target;
use media_scanner::{EncryptedFile, KeyRing, key_file, pk};
use vodozemac::Curve25519PublicKey;
use vodozemac::pk_encryption::PkEncryption;

fn ring() -> &'static KeyRing {
    static RING: OnceLock<KeyRing> = OnceLock::new();
    RING.get_or_init(|| {
        let path = std::env::temp_dir().join(format!("depesha-fuzz-keys-{}", std::process::id()));
        let ring = key_file::load_or_create(&path, 1, 1).expect("made");
        let _ = std::fs::remove_file(path);
        ring
    })
}

fuzz_target!(|bytes: &[u8]| {
    if let Ok(request) = serde_json::from_slice::<EncryptedRequest>(bytes) {
        if let Some(body) = &request.encrypted_body {
            // Nobody but us knows the key, and the fuzzer does not guess it.
            assert!(pk::open(ring(), body).is_err());
        }
        if let Some(file) = &request.file {
            let _ = EncryptedFile::from_clear(file);
        }
    }
    let key = Curve25519PublicKey::from_base64(&ring().public_keys()[0].curve25519).expect("a key");
    let Ok(sealed) = PkEncryption::from_key(key).encrypt(bytes) else { return };
    let body = EncryptedBody {
        ciphertext: STANDARD_NO_PAD.encode(&sealed.ciphertext),
        mac: STANDARD_NO_PAD.encode(&sealed.mac),
        ephemeral: sealed.ephemeral_key.to_base64(),
    };
    assert_eq!(pk::open(ring(), &body).is_ok(), EncryptedFile::from_json(bytes).is_ok());
});
