//! Whether a content has the structure of a known format: what noise has not.
//!
//! A file's ciphertext meets its hash under any key; with a wrong one it decrypts to noise, in which no engine finds
//! anything. Such a "clean" must not open the release gate (see `scan_reports::gate` in the bridge). A sender can try
//! keys until the first bytes look like a picture: a few million tries give three bytes. So each format here is known
//! by at least about 64 bits, most of them in places that depend on the length or on each other. Text is read to its
//! end: no two keys make text of one long ciphertext, so there the answer is a proof. For formats that may carry
//! arbitrary bytes inside, somebody who builds the ciphertext for two keys at once is not found out here; the gate then
//! sees two coherent contents under two keys, as soon as anybody has the true one scanned.

use std::io;

use super::bytes::{array, holds};
use crate::decrypt::Plain;

/// How much of the beginning and of the end is looked at.
const EDGE: usize = 4096;
/// Text is read in pieces of this size.
const PIECE: usize = 1 << 20;

/// Looks at the content. Blocks on the disk: run it where that does no harm.
///
/// # Errors
/// If the content cannot be read.
pub(crate) fn is_coherent(content: &Plain) -> io::Result<bool> {
    let size = content.size();
    let head = content.read(0, EDGE)?;
    let tail = content.read(size.saturating_sub(EDGE as u64), EDGE)?;
    let known = picture(&head, &tail, size) || sound_or_film(&head, size) || document(&head, &tail, size);
    Ok(known || zip(content, &head, &tail, size)? || (looks_like_text(&head) && is_text(content)?))
}

fn le32(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u32::from_le_bytes(array(bytes, at)?).into())
}

fn le64(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(array(bytes, at)?))
}

fn le16(bytes: &[u8], at: usize) -> Option<usize> {
    Some(u16::from_le_bytes(array(bytes, at)?).into())
}

fn be16(bytes: &[u8], at: usize) -> Option<usize> {
    Some(u16::from_be_bytes(array(bytes, at)?).into())
}

fn be32(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u32::from_be_bytes(array(bytes, at)?).into())
}

fn picture(head: &[u8], tail: &[u8], size: u64) -> bool {
    let png = head.starts_with(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    let gif =
        (head.starts_with(b"GIF87a") || head.starts_with(b"GIF89a")) && tail.ends_with(&[0x3b]) && gif_goes_on(head);
    let bmp = head.starts_with(b"BM") && le32(head, 2) == Some(size) && le32(head, 6) == Some(0);
    png || gif || bmp || jpeg(head, tail) || tiff(head, size)
}

/// After the screen and its colours stands an extension, or a picture.
fn gif_goes_on(head: &[u8]) -> bool {
    let Some(flags) = head.get(10) else { return false };
    let colours = if flags & 0x80 == 0 { 0 } else { 3usize << ((flags & 7) + 1) };
    matches!(head.get(13 + colours), Some(0x21 | 0x2c))
}

/// The chain of segments as far as the first bytes go, one at least of a kind that says what it is, and the end.
fn jpeg(head: &[u8], tail: &[u8]) -> bool {
    if !head.starts_with(&[0xff, 0xd8]) || !holds(tail, &[0xff, 0xd9]) {
        return false;
    }
    let (mut at, mut bits) = (2, 0);
    while let Some([0xff, marker]) = head.get(at..at + 2) {
        let Some(length) = be16(head, at + 2).filter(|length| *length >= 2) else { break };
        let body = head.get(at + 4..).unwrap_or_default();
        bits += match marker {
            0xe0 if body.starts_with(b"JFIF\0") => 56,
            0xe1 if body.starts_with(b"Exif\0\0") || body.starts_with(b"http://ns.adobe.com/") => 64,
            0xee if body.starts_with(b"Adobe") => 56,
            0xc0..=0xc2
                if body.first() == Some(&8) && body.get(5).is_some_and(|n| length == 8 + 3 * usize::from(*n)) =>
            {
                40
            }
            0xda => 16,
            0xc4 | 0xdb | 0xdd | 0xe0..=0xef | 0xfe => 11,
            _ => return false,
        };
        at += 2 + length;
    }
    bits >= 56
}

fn tiff(head: &[u8], size: u64) -> bool {
    let little = head.starts_with(b"II*\0");
    if !little && !head.starts_with(b"MM\0*") {
        return false;
    }
    let short = |at: usize| if little { le16(head, at) } else { be16(head, at) };
    let first = if little { le32(head, 4) } else { be32(head, 4) };
    // The directory may stand at the end; then only its place can be judged, which is too little.
    let Some(at) = first.filter(|at| *at >= 8 && *at < size).and_then(|at| usize::try_from(at).ok()) else {
        return false;
    };
    let entries = short(at).filter(|n| (4..200).contains(n));
    let kinds_fit = (0..4).all(|n| matches!(short(at + 4 + 12 * n), Some(1..=12)));
    let rising = (0..3).all(|n| short(at + 2 + 12 * n) < short(at + 14 + 12 * n));
    entries.is_some() && kinds_fit && rising
}

fn sound_or_film(head: &[u8], size: u64) -> bool {
    let riff = head.starts_with(b"RIFF") && le32(head, 4).is_some_and(|n| n + 8 == size || n + 9 == size);
    let riff = riff && matches!(head.get(8..12), Some(b"WEBP" | b"WAVE" | b"AVI "));
    let ogg = head.starts_with(b"OggS\0\x02\0\0\0\0\0\0\0\0");
    let flac = head.starts_with(b"fLaC") && matches!(head.get(4..8), Some([0 | 0x80, 0, 0, 0x22]));
    let id3 = head.starts_with(b"ID3") && matches!(head.get(3..6), Some([3 | 4, 0, 0 | 0x80 | 0x40]));
    let id3 =
        id3 && head.get(10..14).is_some_and(|name| name.iter().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit()));
    let id3 = id3 && head.get(14) == Some(&0) && head.get(6..10).is_some_and(|size| size.iter().all(|b| *b < 0x80));
    riff || ogg || flac || id3 || boxes(head) || matroska(head)
}

