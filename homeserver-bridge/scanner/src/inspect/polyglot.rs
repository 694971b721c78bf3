//! Content that is valid as two types: one that the recipient sees and one that is run or unpacked.
//!
//! What stands behind the end of a picture is not refused as such: telephones append films and thumbnails. It is refused
//! if it is something to run, to unpack or to read.

use super::bytes::holds;
use super::class::{self, Class};
use super::look::Walk;
use super::notes::Note;
use super::source::View;
use super::{HEAD, Objection, UNKNOWN_TYPE, pdf, sniff, tar, zip};

/// How far into what is appended we look.
const APPENDED: usize = 1 << 20;
/// How much of a picture's beginning and end we look through for pages and scripts.
const MARGIN: usize = 64 << 10;

/// Marks of what is run, unpacked or read.
const MARKS: [&[u8]; 9] = [
    b"PK\x03\x04",
    b"Rar!\x1a\x07",
    b"7z\xbc\xaf\x27\x1c",
    b"%PDF-",
    b"\x7fELF",
    b"MSCF\0\0\0\0",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"!This program ",
    b"ITSF\x03\0\0\0",
];
/// Marks of pages and scripts, in lower case.
const ACTIVE: [&[u8]; 7] = [b"<?php", b"<script", b"<html", b"<!doctype html", b"<hta:", b"<iframe", b"javascript:"];

/// Looks for a second type in what begins as `media_type`.
pub(super) fn examine(view: &View<'_>, media_type: &str, head: &[u8]) -> Walk {
    let class = class::of(media_type);
    // What holds other files as they are may hold an archive at its end; its members are looked at by themselves.
    let holds_files = media_type == tar::TYPE || (class == Class::Archive && media_type != "application/gzip");
    if !holds_files && zip::is_attached(view, media_type == pdf::TYPE)? {
        return refuse(view);
    }
    let seen = matches!(class, Class::Picture | Class::Media);
    if seen && (pdf::begins(head) || is_readable_picture(head)) {
        return refuse(view);
    }
    if class == Class::Picture && media_type != "image/svg+xml" {
        let begin = view.read(0, MARGIN)?;
        let (_, end) = view.tail(MARGIN)?;
        if speaks(&begin) || speaks(&end) || is_comment(head, &[&begin, &end]) {
            return refuse(view);
        }
    }
    Ok(())
}

/// Looks at what stands behind the end of a picture.
pub(super) fn appended(view: &View<'_>, end: u64) -> Walk {
    if end >= view.size() {
        return Ok(());
    }
    let rest = view.slice(end, u64::MAX);
    let bytes = rest.read(0, APPENDED)?;
    let found = sniff::media_type(&rest, &bytes[..bytes.len().min(HEAD)])?;
    let harmless = matches!(class::of(found), Class::Picture | Class::Media | Class::Unknown)
        || matches!(found, UNKNOWN_TYPE | "text/plain" | "text/xml");
    if !harmless || MARKS.iter().any(|mark| holds(&bytes, mark)) || speaks(&bytes) {
        return refuse(view);
    }
    Ok(())
}

fn refuse(view: &View<'_>) -> Walk {
    view.look.refuse(Objection::Type, Note::Polyglot)
}

fn speaks(bytes: &[u8]) -> bool {
    let lower = bytes.to_ascii_lowercase();
    ACTIVE.iter().any(|mark| holds(&lower, mark))
}

/// The mark of a picture as the first word of a script: `GIF89a=1;…`.
fn is_readable_picture(head: &[u8]) -> bool {
    let start = &head[..head.len().min(64)];
    let marked = start.starts_with(b"GIF8") || start.starts_with(b"BM") || start.starts_with(b"RIFF");
    marked && start.len() >= 16 && start.iter().all(|b| matches!(b, b' '..=b'~' | b'\t' | b'\r' | b'\n'))
}

/// The first fields of a picture as the beginning of a comment of a script, which ends further on.
fn is_comment(head: &[u8], parts: &[&[u8]]) -> bool {
    let opens = [2, 4, 6].iter().any(|at| head.get(*at..at + 2) == Some(b"/*"));
    opens && parts.iter().any(|part| holds(part, b"*/"))
}
