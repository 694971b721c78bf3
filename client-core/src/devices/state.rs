//! The state machine of the account's trust: which state follows from what the SDK knows. Pure; it asks nobody and keeps
//! nothing, so the same facts always give the same state, and a remedy that worked cannot be asked for again.

use crate::view::TrustView;

/// What is known of the account's encryption.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Facts {
    /// The session was ended for good.
    pub(super) over: bool,
    /// Whether the homeserver has been heard about this device and its keys.
    pub(super) heard: bool,
    /// The account's identity.
    pub(super) identity: Identity,
    /// Whether this device is signed by the account's identity.
    pub(super) device_signed: bool,
    /// Whether all private keys of the identity are on this device.
    pub(super) keys_here: bool,
    /// What the recovery key opens.
    pub(super) recovery: Recovery,
    /// Whether message keys go into a backup that this device can open.
    pub(super) backup_here: bool,
}

/// The account's identity, as this device knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Identity {
    /// None has been made.
    None,
    /// There is one.
    Known,
    /// This device trusted one, and now there is another.
    Changed,
}

/// What the homeserver keeps behind the recovery key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Recovery {
    /// It has not been asked yet.
    Unknown,
    /// Nothing: there is no recovery key.
    None,
    /// There is a recovery key.
    Kept,
}

