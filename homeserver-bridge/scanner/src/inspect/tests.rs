//! The inspection as a whole: types, lists of them, and contents that try to be two things.

use proptest::prelude::*;

use super::*;

pub(super) fn inspect(rules: &InspectionRules, bytes: &[u8]) -> Inspection {
    rules.inspect(&Plain::from_bytes(bytes.to_vec()), &std::env::temp_dir()).expect("memory")
}

#[test]
fn the_type_is_what_the_bytes_say() {
    let rules = InspectionRules::default();
    let mut elf = vec![0x7f, b'E', b'L', b'F'];
    elf.resize(64, 0);
    let cases: [(&[u8], &str, Option<Objection>); 9] = [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "image/png", None),
        (b"%PDF-1.7\n", "application/pdf", None),
        (b"plain words\n", "text/plain", None),
        (b"MZ is how this letter begins\n", "text/plain", None),
        (b"\x00\x01\x02", UNKNOWN_TYPE, None),
        (b"\x00\x02\x80", UNKNOWN_TYPE, None),
        (b"", UNKNOWN_TYPE, None),
        (&elf, "application/x-executable", Some(Objection::Type)),
        (b"MZ\x90\0", "application/vnd.microsoft.portable-executable", Some(Objection::Type)),
    ];
    for (bytes, type_found, objection) in cases {
        let found = inspect(&rules, bytes);
        assert_eq!((found.type_found.as_str(), found.objection), (type_found, objection));
    }
}

#[test]
fn a_list_of_allowed_types_lets_nothing_else_through() {
    let rules = InspectionRules { allowed_types: vec!["image/png".into()], ..InspectionRules::default() };
    assert_eq!(inspect(&rules, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").objection, None);
    assert_eq!(inspect(&rules, b"plain words").objection, Some(Objection::Type));
    assert_eq!(inspect(&rules, b"").objection, Some(Objection::Type));
}

/// Beginnings that lead into each of the walks.
const BEGINNINGS: [&[u8]; 18] = [
    b"PK\x03\x04",
    &ole::MAGIC,
    b"%PDF-1.7 /ObjStm /FlateDecode stream\n\x78\x9c",
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    b"\xff\xd8\xff\xe0",
    b"GIF89a",
    b"RIFF\x40\0\0\0WEBPVP8X",
    b"BM\0\0\0\0\0\0\0\0\0\0\0\0\x28\0\0\0",
    b"II*\0\x08\0\0\0",
    b"\0\0\0\x18ftypheic\0\0\0\0mif1heic\0\0\0\x40meta\0\0\0\0",
    b"\x1f\x8b\x08\0\0\0\0\0\0\x03",
    b"BZh91AY&SY",
    b"\xfd7zXZ\0\0\x04\xe6\xd6\xb4\x46",
    b"\x28\xb5\x2f\xfd",
    b"Rar!\x1a\x07\x01\0",
    b"Rar!\x1a\x07\0",
    b"<svg onload=",
    b"",
];

proptest! {
    #[test]
    fn no_content_makes_it_panic_or_work_without_end(
        beginning in prop::sample::select(BEGINNINGS.to_vec()),
        body in prop::collection::vec(any::<u8>(), 0..3000),
        tail in prop::sample::select(vec![&b"PK\x05\x06"[..], b"PK\x06\x07", b"\xff\xd9", b""]),
        rest in prop::collection::vec(any::<u8>(), 0..80),
    ) {
        let content = [beginning, &body, tail, &rest].concat();
        let spent = inspect(&InspectionRules::default(), &content).spent;
        prop_assert!(spent.work < 64 << 20, "{spent:?}");
    }
}
