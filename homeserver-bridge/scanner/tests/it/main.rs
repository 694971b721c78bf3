//! The crate from outside: the scanner on the fake engine, and on the real ClamAV where it is installed.

mod clamav;
mod scanner;
mod sealed;
