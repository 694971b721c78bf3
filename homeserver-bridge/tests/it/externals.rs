//! People from outside: inviting them, their accounts, and the end of accounts for which HR does not vouch; killed at every
//! step, and with parts that do not answer.

mod addresses;
mod doors;
mod invite;
pub(crate) mod scene;
mod sponsors;
mod terms;
