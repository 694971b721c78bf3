//! What a camera or a program wrote into a picture as a table of its own (Exif). Of that only the turn is written back.

use exif::{Context, Exif, In, Reader, Tag};

use super::Facts;
use crate::view::HiddenFact;

/// Longer tables are dropped unread.
const LONGEST: usize = 1 << 20;

/// Who made a picture, as one system notes it.
const AUTHOR: Tag = Tag(Context::Tiff, 0x9c9d);

/// What such a table says.
pub(super) struct Notes {
    pub(super) facts: Facts,
    /// How the picture is to be turned or mirrored, unless it is shown as it is.
    pub(super) turn: Option<u8>,
}

/// Reads a table, as far as it can be read.
pub(super) fn read(table: &[u8]) -> Notes {
    let read = if table.len() > LONGEST { None } else { parse(table) };
    let turn = read.as_ref().and_then(turn_of);
    let mut facts = read.as_ref().map(facts_of).unwrap_or_default();
    if facts.is_empty() && turn.map(turned).as_deref() != Some(table) {
        facts.insert(HiddenFact::Other);
    }
    Notes { facts, turn }
}

fn parse(table: &[u8]) -> Option<Exif> {
    let read = Reader::new().continue_on_error(true).read_raw(table.to_vec());
    read.or_else(|error| error.distill_partial_result(|_| ())).ok()
}

fn turn_of(table: &Exif) -> Option<u8> {
    let turn = table.get_field(Tag::Orientation, In::PRIMARY)?.value.get_uint(0)?;
    u8::try_from(turn).ok().filter(|turn| (2..=8).contains(turn))
}

fn facts_of(table: &Exif) -> Facts {
    let told = table.fields().filter(|field| (field.tag, field.ifd_num) != (Tag::Orientation, In::PRIMARY));
    told.map(|field| fact(field.tag)).collect()
}

fn fact(tag: Tag) -> HiddenFact {
    match tag {
        Tag(Context::Gps, _) => HiddenFact::Place,
        Tag::Make | Tag::Model | Tag::LensMake | Tag::LensModel | Tag::BodySerialNumber | Tag::LensSerialNumber => {
            HiddenFact::Camera
        }
        Tag::Artist | Tag::CameraOwnerName | AUTHOR => HiddenFact::Author,
        _ => HiddenFact::Other,
    }
}

/// A table that says nothing but how the picture is to be turned.
pub(super) fn turned(turn: u8) -> Vec<u8> {
    let mut table = b"MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    table.extend([turn, 0, 0, 0, 0, 0, 0]);
    table
}