/// The state that follows from the facts. The order matters: what is worse comes first.
pub(super) fn judge(facts: Facts) -> TrustView {
    use {Identity as I, Recovery as R, TrustView as T};
    let Facts { over, heard, identity, device_signed, keys_here, recovery, backup_here } = facts;
    match (identity, recovery) {
        _ if over => T::SignedOutForGood,
        _ if !heard => T::Unknown,
        (_, R::Unknown) => T::Unknown,
        // Even when the new identity has signed this device: whoever made it could do that without asking anybody.
        (I::Changed, _) => T::IdentityChanged,
        (I::None, R::None) => T::Fresh,
        (I::None, R::Kept) => T::NeedsRecovery,
        (I::Known, _) if !device_signed => T::NeedsRecovery,
        (I::Known, R::None) if !keys_here => T::NeedsRecovery,
        (I::Known, R::None) => T::Fresh,
        (I::Known, R::Kept) if keys_here && backup_here => T::Ready,
        (I::Known, R::Kept) => T::RecoveryIncomplete,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, HashSet};

    use proptest::prelude::*;

    use super::*;
    use crate::view::TrustAction;

    const GOOD: Facts = Facts {
        over: false,
        heard: true,
        identity: Identity::Known,
        device_signed: true,
        keys_here: true,
        recovery: Recovery::Kept,
        backup_here: true,
    };

    fn all() -> Vec<Facts> {
        let mut all = Vec::new();
        for bits in 0..32u8 {
            for identity in [Identity::None, Identity::Known, Identity::Changed] {
                for recovery in [Recovery::Unknown, Recovery::None, Recovery::Kept] {
                    let bit = |n: u8| bits & (1 << n) != 0;
                    let (over, heard, device_signed) = (bit(0), bit(1), bit(2));
                    let (keys_here, backup_here) = (bit(3), bit(4));
                    all.push(Facts { over, heard, identity, device_signed, keys_here, recovery, backup_here });
                }
            }
        }
        all
    }

    /// What the facts are when a remedy has worked.
    fn after(action: TrustAction, facts: Facts) -> Facts {
        let trusted = Facts { identity: Identity::Known, device_signed: true, keys_here: true, ..facts };
        let kept = facts.recovery == Recovery::Kept;
        match action {
            TrustAction::MakeRecoveryKey => GOOD,
            // From another device, or by beginning anew, if there is no recovery key.
            TrustAction::ConfirmThisDevice | TrustAction::LookAtChange => {
                Facts { backup_here: kept || facts.backup_here, ..trusted }
            }
            TrustAction::EnterRecoveryKey => Facts { backup_here: true, ..trusted },
            // A new device: the homeserver knows the account.
            TrustAction::SignInAgain => Facts { over: false, heard: false, ..facts },
        }
    }

    #[test]
    fn every_combination_of_facts_has_the_state_of_the_table() {
        let mut count: BTreeMap<String, usize> = BTreeMap::new();
        for facts in all() {
            *count.entry(format!("{:?}", judge(facts))).or_default() += 1;
        }
        // 288 combinations. Half are over; half of the rest are not heard; a third of those not asked.
        let expected = [
            ("Fresh", 10),
            ("IdentityChanged", 16),
            ("NeedsRecovery", 18),
            ("Ready", 1),
            ("RecoveryIncomplete", 3),
            ("SignedOutForGood", 144),
            ("Unknown", 96),
        ];
        let count: Vec<(&str, usize)> = count.iter().map(|(state, count)| (state.as_str(), *count)).collect();
        assert_eq!(count, expected);
        assert!(
            all().into_iter().all(|facts| (judge(facts) == TrustView::Ready) == (facts == GOOD)),
            "only good is good"
        );
    }

    #[test]
    fn every_event_leads_where_the_table_says() {
        use TrustView as T;
        let new_device = Facts { device_signed: false, keys_here: false, backup_here: false, ..GOOD };
        let first = Facts { recovery: Recovery::None, backup_here: false, ..GOOD };
        let table: [(&str, T, Facts, T); 17] = [
            ("the first answer of the homeserver", T::Unknown, first, T::Fresh),
            ("a new device hears of the account", T::Unknown, new_device, T::NeedsRecovery),
            ("a start with everything in order", T::Unknown, GOOD, T::Ready),
            ("the recovery key is made", T::Fresh, GOOD, T::Ready),
            ("the recovery key is entered", T::NeedsRecovery, GOOD, T::Ready),
            (
                "another device signs, its keys are on the way",
                T::NeedsRecovery,
                Facts { device_signed: true, ..new_device },
                T::RecoveryIncomplete,
            ),
            ("its keys arrive", T::RecoveryIncomplete, GOOD, T::Ready),
            ("confirmed, and nobody ever made a recovery key", T::NeedsRecovery, first, T::Fresh),
            ("the backup is removed elsewhere", T::Ready, Facts { backup_here: false, ..GOOD }, T::RecoveryIncomplete),
            ("the recovery key is removed elsewhere", T::Ready, Facts { recovery: Recovery::None, ..GOOD }, T::Fresh),
            (
                "the identity is made anew elsewhere",
                T::Ready,
                Facts { identity: Identity::Changed, device_signed: false, ..GOOD },
                T::IdentityChanged,
            ),
            (
                "and that identity signs this device by itself",
                T::IdentityChanged,
                Facts { identity: Identity::Changed, ..GOOD },
                T::IdentityChanged,
            ),
            ("the change is confirmed", T::IdentityChanged, GOOD, T::Ready),
            ("the change is confirmed before a key is made", T::IdentityChanged, first, T::Fresh),
            ("a private key is lost", T::Ready, Facts { keys_here: false, ..GOOD }, T::RecoveryIncomplete),
            (
                "the signature of this device is withdrawn",
                T::Ready,
                Facts { device_signed: false, ..GOOD },
                T::NeedsRecovery,
            ),
            ("the session is ended", T::Ready, Facts { over: true, ..GOOD }, T::SignedOutForGood),
        ];
        for (event, _, facts, expected) in table {
            assert_eq!(judge(facts), expected, "{event}");
        }
        let left: HashSet<T> = table.iter().map(|(_, from, _, _)| *from).collect();
        let entered: HashSet<T> = table.iter().map(|(_, _, _, to)| *to).collect();
        for state in [T::Fresh, T::Ready, T::NeedsRecovery, T::RecoveryIncomplete, T::IdentityChanged] {
            assert!(left.contains(&state) && entered.contains(&state), "{state:?} is missing in the table");
        }
    }

    #[test]
    fn the_end_of_the_session_comes_before_everything() {
        assert!(all().into_iter().filter(|facts| facts.over).all(|facts| judge(facts) == TrustView::SignedOutForGood));
        let changed = all().into_iter().filter(|facts| {
            !facts.over && facts.heard && facts.recovery != Recovery::Unknown && facts.identity == Identity::Changed
        });
        assert!(
            changed.into_iter().all(|facts| judge(facts) == TrustView::IdentityChanged),
            "a change is never hidden"
        );
    }

    fn any_facts() -> impl Strategy<Value = Facts> {
        proptest::sample::select(all())
    }

    proptest! {
        #[test]
        fn every_state_has_one_remedy_and_remedies_lead_to_rest(facts in any_facts()) {
            let (mut facts, mut seen) = (facts, Vec::new());
            loop {
                let state = judge(facts);
                prop_assert_eq!(state, judge(facts), "the same facts give the same state");
                prop_assert!(!seen.contains(&state), "{:?} comes back after {:?}", state, seen);
                seen.push(state);
                match state.action() {
                    None => {
                        prop_assert!(matches!(state, TrustView::Ready | TrustView::Unknown));
                        break;
                    }
                    Some(action) => {
                        let then = after(action, facts);
                        prop_assert_ne!(then, facts, "the remedy of {:?} changes nothing", state);
                        facts = then;
                    }
                }
            }
            prop_assert!(seen.len() <= 3, "a long way: {:?}", seen);
        }
    }
}
