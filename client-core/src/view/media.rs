//! Files in messages and what the scanner says of them.

use serde::{Deserialize, Serialize};
use specta::Type;

/// A file or an image in a message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct FileView {
    /// Names the file to the shell; holds no key.
    pub handle: String,
    /// Its name, made safe to show.
    pub name: String,
    /// The declared media type.
    pub media_type: String,
    /// Its size, if declared.
    #[specta(type = Option<u32>)]
    pub size: Option<u64>,
    /// Width and height of an image, if declared.
    pub dimensions: Option<(u32, u32)>,
    /// Whether it is an image that can be previewed once it is safe.
    pub image: bool,
    /// What the scanner says.
    pub safety: SafetyView,
}

/// What the scanner says of a file. It opens only when `Safe`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum SafetyView {
    /// Being checked.
    Checking,
    /// Checked.
    Safe,
    /// Must not be opened.
    Blocked {
        /// Why.
        reason: BlockedReason,
    },
    /// Could not be checked yet; tried again by itself.
    NotCheckedYet,
    /// Cannot be checked, so it stays closed.
    Uncheckable {
        /// Why.
        reason: UncheckableReason,
    },
}

/// Why a file is blocked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum BlockedReason {
    /// Malicious software was found.
    Infected,
    /// Files of this type are not allowed.
    TypeForbidden,
}

/// Why a file cannot be checked.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum UncheckableReason {
    /// Larger than the limit or too deeply packed.
    TooLarge,
    /// Protected with a password.
    Encrypted,
    /// Damaged: not the bytes that the sender declared.
    Damaged,
    /// No longer on the server.
    Gone,
}
