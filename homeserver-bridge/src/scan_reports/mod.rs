//! What the scanner found: kept for the release gate and for the security officers. No file, no name of a file and no
//! key is here.
//!
//! Verdicts alone count at the gate; what could not be scanned is kept only to be shown.

mod engine;
mod foreign;
mod gate;
mod list;
mod store;
mod trusted_scanners;
mod verdicts;

pub use engine::{EngineState, engine_seen, engines, store_engine};
pub use gate::{Gate, gate};
pub use list::{Filter, PAGE, Page, Report, list, report};
pub use store::store;
pub use trusted_scanners::TrustedScanners;
pub use verdicts::signed_verdict;
