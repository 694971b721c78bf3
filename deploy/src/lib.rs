//! Brings a whole Depesha up on one machine: prerequisites, builds, secrets, configuration, processes.
//!
//! `cargo stack` is the command over it (`main.rs`); the journeys in `tests/` use it as a library to start a stack of
//! their own in a temporary folder. It decides nothing that the product decides: what it writes are configuration
//! files, what it starts are the product's own programs beside real Synapse and real ClamAV.

mod bootstrap;
pub mod caches;
pub mod install;
pub mod layout;
pub mod mail;
mod officers;
pub mod ports;
pub mod prerequisites;
pub mod progress;
pub mod run;
mod seed;
mod shape;
mod stack;
mod status;
pub mod supervise;
pub mod tasks;
pub mod toolchain;

pub use layout::{HomeserverFiles, Layout};
pub use officers::SignIn;
pub use ports::{PortChoice, Ports};
pub use shape::{EXTERNALS, FINANCE, HOMESERVERS, Homeserver, INTERIOR};
pub use stack::{Options, Programs, Stack};
pub use status::{BaseUrl, ConsoleUrls, HomeserverStatus, PersonSample, ProcessState, ProcessStatus, Status, Versions};
