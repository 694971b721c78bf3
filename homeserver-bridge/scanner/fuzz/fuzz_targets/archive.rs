//! Archives: ZIP, tar and what is compressed, at whatever depth.
#![no_main]

mod inspection;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| inspection::inspect(bytes));
