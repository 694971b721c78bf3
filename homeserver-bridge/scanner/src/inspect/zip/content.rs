//! One member, unpacked under limits and looked at.

use std::io::Read;

use flate2::bufread::DeflateDecoder;
use lzma_rust2::LzmaReader;

use super::super::bytes::{le16, le32};
use super::super::look::Walk;
use super::super::notes::Note;
use super::super::scratch::Scratch;
use super::super::source::{Source, View};
use super::super::{Objection, compressed, examine_inside};
use super::directory::Entry;
use super::package::{self, Package};
use super::place::Place;

pub(super) fn examine(view: &View<'_>, package: &Package, entry: &Entry, place: Place) -> Walk {
    let look = view.look;
    let packed = view.slice(place.0, place.1);
    if entry.method == 0 {
        if entry.packed != entry.unpacked {
            return look.bent();
        }
        look.unpacked(entry.unpacked, entry.unpacked)?;
        let inner = view.inner(place.0, place.1);
        package::examine_part(&inner, package, &entry.name)?;
        return examine_inside(inner);
    }
    let Some(unpacked) = unpack(packed, entry)? else {
        return look.seen(look.rules.unwalked_archives, Objection::Limits, Note::UnwalkedArchive);
    };
    if unpacked.size() != entry.unpacked || unpacked.crc() != entry.crc {
        return look.bent();
    }
    let inner = view.inside(&unpacked);
    package::examine_part(&inner, package, &entry.name)?;
    examine_inside(inner)
}

/// Nothing if the method is one that we do not know.
fn unpack(packed: View<'_>, entry: &Entry) -> Walk<Option<Scratch>> {
    let look = packed.look;
    let mut stream = packed.stream(0);
    let unpacked = match entry.method {
        8 => {
            let mut decoder = DeflateDecoder::new(stream);
            let unpacked = Scratch::unpack(look, &mut decoder, entry.unpacked)?;
            if decoder.total_in() != packed.size() {
                return look.bent();
            }
            unpacked
        }
        12 => compressed::bzip2(packed, stream, entry.unpacked)?,
        14 => {
            let mut head = [0; 9];
            let Ok(()) = stream.read_exact(&mut head) else { return look.decoder_failed() };
            let window = le32(&head, 5);
            if le16(&head, 2) != 5 || u64::from(window) > look.rules.limits.window_bytes {
                return look.refuse(Objection::Limits, Note::TooMuchToUnpack);
            }
            match LzmaReader::new_with_props(stream, entry.unpacked, head[4], window, None) {
                Ok(mut decoder) => Scratch::unpack(look, &mut decoder, entry.unpacked)?,
                Err(_) => return look.decoder_failed(),
            }
        }
        93 => compressed::zstd(packed, &mut stream, entry.unpacked)?,
        95 => compressed::xz(packed, stream, entry.unpacked)?,
        _ => return Ok(None),
    };
    Ok(Some(unpacked))
}
