//! What a text in a picture tells, judged by the words in it: such texts have many forms, and all of them are dropped.

use memchr::memmem::find;

use super::Facts;
use crate::view::HiddenFact;

/// How much of a text is searched.
const SEARCHED: usize = 1 << 20;

const WORDS: [(&[u8], HiddenFact); 8] = [
    (b"GPSLatitude", HiddenFact::Place),
    (b"photoshop:City", HiddenFact::Place),
    (b"Iptc4xmpCore:Location", HiddenFact::Place),
    (b"tiff:Make", HiddenFact::Camera),
    (b"tiff:Model", HiddenFact::Camera),
    (b"dc:creator", HiddenFact::Author),
    (b"Author", HiddenFact::Author),
    (b"aux:OwnerName", HiddenFact::Author),
];

/// Every text tells something.
pub(super) fn told(text: &[u8]) -> Facts {
    let text = &text[..text.len().min(SEARCHED)];
    let known = WORDS.iter().filter(|(word, _)| find(text, word).is_some()).map(|(_, fact)| *fact);
    known.chain([HiddenFact::Other]).collect()
}
