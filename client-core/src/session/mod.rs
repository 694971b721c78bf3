//! Who is signed in: finding the homeserver, signing up, in and out, and the connection of a session.
//!
//! [`Active`] is a session that runs. It knows no interface; the other feature folders hang their parts on it.

mod active;
mod begin_anew;
mod client;
mod close;
mod connection;
mod diagnostics;
mod discover;
mod ending;
#[cfg(test)]
mod ending_tests;
mod proof;
mod provider;
mod record;
mod reset_password;
mod sign_in;
mod sign_out;
mod sign_up;
mod start;

pub(crate) use active::Active;
pub(crate) use begin_anew::new_identity;
pub(crate) use connection::{restart, stop, watched};
pub(crate) use proof::{Asked, ending};
pub use provider::ReturnPage;
pub(crate) use record::SessionRecord;
