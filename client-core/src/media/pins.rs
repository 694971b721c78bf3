//! What this device trusts of scanners: the keys it pinned at the sign-in and followed since, those of other ministries,
//! and the policy. Pure: where it is kept and how the well-known is read is the matter of [`super::scanner`].
//!
//! A new key counts only if the well-known lists it, over TLS, and a pinned one signed it, over however many
//! generations. Anything else is refused and remembered, so that the person can be told.

use bridge_api::key_chain::{Unbelievable, believable};
use bridge_api::well_known::{ScannerInfo, ScannerKeys, ScannerPolicy, TrustedScanner};
use matrix_sdk::ruma::events::room::MediaSource;
use serde::{Deserialize, Serialize};

use super::source::mxc_of;
use crate::view::{RefusedKeyView, ScannerTrustView};

/// How long a verdict counts without asking again, where the policy does not say.
const MAX_AGE_MS: u64 = 30 * 24 * 60 * 60 * 1000;

/// What is trusted.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Pins {
    /// The current generation first.
    keys: Vec<ScannerKeys>,
    trusted: Vec<TrustedScanner>,
    policy: Option<ScannerPolicy>,
    since_ms: u64,
    changed_at_ms: Option<u64>,
    refused: Option<RefusedKeyView>,
}

/// What came of reading the well-known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Followed {
    /// The current key is what it was.
    Same,
    /// It is another one, confirmed by the one before.
    Changed,
    /// It is another one, and nothing confirms it.
    Refused,
}

impl Pins {
    /// As the well-known is at the sign-in.
    pub(crate) fn first(listed: &ScannerInfo, now_ms: u64) -> Self {
        Self {
            keys: listed.keys.clone(),
            trusted: listed.trusted.clone(),
            policy: listed.policy.clone(),
            since_ms: now_ms,
            ..Self::default()
        }
    }

    /// Goes on to what the well-known lists now, if it may be believed.
    pub(crate) fn follow(&mut self, listed: &ScannerInfo, now_ms: u64) -> Followed {
        if self.keys.is_empty() && !listed.keys.is_empty() {
            *self = Self::first(listed, now_ms);
            return Followed::Changed;
        }
        match believable(&self.keys, listed) {
            // The bridge cannot read the keys just now.
            Err(Unbelievable::Nothing) => Followed::Same,
            Err(Unbelievable::Unconfirmed) => {
                let fingerprint = listed.keys.first().map(ScannerKeys::fingerprint).unwrap_or_default();
                if self.refused.as_ref().is_none_or(|refused| refused.fingerprint != fingerprint) {
                    tracing::warn!("the scanner shows a key that no pinned one confirms: it is refused");
                    self.refused = Some(RefusedKeyView { fingerprint, seen_at_ms: now_ms });
                }
                Followed::Refused
            }
            Ok(keys) => {
                let same = keys.first().zip(self.keys.first()).is_some_and(|(new, old)| new.same_keys(old));
                if !same {
                    (self.since_ms, self.changed_at_ms) = (now_ms, Some(now_ms));
                }
                self.keys = keys;
                self.trusted = follow_others(&self.trusted, &listed.trusted);
                self.policy.clone_from(&listed.policy);
                self.refused = None;
                if same { Followed::Same } else { Followed::Changed }
            }
        }
    }

    /// The key that file keys are encrypted to.
    pub(crate) fn current(&self) -> Option<&ScannerKeys> {
        self.keys.first()
    }

    /// Whose verdicts on this media count. A scanner of another ministry has a say on media of its homeservers alone.
    pub(crate) fn signers_for(&self, source: &MediaSource) -> Vec<&str> {
        let mxc = mxc_of(source);
        let others = self
            .trusted
            .iter()
            .filter(|one| mxc.as_ref().is_some_and(|mxc| one.server_names.contains(mxc.server())))
            .flat_map(|one| &one.keys);
        self.keys.iter().chain(others).map(|keys| keys.ed25519.as_str()).collect()
    }

    /// How long a verdict counts without asking again.
    pub(crate) fn max_age_ms(&self) -> u64 {
        self.policy.as_ref().map_or(MAX_AGE_MS, |policy| policy.verdict_max_age_ms)
    }

    /// What the scanner lets through, as far as it says.
    pub(crate) fn policy(&self) -> Option<&ScannerPolicy> {
        self.policy.as_ref()
    }

    /// For the person.
    pub(crate) fn view(&self) -> ScannerTrustView {
        ScannerTrustView {
            fingerprint: self.keys.first().map(ScannerKeys::fingerprint),
            since_ms: self.since_ms,
            changed_at_ms: self.changed_at_ms,
            refused: self.refused.clone(),
        }
    }
}

