//! What a developer asks for: all tests, the benches, the fuzzers, the fault bench, the desktop client's window and packages.

pub mod bench;
pub mod client;
mod display;
pub mod faults;
pub mod fuzz;
pub mod package;
pub mod test;
