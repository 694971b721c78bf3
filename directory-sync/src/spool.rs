//! A place for what is needed of few people only, but nobody knows yet of whom: kept in memory up to a bound, beyond it
//! in a private file without a name, which is gone with the process.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// So much is kept in memory before it goes to the file, in bytes.
const IN_MEMORY: usize = 4 << 20;

/// Byte strings, written once, each found again by its place.
#[derive(Debug)]
pub struct Spool {
    folder: PathBuf,
    file: Option<File>,
    /// How much is in the file; the rest follows in `tail`.
    in_file: u64,
    tail: Vec<u8>,
}

impl Spool {
    /// An empty spool. Its file, if it needs one, is made in `folder`.
    pub fn in_folder(folder: &Path) -> Self {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        Self { folder: folder.to_owned(), file: None, in_file: 0, tail: Vec::new() }
    }

    /// Adds a byte string, given in parts; answers its place.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn push(&mut self, parts: &[&[u8]]) -> Result<u64> {
        let place = self.in_file + self.tail.len() as u64;
        let length = parts.iter().map(|part| part.len()).sum::<usize>();
        self.tail.extend_from_slice(&u32::try_from(length).context("an entry longer than 4 GiB")?.to_le_bytes());
        parts.iter().for_each(|part| self.tail.extend_from_slice(part));
        if self.tail.len() >= IN_MEMORY {
            self.write().with_context(|| format!("cannot write a temporary file in {}", self.folder.display()))?;
        }
        Ok(place)
    }

    fn write(&mut self) -> Result<()> {
        let file = match &self.file {
            Some(file) => file,
            None => self.file.insert(tempfile::tempfile_in(&self.folder)?),
        };
        file.write_all_at(&self.tail, self.in_file)?;
        self.in_file += self.tail.len() as u64;
        self.tail.clear();
        Ok(())
    }

    /// The byte string at a place.
    ///
    /// # Errors
    /// If the file cannot be read, or nothing begins at that place.
    pub fn get(&self, place: u64) -> Result<Vec<u8>> {
        let mut length = [0; 4];
        self.read(place, &mut length)?;
        let mut bytes = vec![0; u32::from_le_bytes(length) as usize];
        self.read(place + 4, &mut bytes)?;
        Ok(bytes)
    }

    fn read(&self, place: u64, into: &mut [u8]) -> Result<()> {
        match (&self.file, place.checked_sub(self.in_file)) {
            (Some(file), None) => file.read_exact_at(into, place).context("cannot read the temporary file"),
            (_, at) => {
                let rest = at.and_then(|at| self.tail.get(usize::try_from(at).ok()?..));
                let found = rest.and_then(|rest| rest.get(..into.len()));
                into.copy_from_slice(found.context("nothing was kept there")?);
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_went_in_comes_back_from_memory_and_from_the_file_and_the_folder_stays_empty() {
        let folder = tempfile::tempdir().expect("folder");
        let mut spool = Spool::in_folder(folder.path());
        let text = |at: u32| format!("{at}").repeat(1 + at as usize % 90).into_bytes();
        let places: Vec<u64> = (0..60_000).map(|at| spool.push(&[b"", &text(at)]).expect("kept")).collect();
        assert!(spool.file.is_some() && !spool.tail.is_empty());
        assert!(spool.tail.len() < IN_MEMORY + 1000);
        for (at, place) in (0..60_000).zip(places) {
            assert_eq!(spool.get(place).expect("found"), text(at));
        }
        assert!(spool.get(u64::MAX / 2).is_err());
        assert_eq!(std::fs::read_dir(folder.path()).expect("there").count(), 0);
    }
}
