//! The operating mode: which one holds now, what it allows, and how it is switched.
//!
//! What a mode means is configuration. The rules themselves hold elsewhere: in rooms (`policy`), in the scanner
//! (`scan_rules`), at the release gate (`scan_reports`).

mod follow;
mod switch;

use std::sync::{Arc, PoisonError, RwLock};

use bridge_api::mode::{CurrentMode, Mode, ModeRules};

pub use follow::{follow, load};
pub use switch::{Switch, history, switch};

use crate::config::ModesConfig;

/// The mode that this process goes by. Cheap to ask: every event that the policy judges does.
#[derive(Debug, Default)]
pub struct Modes {
    config: ModesConfig,
    current: RwLock<Arc<CurrentMode>>,
    /// Held from reading the database to taking its word over: an older word never replaces a newer one.
    turn: tokio::sync::Mutex<()>,
}

impl Modes {
    /// The normal mode, until the database is asked.
    pub fn new(config: &ModesConfig) -> Self {
        Self { config: config.clone(), ..Self::default() }
    }

    /// The mode that holds now.
    pub fn current(&self) -> Arc<CurrentMode> {
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What a mode allows.
    pub fn rules(&self, mode: Mode) -> ModeRules {
        self.config.rules(mode)
    }

    /// Takes over what the database says; answers whether it is another mode than before.
    fn take(&self, mode: Mode, since_ms: i64) -> bool {
        let since_ms = u64::try_from(since_ms).unwrap_or_default();
        let next = CurrentMode { mode, since_ms, rules: self.rules(mode), external: false };
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        let changed = current.mode != mode;
        if **current != next {
            *current = Arc::new(next);
        }
        changed
    }
}