/// ISO base media (MP4, MOV, HEIF, AVIF): a first box with brands, and a known one behind it.
fn boxes(head: &[u8]) -> bool {
    let Some(length) = be32(head, 0).and_then(|n| usize::try_from(n).ok()).filter(|n| (16..512).contains(n)) else {
        return false;
    };
    let name = |at: usize| head.get(at..at + 4);
    let next: [&[u8]; 10] = [b"moov", b"mdat", b"free", b"skip", b"wide", b"meta", b"uuid", b"moof", b"styp", b"sidx"];
    name(4) == Some(b"ftyp")
        && name(8).is_some_and(|brand| brand.iter().all(|c| c.is_ascii_graphic() || *c == b' '))
        && name(length + 4).is_some_and(|found| next.contains(&found))
}

fn matroska(head: &[u8]) -> bool {
    let early = head.get(..64).unwrap_or(head);
    head.starts_with(&[0x1a, 0x45, 0xdf, 0xa3])
        && holds(early, &[0x42, 0x86, 0x81, 1])
        && (holds(early, b"webm") || holds(early, b"matroska"))
}

fn document(head: &[u8], tail: &[u8], size: u64) -> bool {
    let pdf = holds(head.get(..1024).unwrap_or(head), b"%PDF-") && holds(tail, b"%%EOF") && holds(tail, b"startxref");
    let ole =
        head.starts_with(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]) && head.get(28..30) == Some(&[0xfe, 0xff]);
    // 7z: where its directory stands and how long it is must add up to the file's length.
    let sum = le64(head, 12).zip(le64(head, 20)).and_then(|(at, length)| at.checked_add(length)?.checked_add(32));
    let seven = head.starts_with(&[0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0]) && sum == Some(size);
    pdf || ole || seven
}

/// A file at the beginning, and a directory at the end that begins where it says.
fn zip(content: &Plain, head: &[u8], tail: &[u8], size: u64) -> io::Result<bool> {
    let Some(end) = memchr::memmem::rfind(tail, b"PK\x05\x06").filter(|_| head.starts_with(b"PK\x03\x04")) else {
        return Ok(false);
    };
    let end_at = size - tail.len() as u64 + end as u64;
    let Some((length, at)) = le32(tail, end + 12).zip(le32(tail, end + 16)) else { return Ok(false) };
    // Beyond 4 GiB, or with the larger form of the directory, the numbers stand elsewhere.
    if at.checked_add(length) != Some(end_at) {
        return Ok(false);
    }
    Ok(content.read(at, 4)?.starts_with(b"PK\x01\x02"))
}

fn looks_like_text(head: &[u8]) -> bool {
    !head.is_empty() && head.iter().all(|byte| !is_control(*byte))
}

fn is_control(byte: u8) -> bool {
    (byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c)) || byte == 0x7f
}

