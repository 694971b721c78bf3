//! Roles, and the console that each of them uses.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A console.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Console {
    /// People, accounts, and the system as a whole.
    Admin,
    /// What the scanner found.
    Security,
}

impl Console {
    /// The word in cookies and in the database.
    pub fn word(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Security => "security",
        }
    }

    /// The roles that use it.
    pub fn roles(self) -> impl Iterator<Item = OfficerRole> {
        OfficerRole::ALL.into_iter().filter(move |role| role.console() == self)
    }
}

/// What an officer may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
pub enum OfficerRole {
    /// The system as a whole: its operating mode, its officers.
    Operator,
    /// People and accounts, of all organisations or of some.
    Administrator,
    /// What the scanner found.
    Security,
    /// The audit log, and nothing else.
    Auditor,
}

impl OfficerRole {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Operator, Self::Administrator, Self::Security, Self::Auditor];

    /// The word in the database and in the audit log.
    pub fn word(self) -> &'static str {
        match self {
            Self::Operator => "operator",
            Self::Administrator => "administrator",
            Self::Security => "security",
            Self::Auditor => "auditor",
        }
    }

    /// Where officers of this role sign in.
    pub fn console(self) -> Console {
        match self {
            Self::Security => Console::Security,
            Self::Operator | Self::Administrator | Self::Auditor => Console::Admin,
        }
    }

    /// Whose proposals officers of this role see, and may agree to if they are somebody else's.
    pub fn decides_with(self) -> &'static [Self] {
        match self {
            Self::Operator | Self::Administrator => &[Self::Operator, Self::Administrator],
            Self::Security => &[Self::Security],
            Self::Auditor => &[],
        }
    }
}

impl FromStr for OfficerRole {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|role| role.word() == word).ok_or(())
    }
}

impl fmt::Display for OfficerRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}
