//! What this program remembers between runs: when somebody was last counted as missing, and what was last applied.
//!
//! Nothing here is needed to apply a plan; losing the file can at worst count one reading twice.

use std::path::{Path, PathBuf};

use anyhow::Result;
use serde::{Deserialize, Serialize};

use crate::private_file;

/// The file's content.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Memory {
    /// When an applied plan last counted missing people, milliseconds since the Unix epoch.
    pub missing_counted_at_ms: Option<i64>,
    /// The last plan that was applied to its end.
    pub applied: Option<Applied>,
    /// The plan of an unattended run that the brakes stopped last.
    pub held: Option<Held>,
}

/// A plan that waits for approval, or was rejected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Held {
    /// Its hash.
    pub plan_hash: String,
    /// Hash of its changes alone: the same changes are not submitted again and again.
    pub changes_hash: String,
    /// When it was made, milliseconds since the Unix epoch.
    pub made_at_ms: i64,
    /// Where it is.
    pub file: PathBuf,
    /// Which brakes it trips.
    pub brakes: Vec<String>,
}

/// A plan that was applied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Applied {
    /// Its hash.
    pub plan_hash: String,
    /// When, milliseconds since the Unix epoch.
    pub at_ms: i64,
    /// How many changes it had.
    pub changes: usize,
    /// How many people the register listed: a guess for the next progress bar.
    #[serde(default)]
    pub listed: usize,
}

impl Memory {
    /// Reads the file; nothing is remembered if there is none.
    ///
    /// # Errors
    /// If there is one and it cannot be read.
    pub fn load(path: &Path) -> Result<Self> {
        Ok(private_file::read_json(path)?.unwrap_or_default())
    }

    /// Writes it back.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn save(&self, path: &Path) -> Result<()> {
        private_file::replace_json(path, self)
    }

    /// How many rows the register may have, from the last time.
    pub fn expected(&self) -> Option<usize> {
        self.applied.as_ref().map(|applied| applied.listed).filter(|listed| *listed > 0)
    }

    /// Whether a reading now is far enough from the last counted one to count.
    pub fn may_count_missing(&self, now_ms: i64, interval_hours: u32) -> bool {
        self.missing_counted_at_ms.is_none_or(|last| now_ms - last >= i64::from(interval_hours) * 3_600_000)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn readings_close_together_count_once() {
        let memory = Memory { missing_counted_at_ms: Some(0), ..Memory::default() };
        assert!(!memory.may_count_missing(12 * 3_600_000 - 1, 12));
        assert!(memory.may_count_missing(12 * 3_600_000, 12));
        assert!(Memory::default().may_count_missing(0, 12));
    }

    #[test]
    fn a_damaged_file_is_an_error_and_a_missing_one_is_not() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("state.json");
        assert_eq!(Memory::load(&path).expect("none"), Memory::default());
        fs::write(&path, "{").expect("written");
        assert!(Memory::load(&path).is_err());
    }
}
