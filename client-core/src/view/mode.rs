//! The operating mode of the whole system, as it is shown.

use serde::{Deserialize, Serialize};
use specta::Type;

/// How much is open while something is going on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum OperatingMode {
    /// Nothing special, or nobody knows yet.
    #[default]
    Normal,
    /// Something may happen, or has just happened.
    Heightened,
    /// Something is happening.
    Crisis,
}

/// The mode and what is different in it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Type)]
pub struct ModeView {
    /// The mode.
    pub mode: OperatingMode,
    /// Since when, in milliseconds since the Unix epoch.
    #[specta(type = u32)]
    pub since_ms: u64,
    /// People from outside cannot be invited, enter rooms or write.
    pub externals_off: bool,
    /// The person here comes from outside, and so cannot write.
    pub own_writing_off: bool,
    /// In public rooms only those who manage them write.
    pub public_rooms_read_only: bool,
    /// Only some types of files are sent and opened.
    pub file_types_cut: bool,
    /// Every file is asked about anew, and opens only once there is an answer.
    pub files_checked_anew: bool,
}
