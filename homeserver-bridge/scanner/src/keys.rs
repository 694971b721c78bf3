//! The scanner's own keys: Curve25519 to receive file keys, Ed25519 to sign verdicts.
//!
//! The newest generation signs and is announced; older ones still decrypt for a while, so that clients with a cached
//! public key go on, and are then dropped. Each generation is signed by the one before it, so that a client which pins
//! one can follow to the next. How they lie on the disk is the matter of [`crate::key_file`].

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use bridge_api::well_known::{KeySignature, ScannerKeys};
use ed25519_dalek::{Signer, SigningKey};
use serde::{Deserialize, Serialize};
use vodozemac::Curve25519SecretKey;
use vodozemac::pk_encryption::PkDecryption;
use zeroize::Zeroizing;

/// The key generations, the newest first.
pub struct KeyRing {
    newest: Generation,
    older: Vec<Generation>,
    former: Vec<ScannerKeys>,
}

pub(crate) struct Generation {
    pub(crate) receive: PkDecryption,
    pub(crate) sign: SigningKey,
    public: ScannerKeys,
}

/// As they lie in the file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Stored {
    /// Newest first.
    pub(crate) generations: Vec<StoredGeneration>,
    /// The public half of generations that were dropped, newest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) former: Vec<ScannerKeys>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StoredGeneration {
    pub(crate) created_at_ms: u64,
    curve25519: Zeroizing<String>,
    ed25519: Zeroizing<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    signed_by: Option<KeySignature>,
}

impl Stored {
    /// Drops generations that were superseded at least `honoured_ms` ago; answers whether there were any. Of a dropped
    /// one the public half stays.
    pub(crate) fn drop_expired(&mut self, now_ms: u64, honoured_ms: u64) -> bool {
        let kept = honoured(self.generations.iter().map(|g| g.created_at_ms), now_ms, honoured_ms);
        let dropped: Vec<_> = self.generations.drain(kept..).collect();
        let former = dropped.iter().filter_map(|g| Generation::open(g).map(|g| g.public));
        self.former.splice(0..0, former);
        !dropped.is_empty()
    }

    /// Puts fresh keys before the others, signed by those that were the newest.
    pub(crate) fn add(&mut self, now_ms: u64) {
        let previous = self.generations.first().and_then(Generation::open);
        // Made in the same moment they would look the same age; the order must be plain.
        let after = self.generations.first().map_or(0, |g| g.created_at_ms + 1);
        let mut next = fresh(now_ms.max(after));
        if let (Some(previous), Some(opened)) = (previous, Generation::open(&next)) {
            next.signed_by = Some(KeySignature {
                signature: STANDARD_NO_PAD.encode(previous.sign.sign(&opened.public.statement()).to_bytes()),
                key: previous.public.ed25519,
            });
        }
        self.generations.insert(0, next);
    }
}

/// How many generations count now, given when each was made, newest first. A generation is superseded when the next one
/// is made.
fn honoured(created: impl Iterator<Item = u64>, now_ms: u64, honoured_ms: u64) -> usize {
    let mut superseded_at = None;
    let mut count = 0;
    for created_at in created {
        if superseded_at.is_some_and(|at: u64| at.saturating_add(honoured_ms) <= now_ms) {
            break;
        }
        superseded_at = Some(created_at);
        count += 1;
    }
    count
}

impl KeyRing {
    /// The keys of a file; nothing if they are none.
    pub(crate) fn open(stored: &Stored) -> Option<Self> {
        let mut generations = stored.generations.iter().map(Generation::open);
        let newest = generations.next()??;
        Some(Self { newest, older: generations.collect::<Option<_>>()?, former: stored.former.clone() })
    }

    /// What clients pin, the current generation first.
    pub fn public_keys(&self) -> Vec<ScannerKeys> {
        self.generations().map(|generation| generation.public.clone()).collect()
    }

    /// What once was pinned and is dropped, newest first: the links of the chain.
    pub fn former_keys(&self) -> &[ScannerKeys] {
        &self.former
    }

