//! Figures: how many scans came to what, how much scanners have to do, and how old signatures are. Counted as they
//! happen, so that years are cheap and no report has to be kept for them.
//!
//! Nothing here names a person, a room or a file.

mod count;
mod exposition;
mod families;
mod load;
mod period;
mod purge;
mod read;
mod scanners;
mod summary;
mod week;

pub use count::{Scan, count};
pub use exposition::exposition;
pub use families::{FAMILIES, family};
pub use load::note;
pub use period::Period;
pub use purge::purge;
pub use read::{Figures, Glance, LoadSlot, Share, Sums, figures, glance, seen};
pub use scanners::{EngineWord, ScannerWord, scanners};
pub use summary::{SUMMARY_JOB, plan_summary, send_summary};
