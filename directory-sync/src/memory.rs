//! What this program remembers between runs: when somebody was last counted as missing, and what was last applied.
//!
//! Nothing here is needed to apply a plan; losing the file can at worst count one reading twice.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use crate::plan_file::write_private;

/// The file's content.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Memory {
    /// When an applied plan last counted missing people, milliseconds since the Unix epoch.
    pub missing_counted_at_ms: Option<i64>,
    /// The last plan that was applied to its end.
    pub applied: Option<Applied>,
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
}

impl Memory {
    /// Reads the file; nothing is remembered if there is none.
    ///
    /// # Errors
    /// If there is one and it cannot be read.
    pub fn load(path: &Path) -> Result<Self> {
        match fs::read(path) {
            Ok(bytes) => serde_json::from_slice(&bytes)
                .with_context(|| format!("{} is damaged: move it away and repeat", path.display())),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
        }
    }

    /// Writes it back.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn save(&self, path: &Path) -> Result<()> {
        write_private(path, &serde_json::to_vec_pretty(self)?)
    }

    /// Whether a reading now is far enough from the last counted one to count.
    pub fn may_count_missing(&self, now_ms: i64, interval_hours: u32) -> bool {
        self.missing_counted_at_ms.is_none_or(|last| now_ms - last >= i64::from(interval_hours) * 3_600_000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readings_close_together_count_once() {
        let memory = Memory { missing_counted_at_ms: Some(0), applied: None };
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
