//! The account's encryption: recovery, verification of devices.

use serde::{Deserialize, Serialize};
use specta::Type;

/// The account's trust as one line and one action: see [`TrustView::action`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum TrustView {
    /// Not known yet.
    Unknown,
    /// No recovery key has been made.
    Fresh,
    /// Everything is in order.
    Ready,
    /// This device is new: enter the recovery key or confirm it from another device.
    NeedsRecovery,
    /// This device is trusted, but not everything that the recovery key should open is kept any more.
    RecoveryIncomplete,
    /// The account's identity is another one than this device trusted: it was made anew elsewhere, or somebody else did it.
    IdentityChanged,
    /// The session was ended for good, and everything of it has been removed here.
    SignedOutForGood,
}

/// What a person does about a state of trust.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrustAction {
    /// Make the recovery key.
    MakeRecoveryKey,
    /// Confirm this device with the recovery key or from another device; who has neither begins anew.
    ConfirmThisDevice,
    /// Enter the recovery key, so that what is missing is made again.
    EnterRecoveryKey,
    /// Say whether the change was one's own, and confirm this device again.
    LookAtChange,
    /// Sign in again.
    SignInAgain,
}

impl TrustView {
    /// The remedy; none where nothing is to be done.
    pub fn action(self) -> Option<TrustAction> {
        match self {
            Self::Unknown | Self::Ready => None,
            Self::Fresh => Some(TrustAction::MakeRecoveryKey),
            Self::NeedsRecovery => Some(TrustAction::ConfirmThisDevice),
            Self::RecoveryIncomplete => Some(TrustAction::EnterRecoveryKey),
            Self::IdentityChanged => Some(TrustAction::LookAtChange),
            Self::SignedOutForGood => Some(TrustAction::SignInAgain),
        }
    }
}

/// One of the person's devices.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct OwnDeviceView {
    /// Its id.
    pub id: String,
    /// What it is called; its id if it has no name.
    pub name: String,
    /// When the homeserver saw it last, in milliseconds since the Unix epoch.
    #[specta(type = Option<u32>)]
    pub last_seen_ms: Option<u64>,
    /// Whether it is trusted.
    pub trust: DeviceTrust,
    /// Whether it is the one that the person sits at.
    pub this: bool,
    /// Whether the person is to be asked if this was them: it is not trusted, and they have not answered yet.
    pub ask: bool,
}

/// Whether a device of one's own is trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum DeviceTrust {
    /// Confirmed: others send it what they write.
    Confirmed,
    /// Not confirmed: it can read nothing.
    NotConfirmed,
    /// Keeps no keys, so there is nothing to confirm: it can read nothing that is encrypted.
    WithoutKeys,
}

/// How the identity of another person stands here. Has nothing to do with what HR says of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum IdentityView {
    /// They have none that is known here: nothing can be compared.
    None,
    /// Not compared, as with most people.
    NotCompared,
    /// The two have compared signs.
    Compared,
    /// Another one than before, and nobody has said anything about it yet.
    Changed,
}

/// Somebody in a room has another identity than before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct IdentityChangeView {
    /// Whose.
    pub user_id: String,
    /// Their name.
    pub name: String,
    /// Whether the earlier one had been compared: then nothing is sent here until the person decides.
    pub was_compared: bool,
}

/// How far earlier messages have been made readable on a new device. Nothing is under way where both numbers are the same.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct KeysView {
    /// Encrypted conversations whose earlier messages can be read.
    pub rooms_done: u32,
    /// Encrypted conversations in all.
    pub rooms: u32,
}

/// A recovery key, shown once. It exists in the interface only while that page is open.
#[derive(Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct RecoveryKeyView {
    /// Groups of four characters.
    pub key: String,
}

/// A verification between two devices, of one person or of two.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum VerificationView {
    /// None under way.
    Idle,
    /// Asked; the other device has not answered yet.
    Waiting,
    /// Another device asks.
    Requested {
        /// The other device's name or id.
        device: String,
        /// The name of the other person; empty if it is a device of one's own.
        person: String,
    },
    /// The other device can scan this; or signs are compared instead.
    Code {
        /// The code.
        code: CodeView,
    },
    /// The other device says that it has scanned the code. Does it show that, too?
    Scanned,
    /// Compare these with the other device.
    Emoji {
        /// Seven of them.
        emoji: Vec<EmojiView>,
    },
    /// Confirmed here, the other device not yet.
    Confirmed,
    /// Done.
    Done,
    /// Ended without success.
    Cancelled,
}

/// A code to be scanned. Whoever has it could take the other device's place, so it is shown and kept nowhere.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct CodeView {
    /// Its rows from top to bottom, each square of them `1` if it is dark, `0` if it is light. Without the margin.
    pub rows: Vec<String>,
}

impl std::fmt::Debug for CodeView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CodeView(…)")
    }
}

/// One of the seven signs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct EmojiView {
    /// The sign.
    pub symbol: String,
    /// Its English name in the Matrix specification ("SAS method: emoji"); the interface words it.
    pub name: String,
}
