//! Types by fixed bytes at fixed places.

use super::super::bytes::{be16, be32, le16};

/// Place, bytes, type. The longer marks of one place stand first.
const MARKS: [(usize, &[u8], &str); 60] = [
    (0, b"\x7fELF", "application/x-executable"),
    (0, b"\xfe\xed\xfa\xce", "application/x-mach-binary"),
    (0, b"\xfe\xed\xfa\xcf", "application/x-mach-binary"),
    (0, b"\xce\xfa\xed\xfe", "application/x-mach-binary"),
    (0, b"\xcf\xfa\xed\xfe", "application/x-mach-binary"),
    (0, b"dex\n0", "application/vnd.android.dex"),
    (0, b"\0asm", "application/wasm"),
    (0, b"L\0\0\0\x01\x14\x02\0", "application/x-ms-shortcut"),
    (0, b"ITSF\x03\0\0\0", "application/vnd.ms-htmlhelp"),
    (0, b"Cr24", "application/x-google-chrome-extension"),
    (0, b"FWS", "application/x-shockwave-flash"),
    (0, b"CWS", "application/x-shockwave-flash"),
    (0, b"ZWS", "application/x-shockwave-flash"),
    (0, b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d\xae\xb1\x53\x78\xd0\x29\x96\xd3", "application/onenote"),
    (0, b"\xa1\x2f\xff\x43\xd9\xef\x76\x4c\x9e\xe4\x10\xea\x57\x22\x76\x5c", "application/onenote"),
    (0, b"conectix", "application/x-virtual-disk"),
    (0, b"vhdxfile", "application/x-virtual-disk"),
    (0, b"KDMV", "application/x-virtual-disk"),
    (0, b"# Disk DescriptorFile", "application/x-virtual-disk"),
    (0, b"<<< Oracle VM VirtualBox Disk", "application/x-virtual-disk"),
    (0, b"QFI\xfb", "application/x-qemu-disk"),
    (0, b"\xed\xab\xee\xdb", "application/x-rpm"),
    (0, b"!<arch>\ndebian", "application/vnd.debian.binary-package"),
    (0, b"!<arch>\n", "application/x-unix-archive"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"II*\0", "image/tiff"),
    (0, b"MM\0*", "image/tiff"),
    (0, b"8BPS\0\x01", "image/vnd.adobe.photoshop"),
    (0, b"{\\rt", "application/rtf"),
    (0, b"\x1f\x8b\x08", "application/gzip"),
    (0, b"\xfd7zXZ\0", "application/x-xz"),
    (0, b"\x28\xb5\x2f\xfd", "application/zstd"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"MSCF\0\0\0\0", "application/vnd.ms-cab-compressed"),
    (0, b"ISc(", "application/x-installshield"),
    (0, b"MSWIM\0\0\0", "application/x-ms-wim"),
    (0, b"\x04\x22\x4d\x18", "application/x-lz4"),
    (0, b"\x02\x21\x4c\x18", "application/x-lz4"),
    (0, b"LZIP\x01", "application/x-lzip"),
    (0, b"SZDD\x88\xf0\x27\x33", "application/x-szdd"),
    (0, b"KWAJ\x88\xf0\x27\xd1", "application/x-szdd"),
    (0, b"\x78\x9f\x3e\x22", "application/vnd.ms-tnef"),
    (0, b"070701", "application/x-cpio"),
    (0, b"070702", "application/x-cpio"),
    (0, b"070707", "application/x-cpio"),
    (0, b"xar!", "application/x-xar"),
    (0, b"StuffIt", "application/x-stuffit"),
    (0, b"BZ3v1", "application/vnd.bzip3"),
    (7, b"**ACE**", "application/x-ace-compressed"),
    (2, b"-lh", "application/x-lzh-compressed"),
    (20, b"\xdc\xa7\xc4\xfd", "application/x-zoo"),
    (8, b"\x19\x04\0\x10", "application/vnd.symbian.install"),
    (0, b"\x7a\x1a\x20\x10", "application/vnd.symbian.install"),
    (0, b"(This file must be converted with BinHex", "application/mac-binhex40"),
    (0, b"dey\n0", "application/vnd.android.dex"),
];

pub(super) fn by_first_bytes(head: &[u8]) -> Option<&'static str> {
    let mark = MARKS.iter().find(|(at, bytes, _)| head.get(*at..).is_some_and(|rest| rest.starts_with(bytes)));
    if let Some((_, _, media_type)) = mark {
        return Some(media_type);
    }
    if head.starts_with(b"\xca\xfe\xba\xbe") {
        // A number of architectures, or a version of Java.
        let (count, java) = (be32(head, 4), be16(head, 6));
        return Some(if count < 45 || java < 45 { "application/x-mach-binary" } else { "application/java" });
    }
    let block = matches!(head.get(4..10), Some(b"\x31\x41\x59\x26\x53\x59" | b"\x17\x72\x45\x38\x50\x90"));
    if head.starts_with(b"BZh") && block {
        return Some("application/x-bzip2");
    }
    // ARJ: its mark is two bytes; the header's size and first fields make it one.
    if head.starts_with(b"\x60\xea") && matches!(head.get(3), Some(0..=10)) && matches!(head.get(4), Some(20..=60)) {
        return Some("application/x-arj");
    }
    // compress(1): two bytes, then how wide its codes become; two bits are never used.
    if head.starts_with(b"\x1f\x9d") && head.get(2).is_some_and(|b| b & 0x60 == 0 && (9..=16).contains(&(b & 0x1f))) {
        return Some("application/x-compress");
    }
    is_binary_cpio(head).then_some("application/x-cpio")
}

/// The old form of cpio, of either byte order: its mark is two bytes; a name that ends where the header says makes it one.
fn is_binary_cpio(head: &[u8]) -> bool {
    let length = match head {
        [0xc7, 0x71, ..] => le16(head, 20),
        [0x71, 0xc7, ..] => be16(head, 20),
        _ => return false,
    };
    let name = head.get(26..).and_then(|rest| rest.get(..usize::from(length)));
    name.is_some_and(|name| matches!(name, [text @ .., 0] if !text.is_empty() && !text.contains(&0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_marks_need_more_of_a_header() {
        let cpio = |length: [u8; 2], mark: [u8; 2]| [&mark[..], &[1; 18], &length, &[0; 4], b"name\0\0"].concat();
        for (head, found) in [
            (b"\x1f\x9d\x90abc".to_vec(), Some("application/x-compress")),
            (b"\x1f\x9d\xf0abc".to_vec(), None),
            (b"\x1f\x9d\x83abc".to_vec(), None),
            (cpio([5, 0], [0xc7, 0x71]), Some("application/x-cpio")),
            (cpio([0, 5], [0x71, 0xc7]), Some("application/x-cpio")),
            (cpio([4, 0], [0xc7, 0x71]), None),
            (cpio([6, 0], [0xc7, 0x71]), None),
            (cpio([0, 90], [0x71, 0xc7]), None),
        ] {
            assert_eq!(by_first_bytes(&head), found, "{head:?}");
        }
    }

    #[test]
    fn no_mark_hides_behind_a_shorter_one() {
        for (i, (at, mark, media_type)) in MARKS.iter().enumerate() {
            let before = MARKS[..i].iter().find(|(other, short, _)| other == at && mark.starts_with(short));
            assert!(before.is_none(), "{media_type} is never reached");
        }
    }
}
