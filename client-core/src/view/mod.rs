//! The plain, serialisable types that are all a user interface ever sees.
//!
//! No Matrix or SDK type, no token and no key is in here. Every list that changes is exposed as a value and a stream of
//! [`ListDiff`]s. Text for people is not made here either: states are enums, and the interface's catalogues word them.

mod account;
mod administration;
mod devices;
mod diff;
mod directory;
mod externals;
mod forwarding;
mod invitation;
mod later;
mod media;
mod mode;
mod people;
mod polls;
mod rooms;
mod search;
mod threads;
mod timeline;
mod updates;
mod writing;

pub use account::*;
pub use administration::*;
pub use devices::*;
pub use diff::*;
pub use directory::*;
pub use externals::*;
pub use forwarding::*;
pub use invitation::*;
pub use later::*;
pub use media::*;
pub use mode::*;
pub use people::*;
pub use polls::*;
pub use rooms::*;
pub use search::*;
pub use threads::*;
pub use timeline::*;
pub use updates::*;
pub use writing::*;
