//! Who moves to another homeserver: the new account, the rooms, who is found, what the owner is told, the end of the old
//! account; what HR may say meanwhile; and a process killed at every step.

mod changes;
mod failures;
pub(crate) mod scene;
mod way;
