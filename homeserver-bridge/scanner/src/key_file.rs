//! The file with the scanner's keys: readable by its owner alone, replaced as a whole or not at all, and shared by
//! several scanners.
//!
//! Whoever changes it holds a lock beside it; whoever reads it needs none.

use std::fs::{self, File};
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::keys::{KeyRing, Stored, fresh};

/// The key file cannot be used. The text names the file and what to do.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// Reading or writing failed.
    #[error("cannot use the key file {0}: {1}")]
    Io(PathBuf, io::Error),
    /// Others may read it.
    #[error("others can read the key file {0}: run chmod 600 on it, or replace it if it may have leaked")]
    Readable(PathBuf),
    /// Its content is wrong.
    #[error("the key file {0} is damaged: restore it from the backup, or remove it to make new keys")]
    Damaged(PathBuf),
}

/// What tells one version of the file from another without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    inode: u64,
    size: u64,
    changed: (i64, i64),
}

/// The version of the file that lies there now; none if it is not there.
pub fn stamp(path: &Path) -> Option<Stamp> {
    let found = fs::metadata(path).ok()?;
    Some(Stamp { inode: found.ino(), size: found.len(), changed: (found.mtime(), found.mtime_nsec()) })
}

/// Reads the keys; makes the file with fresh ones if it is not there. Generations that were superseded `honoured_ms` ago
/// are left out.
///
/// # Errors
/// If the file cannot be used as it is.
pub fn load_or_create(path: &Path, now_ms: u64, honoured_ms: u64) -> Result<KeyRing, KeyFileError> {
    if !path.exists() {
        create(path, &Stored { generations: vec![fresh(now_ms)], former: Vec::new() })?;
    }
    load(path, now_ms, honoured_ms)
}

/// As [`load_or_create`], of a file that must be there.
///
/// # Errors
/// If the file cannot be used as it is.
pub fn load(path: &Path, now_ms: u64, honoured_ms: u64) -> Result<KeyRing, KeyFileError> {
    let mut stored = read(path)?;
    stored.drop_expired(now_ms, honoured_ms);
    KeyRing::open(&stored).ok_or_else(|| KeyFileError::Damaged(path.to_owned()))
}

/// Makes a new generation, signed by the newest one, and removes the secrets of those that were superseded `honoured_ms`
/// ago. Scanners that share the file take it up by themselves.
///
/// # Errors
/// If the file cannot be used as it is, or not be replaced.
pub fn rotate(path: &Path, now_ms: u64, honoured_ms: u64) -> Result<KeyRing, KeyFileError> {
    let _lock = lock(path)?;
    let mut stored = read(path)?;
    KeyRing::open(&stored).ok_or_else(|| KeyFileError::Damaged(path.to_owned()))?;
    stored.add(now_ms);
    stored.drop_expired(now_ms, honoured_ms);
    replace(path, &stored)?;
    KeyRing::open(&stored).ok_or_else(|| KeyFileError::Damaged(path.to_owned()))
}

/// Removes from the file the secrets of generations that were superseded `honoured_ms` ago, if there are any.
///
/// # Errors
/// If the file cannot be used as it is, or not be replaced.
pub fn remove_expired(path: &Path, now_ms: u64, honoured_ms: u64) -> Result<(), KeyFileError> {
    if !read(path)?.drop_expired(now_ms, honoured_ms) {
        return Ok(());
    }
    let _lock = lock(path)?;
    // Another one may have been quicker.
    let mut stored = read(path)?;
    if stored.drop_expired(now_ms, honoured_ms) { replace(path, &stored) } else { Ok(()) }
}

fn read(path: &Path) -> Result<Stored, KeyFileError> {
    let failed = |error| KeyFileError::Io(path.to_owned(), error);
    if fs::metadata(path).map_err(failed)?.permissions().mode() & 0o077 != 0 {
        return Err(KeyFileError::Readable(path.to_owned()));
    }
    let text = Zeroizing::new(fs::read(path).map_err(failed)?);
    serde_json::from_slice(&text).map_err(|_| KeyFileError::Damaged(path.to_owned()))
}

/// Held until it is dropped. The lock's file stays: removing it would let two in.
fn lock(path: &Path) -> Result<File, KeyFileError> {
    let beside = path.with_extension("lock");
    let failed = |error| KeyFileError::Io(beside.clone(), error);
    let file = File::options().create(true).truncate(false).write(true).open(&beside).map_err(failed)?;
    file.lock().map_err(failed)?;
    Ok(file)
}

