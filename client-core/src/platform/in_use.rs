//! One program at a time on a data folder: a second one would spend one-time keys twice and lose what the first writes.
//!
//! The lock is the system's, on a file in the folder: it goes with the program, however that ends, so nothing is ever left
//! locked. It keeps nobody from the files who means harm.

use std::fs::{File, TryLockError};
use std::path::Path;

use crate::Result;
use crate::view::ProblemView;

/// The file that is locked. It holds nothing.
const FILE: &str = "in-use";

/// The folder is ours until this is dropped.
#[derive(Debug)]
pub(crate) struct InUse {
    /// None where the folder cannot be locked at all; the stores say what is the matter with it.
    _file: Option<File>,
}

impl InUse {
    /// Takes the folder, which is made if it is not there.
    ///
    /// # Errors
    /// [`ProblemView::OpenElsewhere`] if another program has it.
    pub(crate) fn take(data_dir: &Path) -> Result<Self> {
        let _ = std::fs::create_dir_all(data_dir);
        let path = data_dir.join(FILE);
        let file = File::options().create(true).truncate(false).write(true).open(&path);
        // In a folder that cannot be written to, the file of earlier starts can still be locked.
        let Ok(file) = file.or_else(|_| File::open(&path)) else {
            tracing::warn!("the data folder cannot be locked");
            return Ok(Self { _file: None });
        };
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: Some(file) }),
            Err(TryLockError::WouldBlock) => Err(ProblemView::OpenElsewhere),
            // Some network drives know no locks.
            Err(TryLockError::Error(_)) => {
                tracing::warn!("the data folder cannot be locked");
                Ok(Self { _file: None })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_for_one_until_it_is_let_go() {
        let folder = tempfile::tempdir().expect("folder");
        let data = folder.path().join("made");
        let first = InUse::take(&data).expect("free");
        assert_eq!(InUse::take(&data).err(), Some(ProblemView::OpenElsewhere));
        InUse::take(&folder.path().join("other")).expect("another folder is free");
        drop(first);
        InUse::take(&data).expect("free again");
    }
}
