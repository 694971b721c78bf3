//! PNG: a row of chunks. Kept is what has to do with how the picture looks.

use super::{Facts, Found, Walk, camera, words};
use crate::view::HiddenFact;

/// Colours, transparency, resolution and movement.
const LOOK: [&[u8; 4]; 17] = [
    b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"mDCV", b"cLLI", b"bKGD", b"hIST", b"pHYs",
    b"sPLT", b"acTL", b"fcTL", b"fdAT", b"sTER",
];

/// None for what is damaged or unusual.
pub(super) fn look_into(file: &[u8]) -> Option<Found> {
    let mut walk = Walk::new(file);
    let mut kept = Vec::with_capacity(file.len());
    if walk.take(8)? != b"\x89PNG\r\n\x1a\n" {
        return None;
    }
    kept.extend_from_slice(walk.since(0));
    let mut facts = Facts::new();
    loop {
        let begin = walk.at;
        let length = u32::from_be_bytes(walk.take(4)?.try_into().ok()?);
        let kind: &[u8; 4] = walk.take(4)?.try_into().ok()?;
        let content = walk.take(usize::try_from(length).ok()?)?;
        walk.take(4)?;
        if begin == 8 && kind != b"IHDR" {
            return None;
        }
        match kind {
            b"IHDR" | b"PLTE" | b"IDAT" | b"IEND" => kept.extend_from_slice(walk.since(begin)),
            b"eXIf" => {
                let notes = camera::read(content);
                facts.extend(notes.facts);
                if let Some(turn) = notes.turn {
                    put(&mut kept, kind, &camera::turned(turn));
                }
            }
            _ if LOOK.contains(&kind) => kept.extend_from_slice(walk.since(begin)),
            b"tEXt" | b"zTXt" | b"iTXt" => facts.extend(words::told(content)),
            // A large letter in front: without it the picture cannot be shown.
            _ if kind[0].is_ascii_uppercase() => return None,
            _ => {
                facts.insert(HiddenFact::Other);
            }
        }
        if kind == b"IEND" {
            break;
        }
    }
    if !walk.rest().is_empty() {
        facts.insert(HiddenFact::Other);
    }
    Some(Found::of(facts, || kept))
}

fn put(kept: &mut Vec<u8>, kind: &[u8; 4], content: &[u8]) {
    let Ok(length) = u32::try_from(content.len()) else { return };
    let mut sum = crc32fast::Hasher::new();
    sum.update(kind);
    sum.update(content);
    kept.extend(length.to_be_bytes());
    kept.extend_from_slice(kind);
    kept.extend_from_slice(content);
    kept.extend(sum.finalize().to_be_bytes());
}
