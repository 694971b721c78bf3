//! The fault bench: clients as processes of their own, each behind a proxy that breaks the connection on command, killed
//! and started again by schedules that are drawn from a seed; and a count of what did not survive that.
//!
//! It knows the client by what a person could do with it, and judges by what a person would see.

pub mod client;
pub mod crew;
mod forward;
mod inbox;
pub mod outcome;
pub mod play;
pub mod protocol;
pub mod proxy;
pub mod rule;
pub mod runner;
pub mod schedule;
mod settle;
