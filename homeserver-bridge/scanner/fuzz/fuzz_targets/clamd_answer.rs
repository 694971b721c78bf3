//! clamd's answers: only two forms are clean, and a name that is taken over could stand in a page.
#![no_main]

use libfuzzer_sys::fuzz_target;
use media_scanner::engine::Finding;
use media_scanner::engine::clamd::answer::{finding, version};

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    match finding(&text) {
        Some(Finding::Clean) => assert!(text == "stream: OK" || text.starts_with("fd[") && text.ends_with("]: OK")),
        Some(Finding::Infected(name)) => {
            assert!(text.ends_with(" FOUND") && !name.is_empty() && name.bytes().all(|b| b.is_ascii_graphic()));
        }
        _ => {}
    }
    if let Some(version) = version(&text) {
        assert!(version.engine.starts_with("ClamAV "));
    }
});