    pub(crate) fn generations(&self) -> impl Iterator<Item = &Generation> {
        std::iter::once(&self.newest).chain(&self.older)
    }

    pub(crate) fn newest(&self) -> &Generation {
        &self.newest
    }
}

impl Generation {
    fn open(stored: &StoredGeneration) -> Option<Self> {
        let secret = |text: &str| -> Option<Zeroizing<[u8; 32]>> {
            let bytes = Zeroizing::new(STANDARD_NO_PAD.decode(text).ok()?);
            Some(Zeroizing::new(bytes.as_slice().try_into().ok()?))
        };
        let receive = PkDecryption::from_key(Curve25519SecretKey::from_slice(&*secret(&stored.curve25519)?));
        let sign = SigningKey::from_bytes(&*secret(&stored.ed25519)?);
        let public = ScannerKeys {
            curve25519: receive.public_key().to_base64(),
            ed25519: STANDARD_NO_PAD.encode(sign.verifying_key().as_bytes()),
            created_at_ms: Some(stored.created_at_ms),
            signed_by: stored.signed_by.clone(),
        };
        Some(Self { receive, sign, public })
    }
}

pub(crate) fn fresh(now_ms: u64) -> StoredGeneration {
    let secret = || {
        let mut bytes = Zeroizing::new([0u8; 32]);
        rand::fill(bytes.as_mut_slice());
        Zeroizing::new(STANDARD_NO_PAD.encode(*bytes))
    };
    StoredGeneration { created_at_ms: now_ms, curve25519: secret(), ed25519: secret(), signed_by: None }
}

#[cfg(test)]
mod tests {
    use bridge_api::key_chain::believable;
    use bridge_api::well_known::ScannerInfo;

    use super::*;

    fn info(ring: &KeyRing) -> ScannerInfo {
        ScannerInfo { keys: ring.public_keys(), former: ring.former_keys().to_vec(), ..ScannerInfo::default() }
    }

    #[test]
    fn whoever_pinned_any_generation_is_led_to_the_newest() {
        let mut stored = Stored { generations: vec![fresh(1)], former: Vec::new() };
        let mut pinned = vec![KeyRing::open(&stored).expect("keys").public_keys()];
        for round in 1..=4 {
            stored.add(round * 1000);
            stored.drop_expired(round * 1000, 1500);
            pinned.push(KeyRing::open(&stored).expect("keys").public_keys()[..1].to_vec());
        }
        let ring = KeyRing::open(&stored).expect("keys");
        assert_eq!((ring.public_keys().len(), ring.former_keys().len()), (3, 2));
        for one in pinned {
            let found = believable(&one, &info(&ring)).expect("led there");
            assert_eq!(found[0], ring.public_keys()[0]);
        }
        let stranger = KeyRing::open(&Stored { generations: vec![fresh(1)], former: Vec::new() }).expect("keys");
        assert!(believable(&stranger.public_keys(), &info(&ring)).is_err());
    }

    #[test]
    fn a_generation_is_honoured_from_when_it_was_superseded() {
        // Made at 10, 20 and 90: the second was superseded at 90, the first at 20.
        let count = |now, honoured_ms| honoured([90, 20, 10].into_iter(), now, honoured_ms);
        assert_eq!(count(100, 100), 3);
        assert_eq!(count(119, 100), 3);
        assert_eq!(count(120, 100), 2);
        assert_eq!(count(189, 100), 2);
        assert_eq!(count(190, 100), 1);
        assert_eq!(count(1_000_000, 0), 1, "the newest never expires");
        assert_eq!(count(90, 0), 1);
    }

    #[test]
    fn two_generations_of_one_moment_have_an_order() {
        let mut stored = Stored { generations: vec![fresh(5)], former: Vec::new() };
        stored.add(5);
        assert!(stored.generations[0].created_at_ms > stored.generations[1].created_at_ms);
    }
}
