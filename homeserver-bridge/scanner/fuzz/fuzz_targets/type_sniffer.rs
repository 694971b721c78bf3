//! The media type by the content: always one, and one that could stand in a header.
#![no_main]

use libfuzzer_sys::fuzz_target;
use media_scanner::decrypt::Plain;
use media_scanner::inspect::media_type_of;

fuzz_target!(|bytes: &[u8]| {
    let found = media_type_of(&Plain::from_bytes(bytes.to_vec())).expect("memory does not fail");
    let (class, name) = found.split_once('/').expect("a class and a name");
    assert!(!class.is_empty() && !name.is_empty() && found.bytes().all(|b| b.is_ascii_graphic()));
});
