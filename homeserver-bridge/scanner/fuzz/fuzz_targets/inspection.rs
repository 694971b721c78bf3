//! What the targets for archives, documents and pictures share: our own inspection of one content.

use std::path::Path;
use std::time::{Duration, Instant};

use media_scanner::decrypt::Plain;
use media_scanner::{InspectionRules, Limits};

/// Looks into the content with small limits. It ends, soon, and the same content has the same outcome every time.
pub fn inspect(bytes: &[u8]) {
    let limits = Limits {
        total_bytes: 8 << 20,
        member_bytes: 4 << 20,
        work_bytes: 32 << 20,
        window_bytes: 1 << 20,
        time: Duration::from_secs(30),
        ..Limits::default()
    };
    let rules = InspectionRules { limits, ..InspectionRules::default() };
    let scratch: &Path = &std::env::temp_dir();
    let begun = Instant::now();
    let look = || rules.inspect(&Plain::from_bytes(bytes.to_vec()), scratch).expect("memory does not fail");
    let (first, second) = (look(), look());
    assert_eq!((&first.type_found, first.objection), (&second.type_found, second.objection));
    assert!(begun.elapsed() < Duration::from_secs(20), "a small content takes too long");
}
