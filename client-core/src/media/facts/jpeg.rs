//! JPEG: a row of segments before the pixels, and often something behind them (smaller pictures, a film).

use super::{Facts, Found, Walk, camera, words};
use crate::view::HiddenFact;

const TABLE: &[u8] = b"Exif\0\0";
const START_OF_PIXELS: u8 = 0xDA;
const END_OF_PICTURE: u8 = 0xD9;

/// None for what is damaged or unusual.
pub(super) fn look_into(file: &[u8]) -> Option<Found> {
    let mut walk = Walk::new(file);
    let mut kept = Vec::with_capacity(file.len());
    kept.extend_from_slice(walk.take(2)?);
    let mut facts = Facts::new();
    // Programs look for the turn in the first table.
    let mut first_table = true;
    loop {
        let (marker, content) = segment(&mut walk)?;
        match marker {
            0xE0 if content.starts_with(b"JFIF\0") && content.len() >= 14 => {
                let (head, small_picture) = content.split_at(14);
                if !small_picture.is_empty() {
                    facts.insert(HiddenFact::Other);
                }
                put(&mut kept, marker, &[&head[..12], &[0, 0]]);
            }
            0xE1 if content.starts_with(TABLE) => {
                let notes = camera::read(&content[TABLE.len()..]);
                facts.extend(notes.facts);
                if let Some(turn) = notes.turn.filter(|_| first_table) {
                    put(&mut kept, marker, &[TABLE, &camera::turned(turn)]);
                }
                first_table = false;
            }
            0xE2 if content.starts_with(b"ICC_PROFILE\0") => put(&mut kept, marker, &[content]),
            0xEE if content.starts_with(b"Adobe") => put(&mut kept, marker, &[content]),
            0xE0..=0xEF | 0xFE => facts.extend(words::told(content)),
            0xC0..=0xDF | 0xF0..=0xFD => put(&mut kept, marker, &[content]),
            _ => return None,
        }
        if marker == START_OF_PIXELS {
            break;
        }
    }
    kept.extend_from_slice(walk.take(end_of_picture(walk.rest())?)?);
    if !walk.rest().is_empty() {
        facts.insert(HiddenFact::Other);
    }
    Some(Found::of(facts, || kept))
}

/// The next segment. What has no length has no place here.
fn segment<'a>(walk: &mut Walk<'a>) -> Option<(u8, &'a [u8])> {
    if walk.byte()? != 0xFF {
        return None;
    }
    let mut marker = walk.byte()?;
    while marker == 0xFF {
        marker = walk.byte()?;
    }
    if matches!(marker, 0xD0..=END_OF_PICTURE) {
        return None;
    }
    let length = usize::from(u16::from_be_bytes(walk.take(2)?.try_into().ok()?));
    Some((marker, walk.take(length.checked_sub(2)?)?))
}

/// Only what is as long as what was read comes here.
fn put(kept: &mut Vec<u8>, marker: u8, content: &[&[u8]]) {
    let length = content.iter().map(|part| part.len()).sum::<usize>() + 2;
    let Ok(length) = u16::try_from(length) else { return };
    kept.extend([0xFF, marker]);
    kept.extend(length.to_be_bytes());
    content.iter().for_each(|part| kept.extend_from_slice(part));
}

/// How far the pixels reach, in one pass or several.
fn end_of_picture(pixels: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += pixels.get(at..)?.iter().position(|byte| *byte == 0xFF)?;
        match *pixels.get(at + 1)? {
            0xFF => at += 1,
            0x00 | 0xD0..=0xD7 => at += 2,
            END_OF_PICTURE => return Some(at + 2),
            // Tables of the next pass.
            0xC4 | 0xCC | START_OF_PIXELS..=0xDD => {
                let length = usize::from(u16::from_be_bytes(pixels.get(at + 2..at + 4)?.try_into().ok()?));
                at += 2 + length;
            }
            _ => return None,
        }
    }
}
