//! What security officers decide for all scanners: blocks of signatures, files and types, and with the releases of
//! [`scan_cases`](crate::scan_cases) the rules that scanners fetch.
//!
//! A block counts at the release gate at once, and at scanners as soon as they ask again.

mod blocks;
mod list;
mod rules;
mod settle;

pub use blocks::{BlockKind, block, lift, value_of};
pub use list::{Block, Reach, list, reach};
pub use rules::{changed, rules};
pub(crate) use settle::settle_report;
pub use settle::{is_blocked, settle_hash, settle_signature};
