//! From an HR register to the people catalogue: read, check, plan, and apply exactly what was planned.
//!
//! The read half (`register`, `person`, `checks`, `plan`, `limits`, `render`) decides and writes nothing but a plan
//! file; the write half (`apply`) decides nothing. Only the bridge is written to, through its sync routes; no
//! homeserver, database or account is touched from here.

pub mod apply;
pub mod catalogue;
pub mod checks;
pub mod clock;
pub mod commands;
pub mod config;
pub mod days;
pub mod limits;
pub mod memory;
pub mod person;
pub mod plan;
pub mod plan_file;
pub mod reconcile;
pub mod register;
pub mod render;
pub mod source_check;
pub mod tally;
pub mod twins;
pub mod watch;

#[cfg(test)]
mod samples;
