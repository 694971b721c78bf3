//! ZIP archives, and the documents and packages that are ZIP archives.
//!
//! First what the directory claims, against the limits; then whether the members are where and what it says; then each
//! of them unpacked. A program that reads archives from front to end, one that reads the directory, and we must see the
//! same members, or the archive is refused.

mod content;
mod directory;
mod package;
mod place;

pub(super) use directory::{begins, is_attached};

use super::look::Walk;
use super::notes::Note;
use super::source::View;
use super::{Objection, members, permit};

pub(super) const TYPE: &str = "application/zip";

pub(super) fn walk(view: View<'_>, found: &mut &'static str) -> Walk {
    let look = view.look;
    let Some(directory) = directory::find(&view)? else {
        permit(&view, found)?;
        // An archive of nothing is one record.
        return if view.size() == 22 && view.read(0, 4)?[..] == *b"PK\x05\x06" { Ok(()) } else { look.bent() };
    };
    look.members(directory.members)?;
    let entries = directory::entries(&view, &directory)?;
    let package = package::of(&view, &entries)?;
    *found = package.media_type;
    permit(&view, found)?;
    if entries.iter().any(|entry| entry.encrypted) {
        return look.refuse(Objection::Encrypted, Note::EncryptedMember);
    }
    let places = place::check(&view, &directory, &entries)?;
    let mut view = view;
    view.part |= package.document || package.programs;
    view.programs |= package.programs;
    for (entry, place) in entries.iter().zip(places) {
        members::named(&view, &entry.name)?;
        content::examine(&view, &package, entry, place)?;
    }
    Ok(())
}
