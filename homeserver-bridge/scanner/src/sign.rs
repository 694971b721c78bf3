//! Signed verdicts: what the scanner found, so that a client which pins its key can check it offline (contract section 4).
//!
//! Only `clean` and `infected` are signed: nothing else is a verdict that may be passed on.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use bridge_api::Mxc;
use bridge_api::scan::{SignedVerdict, Verdict, VerdictStatement};
use ed25519_dalek::Signer;

use crate::keys::KeyRing;
use crate::scanner::Outcome;

/// The outcome as a signed statement about `mxc`; nothing if it is no verdict.
pub fn sign(ring: &KeyRing, mxc: &Mxc, outcome: &Outcome) -> Option<SignedVerdict> {
    if !matches!(outcome.verdict, Verdict::Clean | Verdict::Infected { .. }) {
        return None;
    }
    let statement = VerdictStatement {
        ciphertext_sha256: outcome.ciphertext_sha256.clone(),
        engine: outcome.engine.clone(),
        key_commitment: outcome.key_commitment.clone(),
        mxc: mxc.clone(),
        scanned_at_ms: outcome.scanned_at_ms,
        signatures_version: outcome.signatures_version.clone(),
        verdict: outcome.verdict.word().to_owned(),
    };
    let key = &ring.newest().sign;
    let signature = key.sign(&statement.canonical_json());
    Some(SignedVerdict {
        statement,
        signature: STANDARD_NO_PAD.encode(signature.to_bytes()),
        key: STANDARD_NO_PAD.encode(key.verifying_key().as_bytes()),
    })
}
