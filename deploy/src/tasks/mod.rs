//! What a developer asks for: all tests, the benches, the desktop client's window.

pub mod bench;
pub mod client;
pub mod test;
