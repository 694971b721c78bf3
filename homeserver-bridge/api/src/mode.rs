//! The operating mode of the whole system: how much is open while something is going on.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How much is open. What each mode means is configuration ([`ModeRules`]).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// Nothing special.
    #[default]
    Normal,
    /// Something may happen, or has just happened.
    Heightened,
    /// Something is happening.
    Crisis,
}

impl Mode {
    /// All modes, the most open one first.
    pub const ALL: [Self; 3] = [Self::Normal, Self::Heightened, Self::Crisis];

    /// The word on the wire, in the database and in the configuration.
    pub fn word(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Heightened => "heightened",
            Self::Crisis => "crisis",
        }
    }

    /// From the word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.word() == word)
    }
}

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// What a mode allows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ModeRules {
    /// People from outside can be invited, enter rooms and write.
    pub externals: bool,
    /// In public rooms only those who manage them write.
    pub public_rooms_read_only: bool,
    /// The only types of files that are given out, beside everything that is blocked anyway; nothing said: no cut.
    pub only_file_types: Option<Vec<String>>,
    /// A file on which there is no verdict is held back also where it would pass otherwise.
    pub unknown_verdict_blocks: bool,
}

impl Default for ModeRules {
    /// The rules of the normal mode.
    fn default() -> Self {
        Self { externals: true, public_rooms_read_only: false, only_file_types: None, unknown_verdict_blocks: false }
    }
}

impl ModeRules {
    /// Whether files of this type are given out under these rules.
    pub fn passes_type(&self, media_type: &str) -> bool {
        type_passes(self.only_file_types.as_deref(), media_type)
    }
}

/// Whether a media type stands in a list; nothing said is no list. An entry that ends with `*` stands for every type that
/// begins so.
pub fn type_passes(only: Option<&[String]>, media_type: &str) -> bool {
    let fits = |entry: &String| match entry.strip_suffix('*') {
        Some(start) => media_type.starts_with(start),
        None => entry == media_type,
    };
    only.is_none_or(|entries| entries.iter().any(fits))
}

/// Answer of `GET /_depesha/v1/mode`: what everybody is shown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CurrentMode {
    /// The mode.
    pub mode: Mode,
    /// Since when, in milliseconds since the Unix epoch; 0 if it has never been another.
    pub since_ms: u64,
    /// What it allows.
    pub rules: ModeRules,
    /// Whether whoever asks comes from outside.
    #[serde(default)]
    pub external: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_names_types_and_families_of_types() {
        let only = Some(vec!["application/pdf".to_owned(), "application/vnd.oasis.*".to_owned()]);
        let rules = ModeRules { only_file_types: only, ..ModeRules::default() };
        assert!(rules.passes_type("application/pdf") && rules.passes_type("application/vnd.oasis.opendocument.text"));
        for other in ["application/pdf2", "application/zip", "application/vnd.oasis", ""] {
            assert!(!rules.passes_type(other), "{other}");
        }
        assert!(ModeRules::default().passes_type("application/zip"), "no list, no cut");
    }
}
