//! The account's encryption as a person meets it: one state with one remedy, the recovery key, the person's own devices,
//! comparing signs between devices and between people, changes of identities, and the keys of earlier messages.

mod again;
mod archive;
mod code;
mod history;
mod key_check;
mod others;
mod own;
mod recovery;
mod state;
mod trust;
pub(crate) mod verification;

pub(crate) use archive::follow_backup;
pub(crate) use own::OwnDevices;
pub(crate) use trust::trust_now;
