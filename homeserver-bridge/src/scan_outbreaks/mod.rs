//! Outbreaks: one signature in several rooms, or from several senders, within a short time.
//!
//! Noticed when a find is written down; officers look at it, and close it when it is over. Rooms are pseudonyms and
//! senders only counted here.

mod close;
mod look;
mod show;

pub use close::close;
pub use look::look;
pub use show::{Outbreak, OutbreakFile, OutbreakLine, list, one, open};
