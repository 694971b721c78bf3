//! The account's encryption: recovery, verification of devices.

use serde::{Deserialize, Serialize};
use specta::Type;

/// The account's trust as one line and one action.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
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
}

/// A recovery key, shown once. It exists in the interface only while that page is open.
#[derive(Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct RecoveryKeyView {
    /// Groups of four characters.
    pub key: String,
}

/// A verification between two devices.
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
    },
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

/// One of the seven signs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct EmojiView {
    /// The sign.
    pub symbol: String,
    /// Its English name in the Matrix specification ("SAS method: emoji"); the interface words it.
    pub name: String,
}
