//! Acts that need a second officer: kept while they wait, given to exactly one caller to be carried out.
//!
//! It knows what was proposed, by whom, and who agreed; how an act is carried out is the matter of its feature.

mod act;
mod decide;
mod list;
mod propose;

pub use act::Act;
pub use decide::{Decided, approve, finished, reject};
pub use list::{Approval, State, find, list, looked_at, proposer, waiting};
pub use propose::propose;

/// How long a proposal waits for a second officer.
pub const WAITS_MS: i64 = 72 * 3_600_000;
