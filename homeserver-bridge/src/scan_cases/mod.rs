//! Work on reports: officers assign, comment and close cases, release a file together, have it scanned again or kept
//! back, and ask to see who is behind it. The bridge brings homeservers to what they decided.
//!
//! What opens a file or shows a name needs two different officers. Everything that is done stands in the case's own
//! history and in the audit log; what officers write in comments is in the history alone.

mod case;
mod history;
mod inquiry;
mod media;
mod names;
mod release;
mod requests;
mod scanned;
mod work;

pub use case::{Case, case, open_cases};
pub use history::{Event, remark};
pub use inquiry::{About, Inquiry, InquiryState, ask_for_names, decide_names};
pub(crate) use media::look_after;
pub use media::{MEDIA_JOB, settle_media, wake_media};
pub use names::{Names, Person, names};
pub use release::{Release, ReleaseState, ask_for_release, decide_release, expire, withdraw};
pub use requests::{Requests, requests, waiting};
pub(crate) use scanned::{found, scanned_again};
pub use work::{ClosedAs, assign, close, comment, quarantine, reopen, rescan};

/// What became of an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// It is done.
    Done,
    /// It is done already, or asked for already.
    Again,
    /// It can no longer be done.
    TooLate,
    /// Another officer has to do it.
    Own,
    /// A block stands against it.
    Blocked,
    /// There is nothing here that it could be done to.
    Pointless,
    /// There is no such thing.
    Unknown,
}

impl Done {
    /// The word in the catalogues of the console.
    pub fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Again => "again",
            Self::TooLate => "late",
            Self::Own => "own",
            Self::Blocked => "blocked",
            Self::Pointless => "pointless",
            Self::Unknown => "unknown",
        }
    }

    /// From the word.
    pub fn from_word(word: &str) -> Option<Self> {
        let all = [Self::Done, Self::Again, Self::TooLate, Self::Own, Self::Blocked, Self::Pointless];
        all.into_iter().find(|done| done.word() == word)
    }
}
