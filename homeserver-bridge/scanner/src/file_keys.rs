//! `EncryptedFile` (Matrix specification, "Sending encrypted attachments"), checked field by field.
//!
//! Only version `v2` with A256CTR is accepted. Key material is wiped when dropped and never shown.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use bridge_api::Mxc;
use bridge_api::scan::key_commitment;
use serde::Deserialize;
use serde_json::Value;
use zeroize::Zeroizing;

use crate::decrypt::CtrKey;

const ANY_PADDING: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, ANY_PADDING);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, ANY_PADDING);

/// The file's description is not one that we can decrypt by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the file's keys are not as the Matrix specification has them: {0}")]
pub struct SchemaError(pub &'static str);

/// Where an encrypted file is and how it is decrypted.
#[derive(Debug, Clone)]
pub struct EncryptedFile {
    /// The media on the homeserver.
    pub url: Mxc,
    /// Its keys.
    pub keys: FileKeys,
}

/// Key, counter and hash of an encrypted file.
#[derive(Debug, Clone)]
pub struct FileKeys {
    pub(crate) cipher: CtrKey,
    pub(crate) sha256: [u8; 32],
}

impl FileKeys {
    /// Ties a verdict to key and counter without telling them. Hexadecimal.
    pub fn commitment(&self) -> String {
        key_commitment(self.cipher.key(), self.cipher.iv())
    }
}

#[derive(Deserialize)]
struct Envelope {
    file: WireFile,
}
#[derive(Deserialize)]
struct WireFile {
    url: Mxc,
    v: String,
    key: WireKey,
    iv: String,
    hashes: WireHashes,
}
#[derive(Deserialize)]
struct WireKey {
    kty: String,
    alg: String,
    k: Zeroizing<String>,
}
#[derive(Deserialize)]
struct WireHashes {
    sha256: String,
}

impl EncryptedFile {
    /// From the decrypted `{"file": …}`.
    ///
    /// # Errors
    /// If it is not JSON of that shape or a field has a wrong value.
    pub fn from_json(bytes: &[u8]) -> Result<Self, SchemaError> {
        let envelope: Envelope = serde_json::from_slice(bytes)
            .map_err(|_| SchemaError("the content must be {\"file\": …} with url, v, key, iv and hashes"))?;
        envelope.file.try_into()
    }

    /// From a `file` object that came in clear.
    ///
    /// # Errors
    /// As [`EncryptedFile::from_json`].
    pub fn from_clear(file: &Value) -> Result<Self, SchemaError> {
        WireFile::deserialize(file).map_err(|_| SchemaError("file must hold url, v, key, iv and hashes"))?.try_into()
    }
}

impl TryFrom<WireFile> for EncryptedFile {
    type Error = SchemaError;

    fn try_from(file: WireFile) -> Result<Self, SchemaError> {
        if file.v != "v2" {
            return Err(SchemaError("v must be v2"));
        }
        if file.key.kty != "oct" || file.key.alg != "A256CTR" {
            return Err(SchemaError("key must be of type oct for A256CTR"));
        }
        let key = Zeroizing::new(URL_SAFE.decode(file.key.k.as_bytes()).unwrap_or_default());
        let key: &[u8; 32] =
            key.as_slice().try_into().map_err(|_| SchemaError("key.k must be 32 bytes in URL-safe base64"))?;
        let iv: [u8; 16] = decode(&file.iv).ok_or(SchemaError("iv must be 16 bytes in base64"))?;
        // Clients disagree on whether the counter has 64 or 128 bits. Where it would run over, they would see another
        // file than we do, so such a counter is no counter.
        let [_, _, _, _, _, _, _, _, counter @ ..] = iv;
        if u64::from_be_bytes(counter) > u64::MAX - (1 << 40) {
            return Err(SchemaError("the counter in iv would run over; a client must start it near zero"));
        }
        let sha256 = decode(&file.hashes.sha256).ok_or(SchemaError("hashes.sha256 must be 32 bytes in base64"))?;
        Ok(Self { url: file.url, keys: FileKeys { cipher: CtrKey::new(key, iv), sha256 } })
    }
}

fn decode<const N: usize>(text: &str) -> Option<[u8; N]> {
    STANDARD.decode(text).ok()?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn valid() -> Value {
        json!({
            "url": "mxc://gov.example/Abc", "v": "v2",
            "key": {"kty": "oct", "alg": "A256CTR", "ext": true, "key_ops": ["encrypt", "decrypt"],
                    "k": "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE"},
            "iv": "AgICAgICAgIAAAAAAAAAAA",
            "hashes": {"sha256": "AwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM"},
        })
    }

    #[test]
    fn the_usual_form_is_read_and_tells_nothing_in_debug_output() {
        let file = EncryptedFile::from_clear(&valid()).expect("valid");
        assert_eq!(file.keys.cipher.key(), &[1; 32]);
        assert_eq!(file.keys.cipher.iv(), &[2, 2, 2, 2, 2, 2, 2, 2, 0, 0, 0, 0, 0, 0, 0, 0]);
        assert_eq!(file.keys.sha256, [3; 32]);
        assert!(!format!("{:?}", file.keys.cipher).contains('1'));
    }

    #[test]
    fn each_wrong_field_is_refused() {
        let wrong = [
            ("/v", json!("v1")),
            ("/url", json!("https://gov.example/Abc")),
            ("/url", json!("mxc://gov.example/../x")),
            ("/key/kty", json!("RSA")),
            ("/key/alg", json!("A128CTR")),
            ("/key/k", json!("AQEB")),
            ("/key/k", json!("+QEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE")),
            ("/key/k", json!(7)),
            ("/iv", json!("AgICAgICAgI")),
            ("/iv", json!("AgICAgICAgL//////////w")),
            ("/hashes/sha256", json!("AwMD")),
            ("/hashes", json!({"md5": "AwMD"})),
        ];
        for (pointer, value) in wrong {
            let mut file = valid();
            *file.pointer_mut(pointer).expect("there") = value.clone();
            assert!(EncryptedFile::from_clear(&file).is_err(), "{pointer} = {value} must be refused");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            prop_assert!(EncryptedFile::from_json(&bytes).is_err());
        }
    }
}
