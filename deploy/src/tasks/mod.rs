//! What a developer asks for: all tests, the benches, the fuzzers, the desktop client's window.

pub mod bench;
pub mod client;
pub mod fuzz;
pub mod test;
