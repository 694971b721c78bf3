//! Search over what was written, encrypted conversations included, and the files of a conversation.
//!
//! The homeserver cannot search what it cannot read, so this device does: `filler` reads what the SDK keeps of conversations
//! and what comes, `entry` takes from an event what can be found, `words` and `stems` say by which words, `index` keeps it in
//! a sealed file beside the SDK's stores, `coverage` knows how far back all of it reaches, and `ask`, `older` and `files`
//! answer. Nothing here leaves the device.

mod ask;
mod coverage;
mod entry;
mod files;
mod filler;
mod index;
mod older;
mod stems;
mod words;

pub(crate) use filler::Search;
