//! Handing a file's keys to the scanner: Olm PkEncryption of `{"file": …}` to its public key (contract, section 4).

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use bridge_api::scan::{EncryptedBody, EncryptedRequest, FileContext};
use matrix_sdk::encryption::vodozemac::Curve25519PublicKey;
use matrix_sdk::encryption::vodozemac::pk_encryption::PkEncryption;
use matrix_sdk::ruma::events::room::EncryptedFile;
use serde_json::json;

use crate::Result;
use crate::problem::step;

/// The body of a request about this file, for the holder of this key alone.
pub(super) fn seal(file: &EncryptedFile, scanner_key: &str, context: &FileContext) -> Result<EncryptedRequest> {
    let key = Curve25519PublicKey::from_base64(scanner_key).map_err(step("key of the scanner"))?;
    let clear = serde_json::to_vec(&json!({ "file": file })).map_err(step("keys of a file"))?;
    let message = PkEncryption::from_key(key).encrypt(&clear).map_err(step("keys of a file"))?;
    Ok(EncryptedRequest {
        encrypted_body: Some(EncryptedBody {
            ciphertext: STANDARD_NO_PAD.encode(&message.ciphertext),
            mac: STANDARD_NO_PAD.encode(&message.mac),
            ephemeral: message.ephemeral_key.to_base64(),
        }),
        file: None,
        context: Some(context.clone()).filter(|context| *context != FileContext::default()),
    })
}

#[cfg(test)]
mod tests {
    use matrix_sdk::encryption::vodozemac::pk_encryption::{Message, PkDecryption};

    use super::*;

    pub(crate) fn sample() -> EncryptedFile {
        serde_json::from_value(json!({
            "v": "v2", "url": "mxc://a.example/AbC", "iv": "w+sE15fzSc0AAAAAAAAAAA",
            "key": {"kty": "oct", "alg": "A256CTR", "ext": true, "key_ops": ["encrypt", "decrypt"],
                    "k": "aWF6-32KGYaC3A_FEUCk1Bt0JA37zP0wrStgmdCaW-0"},
            "hashes": {"sha256": "fdSLu/YkRx3Wyh3KQabP3rd6+SFiKg5lsJZQHtkSAYA"}
        }))
        .expect("valid")
    }

    #[test]
    fn the_scanner_reads_the_keys_and_the_request_holds_none_in_clear() {
        let scanner = PkDecryption::new();
        let context = FileContext { room: Some("r".into()), declared_type: None };
        let request = seal(&sample(), &scanner.public_key().to_base64(), &context).expect("sealed");
        assert!(request.file.is_none());
        assert_eq!(request.context, Some(context));
        let body = request.encrypted_body.expect("body");
        assert_eq!(STANDARD_NO_PAD.decode(&body.mac).expect("base64").len(), 8);
        let message = Message::from_base64(&body.ciphertext, &body.mac, &body.ephemeral).expect("message");
        let clear: serde_json::Value =
            serde_json::from_slice(&scanner.decrypt(&message).expect("decrypts")).expect("JSON");
        assert_eq!(clear["file"]["url"], "mxc://a.example/AbC");
        assert_eq!(clear["file"]["key"]["k"], "aWF6-32KGYaC3A_FEUCk1Bt0JA37zP0wrStgmdCaW-0");
    }
}
