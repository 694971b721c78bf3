//! GIF: pictures, and extensions between them, some of which are remarks.

use super::{Facts, Found, Walk, words};

/// None for what is damaged or unusual.
pub(super) fn look_into(file: &[u8]) -> Option<Found> {
    let mut walk = Walk::new(file);
    let head = walk.take(13)?;
    colours(&mut walk, head[10])?;
    let mut kept = Vec::with_capacity(file.len());
    kept.extend_from_slice(walk.since(0));
    let mut facts = Facts::new();
    loop {
        let begin = walk.at;
        match walk.byte()? {
            0x2C => {
                let picture = walk.take(9)?;
                colours(&mut walk, picture[8])?;
                walk.byte()?;
                blocks(&mut walk)?;
                kept.extend_from_slice(walk.since(begin));
            }
            0x21 => {
                let kind = walk.byte()?;
                blocks(&mut walk)?;
                let whole = walk.since(begin);
                if belongs(kind, whole) {
                    kept.extend_from_slice(whole);
                } else {
                    facts.extend(words::told(whole));
                }
            }
            0x3B => break,
            _ => return None,
        }
    }
    kept.push(0x3B);
    if !walk.rest().is_empty() {
        facts.extend(words::told(walk.rest()));
    }
    Some(Found::of(facts, || kept))
}

/// A table of colours, if these marks announce one.
fn colours(walk: &mut Walk<'_>, marks: u8) -> Option<()> {
    if marks & 0x80 != 0 {
        walk.take(3 << ((marks & 7) + 1))?;
    }
    Some(())
}

fn blocks(walk: &mut Walk<'_>) -> Option<()> {
    loop {
        let length = walk.byte()?;
        if length == 0 {
            return Some(());
        }
        walk.take(usize::from(length))?;
    }
}

/// Whether an extension has to do with how the picture looks: its times, words in it, how often it runs, its colours.
fn belongs(kind: u8, whole: &[u8]) -> bool {
    let named = |name: &[u8]| whole.get(3..).is_some_and(|rest| rest.starts_with(name));
    match kind {
        0xF9 | 0x01 => true,
        0xFF => named(b"NETSCAPE2.0") || named(b"ANIMEXTS1.0") || named(b"ICCRGBG1012"),
        _ => false,
    }
}
