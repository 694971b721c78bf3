//! Signatures that clamd does not speak of. It names the version of a published database; of files that the operator
//! put beside it, or uses alone, it tells nothing. What they are is read from their folder: names, sizes and times.
//!
//! The files are never opened. A folder on another machine cannot be looked into; then their age stays unknown.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, Instant, UNIX_EPOCH};

use sha2::{Digest, Sha256};

/// How often the folder is looked at, at most.
const LOOK: Duration = Duration::from_secs(1);
/// More files than any database has.
const MOST_FILES: usize = 10_000;
/// Names that ClamAV loads, by their ends.
const LOADED: [&str; 40] = [
    "cat", "cbc", "cdb", "cfg", "cld", "crb", "cud", "cvd", "db", "fp", "ftm", "gdb", "hdb", "hdu", "hsb", "hsu",
    "idb", "ign", "ign2", "imp", "info", "ioc", "ldb", "ldu", "mdb", "mdu", "msb", "msu", "ndb", "ndu", "pdb", "pwdb",
    "rmd", "sdb", "sfp", "wdb", "yar", "yara", "zmd", "zdb",
];
/// Published ones, whose version clamd tells itself.
const PUBLISHED: [&str; 3] = ["cvd", "cld", "cud"];

/// What the folder holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Signatures {
    /// Changes when a local file does; empty if there is none.
    pub(super) local: String,
    /// When the newest file was written, milliseconds since the Unix epoch.
    pub(super) newest_ms: Option<u64>,
}

/// What is to be done after a look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum News {
    /// Nothing.
    None,
    /// The files have changed and lie still: clamd should load them.
    Load,
}

/// The folder, with what is known of it.
#[derive(Debug)]
pub(super) struct Database {
    dir: PathBuf,
    /// Changed files count so long after clamd was told to load them. A sixth of it they must lie still before.
    settle: Duration,
    state: Mutex<Option<State>>,
}

#[derive(Debug)]
struct State {
    looked: Instant,
    current: Signatures,
    coming: Option<Coming>,
}

#[derive(Debug)]
struct Coming {
    signatures: Signatures,
    since: Instant,
    told: Option<Instant>,
}

impl Database {
    pub(super) fn new(dir: PathBuf, settle: Duration) -> Self {
        Self { dir, settle, state: Mutex::default() }
    }

    /// What the engine works with now, as far as the folder tells. Blocks on the disk.
    pub(super) fn look(&self) -> io::Result<(Signatures, News)> {
        let mut state = self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(known) = state.as_ref().filter(|known| known.looked.elapsed() < LOOK.min(self.settle / 6)) {
            return Ok((known.current.clone(), News::None));
        }
        let found = read(&self.dir)?;
        let now = Instant::now();
        let Some(known) = state.as_mut() else {
            *state = Some(State { looked: now, current: found.clone(), coming: None });
            return Ok((found, News::None));
        };
        known.looked = now;
        if found == known.current {
            known.coming = None;
            return Ok((found, News::None));
        }
        let coming = match &mut known.coming {
            Some(coming) if coming.signatures == found => coming,
            other => other.insert(Coming { signatures: found, since: now, told: None }),
        };
        let load = coming.told.is_none() && now.duration_since(coming.since) >= self.settle / 6;
        if load {
            coming.told = Some(now);
        } else if coming.told.is_some_and(|told| now.duration_since(told) >= self.settle) {
            known.current = coming.signatures.clone();
            known.coming = None;
        }
        Ok((known.current.clone(), if load { News::Load } else { News::None }))
    }
}

fn read(dir: &Path) -> io::Result<Signatures> {
    let (mut local, mut newest_ms) = (Vec::new(), None);
    for entry in std::fs::read_dir(dir)?.take(MOST_FILES) {
        let entry = entry?;
        let path = entry.path();
        let Some(end) = path.extension().and_then(|end| end.to_str()).map(str::to_ascii_lowercase) else { continue };
        if !LOADED.contains(&end.as_str()) {
            continue;
        }
        // Gone since the folder was read: it is being replaced, and the next look sees it.
        let Ok(meta) = std::fs::metadata(&path) else { continue };
        if !meta.is_file() {
            continue;
        }
        let written = meta.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default().as_millis() as u64;
        newest_ms = newest_ms.max(Some(written));
        if !PUBLISHED.contains(&end.as_str()) {
            local.push((entry.file_name(), meta.len(), written));
        }
    }
    local.sort();
    let mut hash = Sha256::new();
    for (name, size, written) in &local {
        hash.update(name.as_encoded_bytes());
        hash.update([0]);
        hash.update(size.to_be_bytes());
        hash.update(written.to_be_bytes());
    }
    let name = hex::encode(&hash.finalize()[..6]);
    Ok(Signatures { local: if local.is_empty() { String::new() } else { name }, newest_ms })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_file_is_another_version_once_it_lies_still() {
        let dir = tempfile::tempdir().expect("dir");
        let file = dir.path().join("local.ndb");
        std::fs::write(&file, "A:0:*:00\n").expect("written");
        std::fs::write(dir.path().join("note.txt"), "no signatures").expect("written");
        let database = Database::new(dir.path().to_owned(), Duration::from_millis(60));
        let (first, news) = database.look().expect("readable");
        assert!(first.local.len() == 12 && first.newest_ms.is_some() && news == News::None);
        std::fs::write(&file, "A:0:*:00\nB:0:*:01\n").expect("written");
        std::thread::sleep(Duration::from_millis(61));
        assert_eq!(database.look().expect("readable"), (first.clone(), News::None), "seen for the first time");
        std::thread::sleep(Duration::from_millis(61));
        assert_eq!(database.look().expect("readable"), (first.clone(), News::Load), "it lies still");
        std::thread::sleep(Duration::from_millis(61));
        let (second, news) = database.look().expect("readable");
        assert_ne!(second.local, first.local);
        assert_eq!(news, News::None);
    }

    #[test]
    fn a_published_database_has_an_age_and_no_local_name() {
        let dir = tempfile::tempdir().expect("dir");
        assert_eq!(read(dir.path()).expect("readable"), Signatures { local: String::new(), newest_ms: None });
        std::fs::write(dir.path().join("daily.cld"), "x").expect("written");
        let found = read(dir.path()).expect("readable");
        assert!(found.local.is_empty() && found.newest_ms.is_some());
        assert!(read(&dir.path().join("nowhere")).is_err());
    }
}
