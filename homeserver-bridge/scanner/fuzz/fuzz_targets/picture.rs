//! Pictures: how many pixels they would unpack to.
#![no_main]

mod inspection;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| inspection::inspect(bytes));
