//! What a file tells without showing it: where a photograph was taken, with what, who wrote a document. It is taken out
//! before the file is encrypted and uploaded.
//!
//! Pixels and the contents of documents stay byte for byte what they were, and so do the turn of a photograph and its
//! colours. What is not understood, signed, protected with a password or damaged goes as it is: a file is never lost and
//! never broken here. A file of more than [`LARGEST`] is not looked into; nothing is held in memory but the file, what it
//! becomes, and few parts of at most a few mebibytes.

mod camera;
mod gif;
mod jpeg;
mod office;
mod png;
mod properties;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;
mod webp;
mod words;

use std::collections::BTreeSet;
use std::sync::Arc;

use infer::MatcherType;

use crate::platform::apart;
use crate::view::{HiddenFact, HiddenFactsView};

/// The largest file that is looked into.
const LARGEST: usize = 128 << 20;

type Facts = BTreeSet<HiddenFact>;

/// What looking into a file of a known kind came to.
#[derive(Debug, PartialEq)]
enum Found {
    /// It tells nothing.
    Nothing,
    /// It told something; this is the file without.
    Told(Vec<u8>, Facts),
    /// A signature covers what it tells.
    Signed,
}

impl Found {
    /// The file without these facts; without any, it is as good as it is.
    fn of(facts: Facts, without: impl FnOnce() -> Vec<u8>) -> Self {
        if facts.is_empty() { Self::Nothing } else { Self::Told(without(), facts) }
    }
}

/// The file as it goes out, and what is to be said of that.
pub(super) async fn take_out(file: Vec<u8>) -> (Vec<u8>, HiddenFactsView) {
    let file = Arc::new(file);
    let looked_into = file.clone();
    // Whatever happens there, the file is still here.
    let found = apart(move || look_into(&looked_into)).await.flatten();
    let original = Arc::unwrap_or_clone(file);
    match found {
        Some(Found::Nothing) => (original, HiddenFactsView::Nothing),
        Some(Found::Signed) => (original, HiddenFactsView::Signed),
        Some(Found::Told(without, facts)) => (without, HiddenFactsView::Removed { facts: worth_saying(facts) }),
        None if may_tell(&original) => (original, HiddenFactsView::Possible),
        None => (original, HiddenFactsView::Nothing),
    }
}

/// None for what is not understood.
fn look_into(file: &[u8]) -> Option<Found> {
    if file.len() > LARGEST {
        return None;
    }
    match file {
        [0xFF, 0xD8, 0xFF, ..] => jpeg::look_into(file),
        [0x89, b'P', b'N', b'G', ..] => png::look_into(file),
        [b'G', b'I', b'F', b'8', ..] => gif::look_into(file),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => webp::look_into(file),
        [b'P', b'K', 3, 4, ..] => office::look_into(file),
        _ => None,
    }
}

/// The rest is worth saying only where there was nothing else.
fn worth_saying(mut facts: Facts) -> Vec<HiddenFact> {
    if facts.len() > 1 {
        facts.remove(&HiddenFact::Other);
    }
    facts.into_iter().collect()
}

/// Whether files of this kind tell who made them, or where.
fn may_tell(file: &[u8]) -> bool {
    use MatcherType::{Archive, Audio, Book, Doc, Image, Video};
    infer::get(file).is_some_and(|kind| matches!(kind.matcher_type(), Archive | Audio | Book | Doc | Image | Video))
}

/// Reads a file from its beginning on; none where it ends too early.
struct Walk<'a> {
    file: &'a [u8],
    at: usize,
}

impl<'a> Walk<'a> {
    fn new(file: &'a [u8]) -> Self {
        Self { file, at: 0 }
    }

    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let end = self.at.checked_add(count)?;
        let taken = self.file.get(self.at..end)?;
        self.at = end;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1).map(|one| one[0])
    }

    /// What was read since a place.
    fn since(&self, place: usize) -> &'a [u8] {
        &self.file[place..self.at]
    }

    fn rest(&self) -> &'a [u8] {
        &self.file[self.at..]
    }
}
