//! What the scanner found: kept for the release gate and for the security officers. No file, no name of a file and no
//! key is here.
//!
//! A report is what officers see: a file (a media with one key) with all that was ever said of it. Verdicts alone count
//! at the gate; what could not be scanned is kept only to be shown.

mod count;
mod engine;
mod export;
mod fetches;
mod filter;
mod foreign;
mod gate;
mod list;
mod report;
mod retire;
mod room;
mod store;
mod trusted_scanners;
mod verdicts;

pub(crate) use count::recount;
pub use engine::{EngineState, engine_seen, engines, store_engine};
pub use export::{Exported, Sighted, export_batch, export_sightings, note_export};
pub use fetches::{FetchLog, purge_fetches, store_fetches};
pub use filter::{Filter, Standing};
pub use gate::{Gate, gate};
pub use list::{Line, PAGE, Page, engine_names, list};
pub use report::{Report, Said, report};
pub use retire::{Class, retire};
pub use store::store;
pub use trusted_scanners::TrustedScanners;
pub use verdicts::signed_verdict;
