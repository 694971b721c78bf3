//! The account's encryption as a person meets it: the recovery key, and confirming one's own devices with emoji.

mod recovery;
mod trust;
pub(crate) mod verification;
