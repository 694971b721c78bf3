//! Journeys through the real parts: Synapse, ClamAV, SMTP, the bridge, the scanner and two or more clients.
//!
//! Each starts a system of its own; `cargo stack test journeys` runs them one after the other.

mod administration;
mod arranging;
mod backup;
mod cases;
mod colleagues;
mod consoles;
mod devices;
mod externals;
mod faults;
mod files;
mod history;
mod keys;
mod later;
mod leavers;
mod modes;
mod movers;
mod newcomers;
mod outages;
mod people;
mod policy;
mod race;
mod registers;
mod scan;
mod scanner;
mod searching;
mod security;
mod sso;
mod stores;
mod threads;
mod trust;
mod writing;
