//! From an HR register to the people catalogue: read, check, plan, and apply exactly what was planned.
//!
//! The read half (`register`, `person`, `gather`, `checks`, `plan`, `limits`, `render`) decides and writes nothing but a
//! plan file; the write half (`apply`) decides nothing. Only the bridge is written to, through its sync routes; no
//! homeserver, database or account is touched from here.
//!
//! Both sides of the comparison are tables of a hundred bytes a person (`reading`, `catalogue`): a million people fit
//! into little memory, and only what differs is kept whole.

pub mod apply;
pub mod approval;
pub mod bridge;
pub mod catalogue;
pub mod checks;
pub mod clock;
pub mod commands;
pub mod config;
pub mod days;
pub mod explain;
pub mod fingerprint;
pub mod gather;
pub mod limits;
pub mod memory;
pub mod organisations;
pub mod person;
pub mod plan;
pub mod plan_file;
pub mod planning;
pub mod private_file;
pub mod progress;
pub mod reading;
pub mod reconcile;
pub mod register;
pub mod render;
pub mod source_check;
pub mod spool;
pub mod tally;
pub mod texts;
pub mod twins;
pub mod watch;

#[cfg(test)]
mod samples;
