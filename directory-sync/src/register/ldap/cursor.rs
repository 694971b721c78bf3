//! How far a register that is asked by number or time of change has been followed: a small file beside the state file,
//! without personal data. It is good for one server only.

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::failure::Failure;
use crate::private_file;

/// See the module.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Cursor {
    /// Which server, and by what it is followed.
    pub(super) server: String,
    /// The highest value that the last complete full reading saw.
    pub(super) read: i64,
    /// The highest value of a completed poll whose changes have been applied.
    #[serde(default)]
    pub(super) applied: Option<i64>,
}

impl Cursor {
    /// Where to go on from. Never further than what was applied, if that is known.
    pub(super) fn place(&self) -> i64 {
        self.applied.unwrap_or(self.read)
    }

    /// The file's content; `None` if there is none yet.
    pub(super) fn load(path: &Path) -> Result<Option<Self>, Failure> {
        let fault = |cause: String| Failure::Here(format!("{} cannot be read: {cause}", path.display()));
        match fs::read(path) {
            Ok(bytes) => serde_json::from_slice(&bytes).map(Some).map_err(|error| fault(error.to_string())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(fault(error.to_string())),
        }
    }

    /// Writes the file, whole or not at all.
    pub(super) fn save(&self, path: &Path) -> Result<(), Failure> {
        let fault = |cause: String| Failure::Here(format!("{} cannot be written: {cause}", path.display()));
        let bytes = serde_json::to_vec(self).map_err(|error| fault(error.to_string()))?;
        private_file::replace(path, &bytes).map_err(|error| fault(format!("{error:#}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_goes_on_where_changes_were_applied_and_comes_back_from_its_file() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("cursor");
        assert_eq!(Cursor::load(&path), Ok(None));
        let cursor = Cursor { server: "a".to_owned(), read: 9, applied: None };
        assert_eq!(cursor.place(), 9);
        let cursor = Cursor { applied: Some(5), ..cursor };
        assert_eq!(cursor.place(), 5);
        cursor.save(&path).expect("saved");
        assert_eq!(Cursor::load(&path), Ok(Some(cursor)));
        fs::write(&path, "{").expect("written");
        assert!(Cursor::load(&path).is_err());
    }
}
