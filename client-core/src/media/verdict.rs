//! Checking a scanner's signed verdict, with no connection: right key, right file, right file key, not too old.

use bridge_api::key_chain::verdict_is_signed;
use bridge_api::scan::{SignedVerdict, Unscannable, Verdict};
use matrix_sdk::ruma::events::room::MediaSource;

use super::source::{commitment_of, declared_sha256, mxc_of};
use crate::view::{BlockedReason, SafetyView, UncheckableReason};

/// How far a scanner's clock may be ahead of ours.
const MAX_AHEAD_MS: u64 = 60 * 60 * 1000;

/// How a verdict stands to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// Signed by a scanner whose word counts, about exactly this file, and not too old.
    Holds,
    /// All of that, but by a key that is not known.
    UnknownSigner,
    /// Anything else.
    Wrong,
}

/// Whether the verdict counts. `signers` are the Ed25519 keys of the scanners that may judge this file.
pub(super) fn standing(
    verdict: &SignedVerdict,
    source: &MediaSource,
    signers: &[&str],
    max_age_ms: u64,
    now_ms: u64,
) -> Standing {
    let statement = &verdict.statement;
    let about_this_file = mxc_of(source).as_ref() == Some(&statement.mxc)
        && commitment_of(source).as_ref() == Some(&statement.key_commitment)
        && match source {
            MediaSource::Encrypted(file) => declared_sha256(file).as_ref() == Some(&statement.ciphertext_sha256),
            MediaSource::Plain(_) => true,
        };
    let fresh = statement.scanned_at_ms <= now_ms.saturating_add(MAX_AHEAD_MS)
        && now_ms <= statement.scanned_at_ms.saturating_add(max_age_ms);
    if !about_this_file || !fresh || !verdict_is_signed(verdict) {
        Standing::Wrong
    } else if signers.contains(&verdict.key.as_str()) {
        Standing::Holds
    } else {
        Standing::UnknownSigner
    }
}

/// What a verdict's word means for a person. An unknown word never means safe.
pub(super) fn meaning(word: &str) -> SafetyView {
    let uncheckable = |reason| SafetyView::Uncheckable { reason };
    let known = [
        (Verdict::Clean, SafetyView::Safe),
        (Verdict::Infected { signature: String::new() }, SafetyView::Blocked { reason: BlockedReason::Infected }),
        (Verdict::TypeForbidden, SafetyView::Blocked { reason: BlockedReason::TypeForbidden }),
        (Verdict::TooLarge, uncheckable(UncheckableReason::TooLarge)),
        (Verdict::Unscannable { why: Unscannable::Limits }, uncheckable(UncheckableReason::TooLarge)),
        (Verdict::Unscannable { why: Unscannable::Encrypted }, uncheckable(UncheckableReason::Encrypted)),
        (Verdict::Unscannable { why: Unscannable::Malformed }, uncheckable(UncheckableReason::Damaged)),
        (Verdict::HashMismatch, uncheckable(UncheckableReason::Damaged)),
        (Verdict::NotFound, uncheckable(UncheckableReason::Gone)),
    ];
    known.into_iter().find(|(verdict, _)| verdict.word() == word).map_or(SafetyView::NotCheckedYet, |(_, view)| view)
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD_NO_PAD;
    use bridge_api::scan::VerdictStatement;
    use ed25519_dalek::{Signer, SigningKey};
    use matrix_sdk::ruma::events::room::EncryptedFile;
    use serde_json::json;

    use super::*;

    const MAX_AGE_MS: u64 = 1000;
    const NOW: u64 = 1_800_000_000_000;

    fn file(k: &str) -> EncryptedFile {
        serde_json::from_value(json!({
            "v": "v2", "url": "mxc://a.example/AbC", "iv": "w+sE15fzSc0AAAAAAAAAAA",
            "key": {"kty": "oct", "alg": "A256CTR", "ext": true, "key_ops": ["encrypt", "decrypt"], "k": k},
            "hashes": {"sha256": "fdSLu/YkRx3Wyh3KQabP3rd6+SFiKg5lsJZQHtkSAYA"}
        }))
        .expect("valid")
    }

    fn source() -> MediaSource {
        MediaSource::Encrypted(Box::new(file("aWF6-32KGYaC3A_FEUCk1Bt0JA37zP0wrStgmdCaW-0")))
    }

    fn signed(key: &SigningKey, change: impl FnOnce(&mut VerdictStatement)) -> SignedVerdict {
        let MediaSource::Encrypted(file) = source() else { unreachable!() };
        let mut statement = VerdictStatement {
            ciphertext_sha256: declared_sha256(&file).expect("hash"),
            engine: "ClamAV".into(),
            key_commitment: commitment_of(&source()).expect("commitment"),
            mxc: "mxc://a.example/AbC".parse().expect("valid"),
            scanned_at_ms: NOW,
            signatures_version: "1".into(),
            verdict: "clean".into(),
        };
        change(&mut statement);
        let signature = STANDARD_NO_PAD.encode(key.sign(&statement.canonical_json()).to_bytes());
        SignedVerdict { statement, signature, key: STANDARD_NO_PAD.encode(key.verifying_key().to_bytes()) }
    }

    #[test]
    fn only_the_pinned_scanner_on_exactly_this_file_counts() {
        let scanner = SigningKey::from_bytes(&[1; 32]);
        let pinned = STANDARD_NO_PAD.encode(scanner.verifying_key().to_bytes());
        let stands =
            |verdict: &SignedVerdict, source: &MediaSource| standing(verdict, source, &[&pinned], MAX_AGE_MS, NOW);
        let holds = |verdict: &SignedVerdict, source: &MediaSource| stands(verdict, source) == Standing::Holds;
        let good = signed(&scanner, |_| {});
        assert!(holds(&good, &source()));

        let stranger = signed(&SigningKey::from_bytes(&[2; 32]), |_| {});
        assert_eq!(stands(&stranger, &source()), Standing::UnknownSigner);
        let mut lent = stranger;
        lent.key = good.key.clone();
        assert!(!holds(&lent, &source()));
        let mut turned = signed(&scanner, |statement| statement.verdict = "infected".into());
        turned.statement.verdict = "clean".into();
        assert!(!holds(&turned, &source()));
        let other = signed(&scanner, |statement| statement.mxc = "mxc://a.example/other".parse().expect("valid"));
        assert!(!holds(&other, &source()));
        let hash = signed(&scanner, |statement| statement.ciphertext_sha256 = "00".into());
        assert!(!holds(&hash, &source()));
        let wrong_key = MediaSource::Encrypted(Box::new(file("bWF6-32KGYaC3A_FEUCk1Bt0JA37zP0wrStgmdCaW-0")));
        assert!(!holds(&good, &wrong_key));
        let old = signed(&scanner, |statement| statement.scanned_at_ms = NOW - MAX_AGE_MS - 1);
        assert!(!holds(&old, &source()));
        let future = signed(&scanner, |statement| statement.scanned_at_ms = NOW + MAX_AHEAD_MS + 1);
        assert!(!holds(&future, &source()));
    }

    #[test]
    fn no_word_but_clean_is_safe() {
        assert_eq!(meaning("clean"), SafetyView::Safe);
        for word in ["", "Clean", "engine_error", "timeout", "infected", "type_forbidden", "hash_mismatch", "new_word"]
        {
            assert_ne!(meaning(word), SafetyView::Safe, "{word}");
        }
        assert_eq!(meaning("engine_error"), SafetyView::NotCheckedYet);
        assert_eq!(meaning("infected"), SafetyView::Blocked { reason: BlockedReason::Infected });
    }
}
