//! Files that only their owner may read, and that are there whole or not at all: written under another name, then renamed.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A file that is being written. Dropped without [`Draft::publish`], it is gone.
#[derive(Debug)]
pub struct Draft {
    file: File,
    draft: PathBuf,
    path: PathBuf,
    published: bool,
}

impl Draft {
    /// Begins to write what is to be at `path`. Each process has a draft of its own; what killed processes left behind
    /// is cleared away.
    ///
    /// # Errors
    /// If the file cannot be made.
    pub fn new(path: &Path) -> Result<Self> {
        let told = || format!("cannot write {}", path.display());
        let mut draft = path.as_os_str().to_owned();
        draft.push(format!(".new-{}", std::process::id()));
        let draft = PathBuf::from(draft);
        clear_away(path);
        let _ = fs::remove_file(&draft);
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft).with_context(told)?;
        Ok(Self { file, draft, path: path.to_owned(), published: false })
    }

    /// Where to write.
    pub fn file(&self) -> &File {
        &self.file
    }

    /// Puts the file in its place.
    ///
    /// # Errors
    /// If it cannot be brought to the disk.
    pub fn publish(mut self) -> Result<()> {
        let told = || format!("cannot write {}", self.path.display());
        self.file.sync_all().with_context(told)?;
        fs::rename(&self.draft, &self.path).with_context(told)?;
        self.published = true;
        Ok(())
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.published {
            let _ = fs::remove_file(&self.draft);
        }
    }
}

/// Removes drafts of `path` whose process is no more. A plan holds personal data: none of it may stay behind.
fn clear_away(path: &Path) {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name().and_then(|name| name.to_str())) else { return };
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let file = entry.file_name();
        let process =
            file.to_str().and_then(|file| file.strip_prefix(name)?.strip_prefix(".new-")?.parse::<u32>().ok());
        if process.is_some_and(|process| !Path::new("/proc").join(process.to_string()).exists()) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Replaces `path` by `bytes` in one step.
///
/// # Errors
/// If it cannot be written.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    let draft = Draft::new(path)?;
    draft.file().write_all(bytes).with_context(|| format!("cannot write {}", path.display()))?;
    draft.publish()
}

/// What [`replace_json`] wrote; nothing if there is no such file.
///
/// # Errors
/// If there is one and it cannot be read.
pub fn read_json<T: DeserializeOwned>(path: &Path) -> Result<Option<T>> {
    match fs::read(path) {
        Ok(bytes) => serde_json::from_slice(&bytes)
            .map(Some)
            .with_context(|| format!("{} is damaged: move it away and repeat", path.display())),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
    }
}

/// Replaces `path` by the value as JSON that a person can read, in one step.
///
/// # Errors
/// If it cannot be written.
pub fn replace_json(path: &Path, value: &impl Serialize) -> Result<()> {
    replace(path, &serde_json::to_vec_pretty(value)?)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_file_is_there_whole_or_not_at_all_and_private() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("plan.json");
        replace(&path, b"old").expect("written");
        assert_eq!(fs::metadata(&path).expect("there").permissions().mode() & 0o777, 0o600);
        let draft = Draft::new(&path).expect("begun");
        draft.file().write_all(b"ne").expect("written");
        drop(draft);
        assert_eq!(fs::read(&path).expect("read"), b"old");
        assert_eq!(fs::read_dir(folder.path()).expect("there").count(), 1);
    }

    #[test]
    fn what_a_killed_process_left_behind_is_cleared_away_and_nothing_else() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("plan.json");
        let stays = [format!("plan.json.new-{}x", u32::MAX), "other.json.new-4294967295".to_owned()];
        for name in stays.iter().map(String::as_str).chain(["plan.json.new-4294967295"]) {
            fs::write(folder.path().join(name), "draft").expect("written");
        }
        replace(&path, b"new").expect("written");
        let mut names: Vec<_> =
            fs::read_dir(folder.path()).expect("there").map(|e| e.expect("entry").file_name().into_string()).collect();
        names.sort();
        assert_eq!(names.len(), 3);
        assert!(stays.iter().all(|name| folder.path().join(name).exists()));
    }
}