/// Whether all of it is UTF-8 without control characters.
fn is_text(content: &Plain) -> io::Result<bool> {
    let (mut at, mut carried) = (0, Vec::new());
    while at < content.size() {
        let piece = content.read(at, PIECE)?;
        at += piece.len() as u64;
        if piece.is_empty() || piece.iter().any(|byte| is_control(*byte)) {
            return Ok(false);
        }
        carried.extend_from_slice(&piece);
        let cut = match std::str::from_utf8(&carried) {
            Ok(_) => carried.len(),
            // A character may be cut by the end of a piece.
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            Err(_) => return Ok(false),
        };
        carried.drain(..cut);
    }
    Ok(carried.is_empty())
}

#[cfg(test)]
mod tests {

    use super::*;
    use crate::decrypt::CtrKey;
    use crate::spool::Spooled;

    fn coherent(bytes: &[u8]) -> bool {
        is_coherent(&Plain::from_bytes(bytes.to_vec())).expect("memory")
    }

    fn samples() -> Vec<(&'static str, Vec<u8>)> {
        let jpeg = [
            &b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0"[..],
            b"\xff\xdb\0\x43",
            &[1; 65],
            b"\xff\xc0\0\x0b\x08\0\x01\0\x01\x01\x01\x11\0\xff\xda\0\x08\x01\x01\0\0\x3f\0\x37\xff\xd9",
        ]
        .concat();
        let zip = [
            &b"PK\x03\x04\x0a\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\0\0\0a"[..],
            b"PK\x01\x02",
            &[0; 43],
            b"PK\x05\x06\0\0\0\0\x01\0\x01\0\x2f\0\0\0\x1f\0\0\0\0\0",
        ]
        .concat();
        let wav = [&b"RIFF\x1c\0\0\0WAVEfmt "[..], &[0; 20]].concat();
        let mp4 = b"\0\0\0\x14ftypisom\0\0\0\0isom\0\0\0\x08free".to_vec();
        let ole =
            [&b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"[..], &[0; 16], b"\x3e\0\x03\0\xfe\xff\x09\0", &[0; 480]].concat();
        let tags: Vec<u8> = (0..4u8).flat_map(|n| [n, 1, 3, 0, 1, 0, 0, 0, 5, 0, 0, 0]).collect();
        vec![
            ("png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDRrest".to_vec()),
            ("jpeg", jpeg),
            ("gif", b"GIF89a\x01\0\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;".to_vec()),
            ("pdf", b"%PDF-1.7\n1 0 obj\nendobj\nstartxref\n9\n%%EOF\n\x80".to_vec()),
            ("zip", zip),
            ("wav", wav),
            ("mp4", mp4),
            ("ole", ole),
            ("tiff", [&b"II*\0\x08\0\0\0\x04\0"[..], &tags, &[0; 40]].concat()),
            ("text", "Слава Україні, café, plain words\n".repeat(40_000).into_bytes()),
        ]
    }

    #[test]
    fn known_formats_are_coherent_and_their_beginnings_alone_are_not() {
        for (name, bytes) in samples() {
            assert!(coherent(&bytes), "{name}");
            if name != "text" && name != "png" {
                let mut noisy = bytes[..4.min(bytes.len())].to_vec();
                noisy.extend((0..4000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8));
                assert!(!coherent(&noisy), "{name} by its first bytes alone");
            }
        }
        assert!(!coherent(b""));
        assert!(!coherent(b"\x00\x01\x02"));
    }

    #[test]
    fn text_is_read_to_its_end() {
        let mut text = "é".repeat(PIECE).into_bytes();
        assert!(coherent(&text), "characters are cut between pieces");
        text.push(0xff);
        assert!(!coherent(&text));
        let hidden = [&b"x".repeat(PIECE + 10)[..], &[0x7f, 1, 2], b"more words"].concat();
        assert!(!coherent(&hidden));
    }

    #[test]
    fn under_a_wrong_key_nothing_is_coherent() {
        for (name, bytes) in samples() {
            let truth = CtrKey::random();
            let mut ciphertext = bytes.clone();
            truth.apply(0, &mut ciphertext);
            let under = |key: CtrKey| {
                is_coherent(&Plain::new(Spooled::from_bytes(ciphertext.clone()), Some(key))).expect("memory")
            };
            assert!(under(truth), "{name}");
            for n in 0..200u8 {
                assert!(!under(CtrKey::new(&[n; 32], [n; 16])), "{name} under key {n}");
            }
        }
    }
}
