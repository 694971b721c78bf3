//! The media type by the content's first bytes, and for a few types by its last.
//!
//! What decides over refusal is recognised here, by strong marks; the crate `infer` is asked only for pictures, sound,
//! fonts and books, because some of its marks are two bytes that any noise may begin with.

mod magic;
mod text;

use infer::MatcherType;

use super::bytes::le32;
use super::look::Walk;
use super::source::View;
use super::{UNKNOWN_TYPE, ole, pdf, tar, zip};

/// Where an image of an optical disk says what it is.
const VOLUME_AT: u64 = 0x8001;

pub(super) fn media_type(view: &View<'_>, head: &[u8]) -> Walk<&'static str> {
    if let Some(found) = magic::by_first_bytes(head) {
        return Ok(found);
    }
    if is_program(head) {
        return Ok("application/vnd.microsoft.portable-executable");
    }
    if zip::begins(head) {
        return Ok(zip::TYPE);
    }
    if head.starts_with(&ole::MAGIC) {
        return Ok(ole::TYPE);
    }
    if tar::begins(head) {
        return Ok(tar::TYPE);
    }
    if let Some(found) = disk_image(view)? {
        return Ok(found);
    }
    let readable = text::readable(head, view.size() > head.len() as u64);
    let picture = picture(head);
    if picture.is_none() && pdf::begins(head) {
        return Ok(pdf::TYPE);
    }
    if let Some(readable) = readable {
        return Ok(text::media_type(&readable));
    }
    Ok(picture.unwrap_or(UNKNOWN_TYPE))
}

fn is_program(head: &[u8]) -> bool {
    if !head.starts_with(b"MZ") {
        return false;
    }
    // Old programs have no second header; words that happen to begin so are text.
    head.get(le32(head, 0x3c) as usize..).is_some_and(|h| h.starts_with(b"PE\0\0"))
        || text::readable(head, true).is_none()
}

fn picture(head: &[u8]) -> Option<&'static str> {
    use MatcherType::{Audio, Book, Doc, Font, Image, Video};
    if head.starts_with(b"BM") {
        let plausible = matches!(le32(head, 14), 12 | 16 | 40 | 52 | 56 | 64 | 108 | 124) && le32(head, 6) == 0;
        return plausible.then_some("image/bmp");
    }
    let kind = infer::get(head)?;
    let wanted = matches!(kind.matcher_type(), Audio | Book | Font | Image | Video);
    let strong = ["application/x-par2", "application/postscript", "application/vnd.sqlite3", "application/dicom"];
    let found = kind.mime_type();
    let wanted = (wanted && kind.matcher_type() != Doc) || strong.contains(&found);
    (wanted && !found.ends_with("+zip")).then_some(found)
}

fn disk_image(view: &View<'_>) -> Walk<Option<&'static str>> {
    if view.size() > VOLUME_AT {
        let volume = view.read(VOLUME_AT, 5)?;
        if volume[..] == *b"CD001" {
            return Ok(Some("application/x-iso9660-image"));
        }
        if matches!(&volume[..], b"BEA01" | b"NSR02" | b"NSR03" | b"TEA01") {
            return Ok(Some("application/x-udf-image"));
        }
    }
    if view.size() >= 512 {
        let (_, end) = view.tail(512)?;
        if end.starts_with(b"koly\0\0\0\x04") {
            return Ok(Some("application/x-apple-diskimage"));
        }
        if end.starts_with(b"conectix") {
            return Ok(Some("application/x-virtual-disk"));
        }
    }
    Ok(None)
}
