//! Everything that a Depesha client knows, without a window.
//!
//! [`Messenger`] is the one entry point. It adds the government parts (the catalogue of people, the scanner, the rules on
//! encryption, recovery) to matrix-sdk and shows all of it as the plain types of [`view`]. A program that uses it sees no
//! Matrix type, no token and no key. What touches files, threads, the runtime or the clock is in `platform` alone.

#![recursion_limit = "256"]

mod bridge;
mod devices;
mod media;
mod messenger;
mod mode;
mod people;
mod platform;
mod problem;
mod rooms;
mod search;
mod session;
mod text;
mod timeline;
mod updates;
pub mod view;

pub use media::open::OpenedFile;
pub use media::voice::Voice;
pub use messenger::{Config, Messenger};
pub use platform::{StoreKey, until};
pub use session::ReturnPage;
pub use text::clean_file_name;
pub use updates::Program;

/// What every operation answers.
pub type Result<T, E = view::ProblemView> = std::result::Result<T, E>;
