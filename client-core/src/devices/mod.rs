//! The account's encryption as a person meets it: one state with one remedy, the recovery key, the person's own devices,
//! comparing signs between devices and between people, and changes of identities.

mod again;
mod key_check;
mod others;
mod own;
mod recovery;
mod state;
mod trust;
pub(crate) mod verification;

pub(crate) use own::OwnDevices;
pub(crate) use trust::trust_now;
