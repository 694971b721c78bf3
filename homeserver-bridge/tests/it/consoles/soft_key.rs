//! A security key without a case: answers what a page's script would give to the browser, as WebAuthn writes it down
//! (level 3, sections 6.1 and 6.5), and wrongly where it is told to.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};

use super::browser::Answer;

/// Somebody is there (1) and has shown who (4); 64: a new credential follows.
const PRESENT: u8 = 0b101;
const NEW: u8 = 0b100_0000;

pub(super) struct SoftKey {
    secret: SigningKey,
    id: Vec<u8>,
    /// How often it was used.
    pub(super) count: u32,
    /// Where its browser believes to be.
    pub(super) origin: String,
    /// For whom it makes keys.
    pub(super) party: String,
}

/// What a page's form gives to the script.
pub(super) fn question(page: &Answer) -> Json {
    let (_, rest) = page.text.split_once("data-options=\"").expect("the page asks for a key");
    let text = rest.split('"').next().unwrap().replace("&#34;", "\"").replace("&#38;", "&").replace("&#39;", "'");
    serde_json::from_str::<Json>(&text).unwrap()["publicKey"].clone()
}

impl SoftKey {
    /// A key in a browser at an address; `seed` tells keys apart.
    pub(super) fn at(origin: &str, seed: u8) -> Self {
        let secret = SigningKey::from_slice(&[seed; 32]).unwrap();
        let party = origin.split("//").last().unwrap().split(':').next().unwrap().to_owned();
        Self { secret, id: vec![seed; 16], count: 0, origin: origin.to_owned(), party }
    }

    fn client_data(&self, kind: &str, question: &Json) -> Vec<u8> {
        let said =
            json!({ "type": kind, "challenge": question["challenge"], "origin": self.origin, "crossOrigin": false });
        serde_json::to_vec(&said).unwrap()
    }

    fn authenticator_data(&mut self, flags: u8) -> Vec<u8> {
        self.count += 1;
        let mut data = Sha256::digest(self.party.as_bytes()).to_vec();
        data.push(flags);
        data.extend(self.count.to_be_bytes());
        data
    }

    fn answer(&self, response: Json) -> String {
        let id = URL_SAFE_NO_PAD.encode(&self.id);
        json!({ "id": id, "rawId": id, "type": "public-key", "clientExtensionResults": {}, "response": response })
            .to_string()
    }

    /// Makes a credential.
    pub(super) fn create(&mut self, question: &Json) -> String {
        let client = self.client_data("webauthn.create", question);
        let mut data = self.authenticator_data(PRESENT | NEW);
        data.extend([0; 16]);
        data.extend(u16::try_from(self.id.len()).unwrap().to_be_bytes());
        data.extend(&self.id);
        let point = self.secret.verifying_key().to_sec1_point(false);
        // {1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y}
        data.extend([0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32]);
        data.extend(&point.as_bytes()[1..33]);
        data.extend([0x22, 0x58, 32]);
        data.extend(&point.as_bytes()[33..]);
        // {"fmt": "none", "attStmt": {}, "authData": data}
        let mut object = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x59".to_vec();
        object.extend(u16::try_from(data.len()).unwrap().to_be_bytes());
        object.extend(data);
        let encode = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        self.answer(
            json!({ "attestationObject": encode(&object), "clientDataJSON": encode(&client), "transports": ["usb"] }),
        )
    }

    /// Shows that it is there.
    pub(super) fn get(&mut self, question: &Json) -> String {
        let client = self.client_data("webauthn.get", question);
        let data = self.authenticator_data(PRESENT);
        let signed = [data.as_slice(), &Sha256::digest(&client)].concat();
        let signature: Signature = self.secret.sign(&signed);
        let encode = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        self.answer(json!({ "authenticatorData": encode(&data), "clientDataJSON": encode(&client),
            "signature": encode(signature.to_der().as_bytes()), "userHandle": null }))
    }
}
