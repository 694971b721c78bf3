//! Files: what the scanner says of them, sending, opening.
//!
//! A file opens only when the scanner has called it clean; every doubt keeps it closed. Keys of files go to the scanner
//! alone, and only encrypted to a key that was pinned when the person signed in, or that a pinned one confirmed. What a file
//! tells without showing it stays here, unless the person wants it to go along.

mod facts;
mod fetcher;
mod kept;
pub(crate) mod look;
pub(crate) mod open;
pub(crate) mod outbox;
pub(crate) mod pins;
mod pk;
mod policy;
mod refusal;
pub(crate) mod safety;
pub(crate) mod scanner;
#[cfg(test)]
mod scanner_tests;
mod send;
mod source;
mod text_file;
mod trust;
mod upload;
mod verdict;
pub(crate) mod voice;

pub(crate) use source::handle_of;