/// Two scanners that start at once on one file end with the same keys.
fn create(path: &Path, stored: &Stored) -> Result<(), KeyFileError> {
    match draft(path, stored)?.persist_noclobber(path) {
        Err(error) if error.error.kind() != io::ErrorKind::AlreadyExists => {
            Err(KeyFileError::Io(path.to_owned(), error.error))
        }
        _ => Ok(()),
    }
}

fn replace(path: &Path, stored: &Stored) -> Result<(), KeyFileError> {
    draft(path, stored)?.persist(path).map_err(|error| KeyFileError::Io(path.to_owned(), error.error))?;
    Ok(())
}

/// The whole content beside its place, on the disk.
fn draft(path: &Path, stored: &Stored) -> Result<tempfile::NamedTempFile, KeyFileError> {
    let failed = |error: io::Error| KeyFileError::Io(path.to_owned(), error);
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let text = Zeroizing::new(serde_json::to_vec_pretty(stored).map_err(|e| failed(e.into()))?);
    // Files of this kind have mode 0600 from their first moment.
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    file.write_all(&text).and_then(|()| file.as_file().sync_all()).map_err(failed)?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WEEK: u64 = 7 * 24 * 3_600_000;

    fn place() -> (tempfile::TempDir, PathBuf) {
        let dir = tempfile::tempdir().expect("dir");
        let path = dir.path().join("scanner-keys.json");
        (dir, path)
    }

    #[test]
    fn keys_are_made_once_and_are_for_the_owner_alone() {
        let (_dir, path) = place();
        let first = load_or_create(&path, 1, WEEK).expect("made").public_keys();
        assert_eq!(fs::metadata(&path).expect("there").permissions().mode() & 0o777, 0o600);
        assert_eq!(load_or_create(&path, 2, WEEK).expect("read").public_keys(), first);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("chmod");
        assert!(matches!(load_or_create(&path, 3, WEEK), Err(KeyFileError::Readable(_))));
        assert!(matches!(rotate(&path, 3, WEEK), Err(KeyFileError::Readable(_))));
    }

    #[test]
    fn a_damaged_file_is_never_replaced() {
        let (_dir, path) = place();
        for content in [
            "",
            "{}",
            r#"{"generations":[]}"#,
            r#"{"generations":[{"created_at_ms":1,"curve25519":"AA","ed25519":"AA"}]}"#,
        ] {
            fs::write(&path, content).expect("written");
            fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("chmod");
            assert!(matches!(load_or_create(&path, 1, WEEK), Err(KeyFileError::Damaged(_))), "{content}");
            assert!(matches!(rotate(&path, 1, WEEK), Err(KeyFileError::Damaged(_))), "{content}");
            assert_eq!(fs::read_to_string(&path).expect("there"), content);
        }
    }

    #[test]
    fn the_old_keys_go_on_behind_the_new_ones_for_their_time_and_then_leave_the_file() {
        let (_dir, path) = place();
        let old = load_or_create(&path, 1000, WEEK).expect("made").public_keys();
        let before = stamp(&path);
        let rotated = rotate(&path, 2000, WEEK).expect("rotated").public_keys();
        assert_ne!(stamp(&path), before);
        assert_eq!(fs::metadata(&path).expect("there").permissions().mode() & 0o777, 0o600);
        assert_eq!((rotated.len(), &rotated[1]), (2, &old[0]));
        assert_eq!(load(&path, 2000 + WEEK - 1, WEEK).expect("read").public_keys(), rotated);
        let later = load(&path, 2000 + WEEK, WEEK).expect("read");
        assert_eq!((later.public_keys(), later.former_keys()), (rotated[..1].to_vec(), &old[..]));

        let secrets = fs::read_to_string(&path).expect("there").matches("\"curve25519\"").count();
        remove_expired(&path, 2000 + WEEK - 1, WEEK).expect("looked");
        assert_eq!(fs::read_to_string(&path).expect("there").matches("\"curve25519\"").count(), secrets);
        remove_expired(&path, 2000 + WEEK, WEEK).expect("removed");
        let stored: Stored = serde_json::from_slice(&fs::read(&path).expect("there")).expect("ours");
        assert_eq!((stored.generations.len(), stored.former.len()), (1, 1));
        assert!(load(&path, 1, WEEK).expect("read").public_keys() == rotated[..1]);
    }

    #[test]
    fn several_at_once_lose_no_generation() {
        let (_dir, path) = place();
        load_or_create(&path, 1, WEEK).expect("made");
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| rotate(&path, 2, WEEK).expect("rotated"));
                scope.spawn(|| remove_expired(&path, 2, WEEK).expect("looked"));
            }
        });
        assert_eq!(load(&path, 2, WEEK).expect("read").public_keys().len(), 9);
    }
}
