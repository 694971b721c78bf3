//! Files in messages and what the scanner says of them.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::WordsView;

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
    /// How it can be looked at in the window once it is safe.
    pub look: FileLook,
    /// How many milliseconds it plays, if declared.
    pub length_ms: Option<u32>,
    /// What the sender wrote under it (Matrix spec, `m.room.message`, media captions).
    pub caption: Option<WordsView>,
    /// What the scanner says.
    pub safety: SafetyView,
}

/// How a file can be looked at in the window, by what its message says of it. What it really is shows when it is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum FileLook {
    /// A picture.
    Picture,
    /// Played, with a picture.
    Video,
    /// Played, without one.
    Sound,
    /// Somebody's voice in the place of a written message.
    Voice,
    /// Words alone.
    Text,
    /// A PDF document.
    Pdf,
    /// Not at all: it is saved and opened with another program.
    Other,
}

/// The beginning of a text file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct FileTextView {
    /// Its words, without signs that turn lines around.
    pub text: String,
    /// Whether that is all of it.
    pub whole: bool,
}

/// How a file is sent.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Type)]
pub struct FileSending {
    /// The message with which the thread begins that it goes to; none for the conversation itself.
    pub thread: Option<String>,
    /// What the person writes under it, in Markdown; may be empty.
    pub caption: String,
    /// As it is here, byte for byte, with everything that it tells unseen.
    pub unchanged: bool,
}

/// A file that the person has chosen and that has not been taken yet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct ChosenFileView {
    /// Names it to the shell until other files are chosen.
    pub id: String,
    /// Its name, made safe to show.
    pub name: String,
    /// Its size in bytes.
    #[specta(type = u32)]
    pub size: u64,
}

/// A file that is on its way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct TakenFileView {
    /// Its name, made safe to show.
    pub name: String,
    /// What became of what it told without showing it.
    pub facts: HiddenFactsView,
}

/// What became of what a file told without showing it: where and by whom it was made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum HiddenFactsView {
    /// It told nothing.
    Nothing,
    /// It was taken out.
    Removed {
        /// What it was.
        facts: Vec<HiddenFact>,
    },
    /// It is covered by a signature, which would break: the file goes as it is.
    Signed,
    /// Files of this kind can tell something; this one is not understood and goes as it is.
    Possible,
    /// The file goes as it is, as the person wants it.
    Unchanged,
}

/// What a file told without showing it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum HiddenFact {
    /// Where a picture was taken.
    Place,
    /// With what.
    Camera,
    /// Who made it, changed it last, and where they work.
    Author,
    /// Anything else, such as times, remarks and small copies. Said only where there was nothing else.
    Other,
}

/// What the scanner says of a file. It opens only when `Safe`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum SafetyView {
    /// It is a file of one's own that is still on this computer: the scanner has not been asked.
    NotSentYet,
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
    /// Many files are being checked; it is this one's turn soon.
    Waiting,
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
    /// The scanner shows a key that the known one does not confirm: nothing is handed to it.
    KeyRefused,
}

/// The scanner that this device trusts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct ScannerTrustView {
    /// Its key, as people compare it: groups of four letters and digits. None before the first is known.
    pub fingerprint: Option<String>,
    /// Since when it is trusted here, milliseconds since the Unix epoch.
    #[specta(type = u32)]
    pub since_ms: u64,
    /// When it replaced another one, which confirmed it.
    #[specta(type = Option<u32>)]
    pub changed_at_ms: Option<u64>,
    /// A key that the service shows now and that is refused.
    pub refused: Option<RefusedKeyView>,
}

/// A key of a scanner that nothing confirms.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct RefusedKeyView {
    /// As people compare it.
    pub fingerprint: String,
    /// When it was first seen, milliseconds since the Unix epoch.
    #[specta(type = u32)]
    pub seen_at_ms: u64,
}