/// Scanners of other ministries: who is known keeps the known keys unless the new ones are confirmed by them.
fn follow_others(known: &[TrustedScanner], listed: &[TrustedScanner]) -> Vec<TrustedScanner> {
    let next = |one: &TrustedScanner| {
        let Some(before) = known.iter().find(|before| before.server_names == one.server_names) else {
            return one.clone();
        };
        let info = ScannerInfo { keys: one.keys.clone(), ..ScannerInfo::default() };
        let keys = believable(&before.keys, &info).unwrap_or_else(|_| before.keys.clone());
        TrustedScanner { server_names: one.server_names.clone(), keys }
    };
    listed.iter().map(next).collect()
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD_NO_PAD;
    use bridge_api::well_known::KeySignature;
    use ed25519_dalek::{Signer, SigningKey};

    use super::*;

    fn keys(n: u8, by: Option<u8>) -> ScannerKeys {
        let secret = |n: u8| SigningKey::from_bytes(&[n; 32]);
        let public = |n: u8| STANDARD_NO_PAD.encode(secret(n).verifying_key().as_bytes());
        let mut keys =
            ScannerKeys { curve25519: format!("c{n}"), ed25519: public(n), created_at_ms: Some(1), signed_by: None };
        keys.signed_by = by.map(|by| KeySignature {
            key: public(by),
            signature: STANDARD_NO_PAD.encode(secret(by).sign(&keys.statement()).to_bytes()),
        });
        keys
    }

    fn listed(keys: Vec<ScannerKeys>) -> ScannerInfo {
        ScannerInfo { keys, ..ScannerInfo::default() }
    }

    fn plain(mxc: &str) -> MediaSource {
        MediaSource::Plain(mxc.into())
    }

    #[test]
    fn a_confirmed_key_is_followed_and_the_person_can_see_since_when() {
        let mut pins = Pins::first(&listed(vec![keys(1, None)]), 10);
        assert_eq!(pins.follow(&listed(vec![keys(1, None)]), 20), Followed::Same);
        assert_eq!((pins.view().since_ms, pins.view().changed_at_ms), (10, None));
        assert_eq!(pins.follow(&listed(vec![keys(2, Some(1)), keys(1, None)]), 30), Followed::Changed);
        assert_eq!((pins.view().since_ms, pins.view().changed_at_ms), (30, Some(30)));
        assert_eq!(pins.current(), Some(&keys(2, Some(1))));
        assert_eq!(pins.signers_for(&plain("mxc://a.example/x")).len(), 2, "the older one still signs");
        assert_eq!(pins.follow(&listed(vec![keys(2, Some(1))]), 40), Followed::Same);
        assert_eq!(pins.signers_for(&plain("mxc://a.example/x")).len(), 1, "what is dropped there is dropped here");
    }

    #[test]
    fn an_unconfirmed_key_changes_nothing_but_what_the_person_is_told() {
        let mut pins = Pins::first(&listed(vec![keys(1, None)]), 10);
        let strange = ScannerInfo {
            policy: Some(ScannerPolicy {
                max_bytes: 1,
                forbidden_types: vec![],
                allowed_types: vec![],
                verdict_max_age_ms: u64::MAX,
            }),
            ..listed(vec![keys(3, None), keys(1, None)])
        };
        for now in [20, 30] {
            assert_eq!(pins.follow(&strange, now), Followed::Refused);
            let refused = pins.view().refused.expect("told");
            assert_eq!((refused.fingerprint, refused.seen_at_ms), (keys(3, None).fingerprint(), 20));
        }
        assert_eq!((pins.current(), pins.policy(), pins.max_age_ms()), (Some(&keys(1, None)), None, MAX_AGE_MS));
        assert_eq!(pins.follow(&listed(vec![]), 40), Followed::Same);
        assert_eq!(pins.follow(&listed(vec![keys(1, None)]), 50), Followed::Same);
        assert_eq!(pins.view().refused, None, "it has gone");
    }

    #[test]
    fn other_ministries_scanners_judge_their_own_media_alone() {
        let other =
            |n: u8, by| TrustedScanner { server_names: vec!["b.example".parse().unwrap()], keys: vec![keys(n, by)] };
        let with = |others| ScannerInfo { trusted: others, ..listed(vec![keys(1, None)]) };
        let mut pins = Pins::first(&with(vec![other(7, None)]), 1);
        assert_eq!(pins.signers_for(&plain("mxc://b.example/x")).len(), 2);
        assert_eq!(pins.signers_for(&plain("mxc://a.example/x")).len(), 1);
        pins.follow(&with(vec![other(8, None)]), 2);
        assert!(
            pins.signers_for(&plain("mxc://b.example/x")).contains(&keys(7, None).ed25519.as_str()),
            "not confirmed"
        );
        pins.follow(&with(vec![other(9, Some(7))]), 3);
        assert!(pins.signers_for(&plain("mxc://b.example/x")).contains(&keys(9, None).ed25519.as_str()));
        pins.follow(&with(vec![]), 4);
        assert_eq!(pins.signers_for(&plain("mxc://b.example/x")).len(), 1);
    }
}
