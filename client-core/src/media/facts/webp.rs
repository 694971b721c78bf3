//! WebP: a row of chunks, the first of which says what else there is.

use super::{Facts, Found, Walk, camera, words};
use crate::view::HiddenFact;

/// The marks of the first chunk: a table of the camera, and a text.
const HAS_TABLE: u8 = 0b1000;
const HAS_TEXT: u8 = 0b0100;

/// None for what is damaged or unusual.
pub(super) fn look_into(file: &[u8]) -> Option<Found> {
    let mut walk = Walk::new(file);
    let length = usize::try_from(u32::from_le_bytes(walk.take(8)?[4..].try_into().ok()?)).ok()?;
    let end = length.checked_add(8)?;
    walk.take(4)?;
    let mut kept = Vec::with_capacity(file.len());
    kept.extend_from_slice(walk.since(0));
    let mut facts = Facts::new();
    let mut turn = None;
    while walk.at < end {
        let begin = walk.at;
        let kind = walk.take(4)?;
        let length = usize::try_from(u32::from_le_bytes(walk.take(4)?.try_into().ok()?)).ok()?;
        let content = walk.take(length)?;
        walk.take(length % 2)?;
        match kind {
            b"VP8X" | b"VP8 " | b"VP8L" | b"ALPH" | b"ANIM" | b"ANMF" | b"ICCP" => {
                kept.extend_from_slice(walk.since(begin));
            }
            b"EXIF" => {
                let notes = camera::read(content.strip_prefix(b"Exif\0\0").unwrap_or(content));
                facts.extend(notes.facts);
                turn = turn.or(notes.turn);
            }
            b"XMP " => facts.extend(words::told(content)),
            _ => {
                facts.insert(HiddenFact::Other);
            }
        }
    }
    if walk.at != end {
        return None;
    }
    if !walk.rest().is_empty() {
        facts.insert(HiddenFact::Other);
    }
    if let Some(turn) = turn {
        let table = camera::turned(turn);
        kept.extend_from_slice(b"EXIF");
        kept.extend(u32::try_from(table.len()).ok()?.to_le_bytes());
        kept.extend_from_slice(&table);
    }
    if let [b'V', b'P', b'8', b'X', _, _, _, _, marks, ..] = &mut kept[12..] {
        *marks &= !(HAS_TABLE | HAS_TEXT);
        if turn.is_some() {
            *marks |= HAS_TABLE;
        }
    }
    let length = u32::try_from(kept.len() - 8).ok()?;
    kept[4..8].copy_from_slice(&length.to_le_bytes());
    Some(Found::of(facts, || kept))
}
