//! Exports of the list of reports: CSV for spreadsheets, JSON lines for programs, STIX 2.1 for exchange between security
//! centres. Read in batches as whoever downloads takes them; each is recorded before its first byte.
//!
//! No person, no address of a file and no room is in one.

mod csv;
mod jsonl;
mod record;
mod stix;
mod stream;

pub use record::Record;
pub use stream::{Export, Format, export};
