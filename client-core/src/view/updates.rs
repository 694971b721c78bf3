//! Whether a newer version of the program is there, as it is shown.

use serde::{Deserialize, Serialize};
use specta::Type;

/// What the organisation's service says about newer versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum UpdateView {
    /// It tells of none.
    Newest,
    /// There is one.
    Newer {
        /// Its number.
        version: String,
        /// How one gets it, in the words of the organisation; empty if it says nothing about that.
        how: String,
    },
    /// It says something that the organisation has not signed. Nothing of that counts.
    NotSigned,
}
