//! One at a time: a locked file beside the state file. The lock ends with the process, however it ends.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// Held while this process watches.
pub(super) struct Lock(#[allow(dead_code, reason = "held, not used: closing the file ends the lock")] File);

fn beside(state: &Path) -> PathBuf {
    super::journal::with_ending(state, "watch.lock")
}

fn open(path: &Path) -> Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false).mode(0o600);
    options.open(path).with_context(|| format!("cannot open {}", path.display()))
}

fn holder(file: &mut File) -> String {
    let mut text = String::new();
    let _ = file.take(20).read_to_string(&mut text);
    text.trim().to_owned()
}

impl Lock {
    /// Takes it.
    ///
    /// # Errors
    /// If another process has it.
    pub(super) fn take(state: &Path) -> Result<Self> {
        let path = beside(state);
        let mut file = open(&path)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                bail!("process {} already watches for this state file; stop it first", holder(&mut file))
            }
            Err(TryLockError::Error(error)) => {
                return Err(error).with_context(|| format!("cannot lock {}", path.display()));
            }
        }
        file.set_len(0)?;
        file.rewind()?;
        write!(file, "{}", std::process::id())?;
        Ok(Self(file))
    }

    /// The process that watches now, if any.
    pub(super) fn watcher(state: &Path) -> Option<String> {
        let mut file = File::open(beside(state)).ok()?;
        match file.try_lock_shared() {
            Err(TryLockError::WouldBlock) => Some(holder(&mut file)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_is_told_who_the_first_is() {
        let folder = tempfile::tempdir().expect("folder");
        let state = folder.path().join("state.json");
        assert_eq!(Lock::watcher(&state), None);
        let first = Lock::take(&state).expect("free");
        let me = std::process::id().to_string();
        assert_eq!(Lock::watcher(&state), Some(me.clone()));
        let error = Lock::take(&state).err().expect("taken").to_string();
        assert!(error.contains(&me), "{error}");
        drop(first);
        assert_eq!(Lock::watcher(&state), None);
        Lock::take(&state).expect("free again");
    }
}
