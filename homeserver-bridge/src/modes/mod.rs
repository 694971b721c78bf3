//! The operating mode: which one holds now, and what it allows.

use std::sync::{Arc, PoisonError, RwLock};

use bridge_api::mode::CurrentMode;

/// The mode that this process goes by. Cheap to ask: every event that the policy judges does.
#[derive(Debug, Default)]
pub struct Modes {
    current: RwLock<Arc<CurrentMode>>,
}

impl Modes {
    /// The mode that holds now.
    pub fn current(&self) -> Arc<CurrentMode> {
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
