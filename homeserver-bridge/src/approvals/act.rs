//! What needs a second officer.

use bridge_api::mode::Mode;
use serde::{Deserialize, Serialize};

/// An act that one officer proposes and another one agrees to. Whoever adds one says in `console/admin/approvals.rs` how
/// it is carried out and how it reads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case", deny_unknown_fields)]
pub enum Act {
    /// The operating mode of the whole system is switched.
    SwitchMode {
        /// To this one.
        mode: Mode,
    },
}

impl Act {
    /// The word in the database and in the audit log.
    pub fn word(&self) -> &'static str {
        match self {
            Self::SwitchMode { .. } => "switch_mode",
        }
    }

    /// Whom or what it is about, for lists and the audit log.
    pub fn subject(&self) -> String {
        match self {
            Self::SwitchMode { mode } => mode.to_string(),
        }
    }
}
