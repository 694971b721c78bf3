//! The media scanner: bytes in, verdict out.
//!
//! It knows files, keys, an antivirus engine and verdicts; it knows no HTTP server, no database, no accounts and no rooms.
//! [`Scanner::scan`] is the way through: [`spool`] holds and hashes, [`decrypt`] gives a clear view, [`inspect`] and
//! [`engine`] look at it, verdicts are remembered and [`sign`]ed. Everything that is not a verdict is its own state, never
//! clean and never remembered.

pub mod decrypt;
pub mod engine;
pub mod file_keys;
pub mod inspect;
pub mod key_file;
pub mod keys;
pub mod lanes;
pub mod pk;
pub mod rules;
pub mod scanner;
pub mod sign;
pub mod spool;
mod store;
mod trust;

pub use engine::Engine;
pub use engine::clamd::Clamd;
pub use file_keys::{EncryptedFile, FileKeys};
pub use inspect::{InspectionRules, Limits, Note, Policy};
pub use keys::KeyRing;
pub use lanes::{LaneSettings, Party, Traffic};
pub use rules::Rules;
pub use scanner::{Clock, Holding, Outcome, ScanError, Scanner, Settings};
pub use spool::{SpoolSettings, Spooled};
