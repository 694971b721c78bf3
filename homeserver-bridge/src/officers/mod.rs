//! People who may use a console: their accounts, passwords and sessions, and what they may read in the audit log.
//!
//! They have nothing to do with Matrix accounts. An officer has one role; who needs both has two accounts.

mod account;
mod cookie;
mod names;
mod session;
mod throttle;
mod trail;

use std::fmt;

pub use account::{OfficerError, set_officer};
pub use cookie::{cookie_name, find_cookie, session_cookie};
pub use names::names;
pub use session::{SESSION_MS, Session, SignIn, find, sign_in, sign_out};
pub use throttle::Throttle;
pub use trail::{TrailEntry, trail};

/// Which console.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, clap::ValueEnum)]
pub enum OfficerRole {
    /// People and accounts.
    Administrator,
    /// What the scanner found.
    Security,
}

impl OfficerRole {
    /// The word in the database and in the audit log.
    pub fn word(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Security => "security",
        }
    }
}

impl fmt::Display for OfficerRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}
