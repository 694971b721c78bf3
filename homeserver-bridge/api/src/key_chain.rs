//! Which keys of a scanner may be believed by somebody who pinned some before, and whether a signed verdict is signed.
//!
//! Each generation of a scanner's keys is signed by the one before it. A pinned key is left only along that chain, and
//! only for keys that the well-known lists now; a key that was dropped from the list never comes back.

use std::collections::HashSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use ed25519_dalek::{Signature, VerifyingKey};

use crate::scan::SignedVerdict;
use crate::well_known::{ScannerInfo, ScannerKeys};

/// The most links that are looked at.
const MAX_LINKS: usize = 256;

/// Why listed keys are not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unbelievable {
    /// There is none.
    #[error("no key is listed")]
    Nothing,
    /// The current one is neither pinned nor signed, over however many generations, by a pinned one.
    #[error("the current key is not confirmed by a key that is known")]
    Unconfirmed,
}

/// The listed keys that may be pinned from now on by somebody who pinned `pinned`, the current one first.
///
/// # Errors
/// If the current one may not; then nothing of the list counts.
pub fn believable(pinned: &[ScannerKeys], listed: &ScannerInfo) -> Result<Vec<ScannerKeys>, Unbelievable> {
    let current = listed.keys.first().ok_or(Unbelievable::Nothing)?;
    let links: Vec<&ScannerKeys> = listed.keys.iter().chain(&listed.former).take(MAX_LINKS).collect();
    let mut known: HashSet<&str> = pinned.iter().map(|keys| keys.ed25519.as_str()).collect();
    let mut led_to: Vec<&ScannerKeys> = Vec::new();
    loop {
        let before = led_to.len();
        for link in &links {
            let fits = link.signed_by.as_ref().is_some_and(|by| known.contains(by.key.as_str()));
            if fits && !known.contains(link.ed25519.as_str()) && is_signed(link) {
                known.insert(&link.ed25519);
                led_to.push(link);
            }
        }
        if led_to.len() == before {
            break;
        }
    }
    let believed = |keys: &ScannerKeys| {
        pinned.iter().any(|one| one.same_keys(keys)) || led_to.iter().any(|one| one.same_keys(keys))
    };
    if !believed(current) {
        return Err(Unbelievable::Unconfirmed);
    }
    Ok(listed.keys.iter().filter(|keys| believed(keys)).cloned().collect())
}

/// Whether the keys bear a valid signature, whoever made it.
fn is_signed(keys: &ScannerKeys) -> bool {
    keys.signed_by.as_ref().is_some_and(|by| signature_holds(&by.key, &keys.statement(), &by.signature))
}

/// Whether the verdict is signed by the key that it names. Whose key that is, is another question.
pub fn verdict_is_signed(verdict: &SignedVerdict) -> bool {
    signature_holds(&verdict.key, &verdict.statement.canonical_json(), &verdict.signature)
}

/// Checks an Ed25519 signature; key and signature in base64 with or without padding.
fn signature_holds(key: &str, message: &[u8], signature: &str) -> bool {
    let decode = |text: &str| STANDARD_NO_PAD.decode(text.trim_end_matches('=')).ok();
    let key = decode(key).and_then(|bytes| VerifyingKey::from_bytes(&bytes.try_into().ok()?).ok());
    let signature = decode(signature).and_then(|bytes| Signature::from_slice(&bytes).ok());
    match (key, signature) {
        (Some(key), Some(signature)) => key.verify_strict(message, &signature).is_ok(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use ed25519_dalek::{Signer, SigningKey};

    use super::*;
    use crate::well_known::KeySignature;

    fn secret(n: u8) -> SigningKey {
        SigningKey::from_bytes(&[n; 32])
    }

    fn public(n: u8) -> String {
        STANDARD_NO_PAD.encode(secret(n).verifying_key().as_bytes())
    }

    /// Generation `n`, signed by generation `by`.
    fn keys(n: u8, by: Option<u8>) -> ScannerKeys {
        let mut keys = ScannerKeys {
            curve25519: format!("curve{n}"),
            ed25519: public(n),
            created_at_ms: Some(n.into()),
            signed_by: None,
        };
        keys.signed_by = by.map(|by| KeySignature {
            key: public(by),
            signature: STANDARD_NO_PAD.encode(secret(by).sign(&keys.statement()).to_bytes()),
        });
        keys
    }

    fn listed(current: Vec<ScannerKeys>, former: Vec<ScannerKeys>) -> ScannerInfo {
        ScannerInfo { keys: current, former, ..ScannerInfo::default() }
    }

    #[test]
    fn the_chain_leads_from_a_pinned_key_to_the_current_one() {
        let pinned = [keys(1, None)];
        let next = listed(vec![keys(2, Some(1)), keys(1, None)], vec![]);
        assert_eq!(believable(&pinned, &next), Ok(next.keys.clone()));
        let long_away = listed(vec![keys(4, Some(3)), keys(3, Some(2))], vec![keys(1, None), keys(2, Some(1))]);
        assert_eq!(believable(&pinned, &long_away), Ok(long_away.keys.clone()));
        let same = listed(vec![keys(1, None)], vec![]);
        assert_eq!(believable(&pinned, &same), Ok(same.keys.clone()));
    }

    #[test]
    fn whatever_is_not_confirmed_is_refused() {
        let pinned = [keys(2, Some(1))];
        let mut altered = keys(3, Some(2));
        altered.curve25519 = "theirs".into();
        let mut lent = keys(3, Some(9));
        if let Some(by) = &mut lent.signed_by {
            by.key = public(2);
        }
        // The same signing key with another key to encrypt to is another key.
        let mut swapped = keys(2, Some(1));
        swapped.curve25519 = "theirs".into();
        let cases = [
            listed(vec![keys(3, None)], vec![]),
            listed(vec![keys(3, Some(9))], vec![]),
            listed(vec![keys(3, Some(9)), keys(2, Some(1))], vec![keys(9, None)]),
            listed(vec![altered], vec![]),
            listed(vec![lent], vec![]),
            listed(vec![swapped], vec![]),
            // Dropped before: it does not come back, nor does what it signs.
            listed(vec![keys(1, None)], vec![]),
            listed(vec![keys(3, Some(1))], vec![keys(1, None)]),
        ];
        for case in cases {
            assert_eq!(believable(&pinned, &case), Err(Unbelievable::Unconfirmed), "{case:?}");
        }
        assert_eq!(believable(&pinned, &listed(vec![], vec![keys(2, Some(1))])), Err(Unbelievable::Nothing));
        assert_eq!(believable(&[], &listed(vec![keys(2, Some(1))], vec![])), Err(Unbelievable::Unconfirmed));
    }

    #[test]
    fn a_strange_older_key_in_the_list_does_not_count_beside_a_believed_current_one() {
        let found = believable(&[keys(1, None)], &listed(vec![keys(2, Some(1)), keys(9, None)], vec![]));
        assert_eq!(found, Ok(vec![keys(2, Some(1))]));
    }
}
