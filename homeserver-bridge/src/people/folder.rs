//! Where the index lies on disk: a folder that one process at a time has, and the next one goes on with.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

/// How many processes of one machine may share a folder for indexes.
const PLACES: usize = 16;

/// A folder of this process, for as long as this lives.
pub(super) struct OwnFolder {
    path: PathBuf,
    _lock: File,
}

impl OwnFolder {
    /// The first folder below `parent` that no other process has; what a former process left is in it.
    pub(super) fn below(parent: &Path) -> anyhow::Result<Self> {
        fs::create_dir_all(parent)?;
        for place in 0..PLACES {
            let lock = File::create(parent.join(format!("catalogue-{place}.lock")))?;
            match lock.try_lock() {
                Ok(()) => {
                    let path = parent.join(format!("catalogue-{place}"));
                    fs::create_dir_all(&path)?;
                    return Ok(Self { path, _lock: lock });
                }
                Err(TryLockError::WouldBlock) => {}
                Err(TryLockError::Error(error)) => return Err(error.into()),
            }
        }
        anyhow::bail!("all {PLACES} places below catalogue.index_dir are taken; give this process a folder of its own")
    }

    /// The folder.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Removes what is in it.
    pub(super) fn clear(&self) -> anyhow::Result<()> {
        fs::remove_dir_all(&self.path)?;
        Ok(fs::create_dir_all(&self.path)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_one_process_s_and_then_the_next_one_s() {
        let parent = tempfile::tempdir().unwrap();
        let first = OwnFolder::below(parent.path()).unwrap();
        let second = OwnFolder::below(parent.path()).unwrap();
        assert_ne!(first.path(), second.path());
        fs::write(first.path().join("file"), "x").unwrap();
        let path = first.path().to_owned();
        drop(first);
        let next = OwnFolder::below(parent.path()).unwrap();
        assert_eq!(next.path(), path);
        assert_eq!(fs::read_dir(&path).unwrap().count(), 1);
        next.clear().unwrap();
        assert_eq!(fs::read_dir(&path).unwrap().count(), 0);
    }
}
