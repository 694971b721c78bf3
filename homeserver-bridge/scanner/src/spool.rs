//! Holds a file while it is judged: in memory while it is small, else in a file that has no name, hashed on its way in.
//!
//! What lies on the disk is ciphertext: of an encrypted attachment the sender's, of media in clear our own, under a key
//! that lives only in memory. Memory and disk are bounded over all requests together. It knows nothing of verdicts.

use std::fs::File;
use std::io::{self, Write};
use std::os::unix::fs::FileExt;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use sha2::{Digest, Sha256};

use crate::decrypt::CtrKey;

/// How much goes to the disk at once.
const FLUSH_BYTES: usize = 256 << 10;

/// Where and how much.
#[derive(Debug, Clone)]
pub struct SpoolSettings {
    /// Folder for what does not fit into memory; it must exist.
    pub dir: PathBuf,
    /// A file up to this size stays in memory.
    pub memory_each: usize,
    /// Memory that all files together may take.
    pub memory_total: u64,
    /// Disk that all files together may take.
    pub disk_total: u64,
}

/// Why a file could not be held.
#[derive(Debug, thiserror::Error)]
pub enum SpoolError {
    /// Larger than the limit for one file.
    #[error("the file is larger than the limit")]
    TooLarge,
    /// All files together are larger than the limit.
    #[error("the spool is full; raise its limit or add a scanner")]
    Full,
    /// The disk failed.
    #[error("the spool folder cannot be used: {0}")]
    Io(#[from] io::Error),
}

/// The place that all requests share.
#[derive(Debug, Clone)]
pub struct Spool {
    settings: Arc<SpoolSettings>,
    memory: Arc<Budget>,
    disk: Arc<Budget>,
}

impl Spool {
    /// Opens the place.
    pub fn new(settings: SpoolSettings) -> Self {
        let memory = Arc::new(Budget { limit: settings.memory_total, used: AtomicU64::new(0) });
        let disk = Arc::new(Budget { limit: settings.disk_total, used: AtomicU64::new(0) });
        Self { settings: Arc::new(settings), memory, disk }
    }

    /// Bytes that all files together take now: in memory, and on the disk.
    pub(crate) fn used(&self) -> (u64, u64) {
        (self.memory.used.load(Ordering::Relaxed), self.disk.used.load(Ordering::Relaxed))
    }

    /// Begins a file of at most `limit` bytes. `veiled`: it is not ciphertext, so what reaches the disk must be made so.
    pub fn begin(&self, limit: u64, veiled: bool) -> SpoolWriter {
        SpoolWriter {
            settings: self.settings.clone(),
            memory: Reservation { budget: self.memory.clone(), bytes: 0 },
            disk: Reservation { budget: self.disk.clone(), bytes: 0 },
            limit,
            veil: veiled.then(CtrKey::random),
            straight_to_disk: false,
            buffer: Vec::new(),
            file: None,
            flushed: 0,
            hash: Sha256::new(),
        }
    }
}

/// A file on its way in.
#[derive(Debug)]
pub struct SpoolWriter {
    settings: Arc<SpoolSettings>,
    memory: Reservation,
    disk: Reservation,
    limit: u64,
    veil: Option<CtrKey>,
    straight_to_disk: bool,
    buffer: Vec<u8>,
    file: Option<File>,
    flushed: u64,
    hash: Sha256,
}

impl SpoolWriter {
    /// It will have about so many bytes: what is too large for memory does not go there first. A lie costs nothing but
    /// time: no more is reserved than comes.
    #[must_use]
    pub fn expecting(mut self, announced: Option<u64>) -> Self {
        let announced = announced.and_then(|size| usize::try_from(size).ok()).unwrap_or_default();
        self.straight_to_disk = announced > self.settings.memory_each;
        self
    }

    /// Adds a piece.
    ///
    /// # Errors
    /// If the file or all files together grow too large, or the disk fails.
    pub async fn write(&mut self, piece: &[u8]) -> Result<(), SpoolError> {
        let size = self.flushed + (self.buffer.len() + piece.len()) as u64;
        if size > self.limit {
            return Err(SpoolError::TooLarge);
        }
        self.hash.update(piece);
        let fits = self.file.is_none()
            && !self.straight_to_disk
            && self.buffer.len() + piece.len() <= self.settings.memory_each
            && self.memory.grow(piece.len());
        self.buffer.extend_from_slice(piece);
        let spills = self.file.is_none() && !self.straight_to_disk;
        if !fits && (spills || self.buffer.len() >= FLUSH_BYTES) {
            self.flush().await?;
        }
        Ok(())
    }

    /// Ends the file.
    ///
    /// # Errors
    /// If the disk fails.
    pub async fn finish(mut self) -> Result<Spooled, SpoolError> {
        if self.file.is_some() || self.straight_to_disk {
            self.flush().await?;
        }
        let sha256 = self.hash.finalize().into();
        let held = match self.file {
            Some(file) => Held::Disk { file, veil: self.veil, _space: self.disk },
            None => Held::Memory { bytes: Bytes::from(self.buffer), _space: Some(self.memory) },
        };
        let size = match &held {
            Held::Memory { bytes, .. } => bytes.len() as u64,
            Held::Disk { .. } => self.flushed,
        };
        Ok(Spooled { held: Arc::new(held), size, sha256 })
    }

    async fn flush(&mut self) -> Result<(), SpoolError> {
        if !self.disk.grow(self.buffer.len()) {
            return Err(SpoolError::Full);
        }
        let mut buffer = std::mem::take(&mut self.buffer);
        if let Some(veil) = &self.veil {
            veil.apply(self.flushed, &mut buffer);
        }
        let file = self.file.take();
        let settings = self.settings.clone();
        let (file, mut buffer) = blocking(move || {
            let mut file = match file {
                Some(file) => file,
                None => tempfile::tempfile_in(&settings.dir)?,
            };
            file.write_all(&buffer)?;
            Ok((file, buffer))
        })
        .await?;
        self.flushed += buffer.len() as u64;
        // What was in memory until now is not any more.
        self.memory.give_back();
        buffer.clear();
        buffer.shrink_to(2 * FLUSH_BYTES);
        self.buffer = buffer;
        self.file = Some(file);
        Ok(())
    }
}

/// A whole file with its hash. Cheap to clone; the space is free again when the last clone is gone.
#[derive(Debug, Clone)]
pub struct Spooled {
    held: Arc<Held>,
    size: u64,
    sha256: [u8; 32],
}

#[derive(Debug)]
enum Held {
    Memory { bytes: Bytes, _space: Option<Reservation> },
    Disk { file: File, veil: Option<CtrKey>, _space: Reservation },
}

impl Spooled {
    pub(crate) fn from_bytes(bytes: Vec<u8>) -> Self {
        let sha256 = Sha256::digest(&bytes).into();
        let size = bytes.len() as u64;
        Self { held: Arc::new(Held::Memory { bytes: Bytes::from(bytes), _space: None }), size, sha256 }
    }

    /// Bytes in all.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// SHA-256 of the bytes as they came.
    pub fn sha256(&self) -> &[u8; 32] {
        &self.sha256
    }

    /// Up to `length` bytes from `offset` as they came, fewer only at the end. Blocks on the disk.
    ///
    /// # Errors
    /// If the disk cannot be read.
    pub fn read(&self, offset: u64, length: usize) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; self.size.saturating_sub(offset).min(length as u64) as usize];
        self.read_into(offset, &mut bytes)?;
        Ok(bytes)
    }

    /// As [`Spooled::read`], into `out`; answers how much of it was filled.
    ///
    /// # Errors
    /// If the disk cannot be read.
    pub fn read_into(&self, offset: u64, out: &mut [u8]) -> io::Result<usize> {
        let length = self.size.saturating_sub(offset).min(out.len() as u64) as usize;
        let out = &mut out[..length];
        match &*self.held {
            _ if length == 0 => {}
            Held::Memory { bytes, .. } => out.copy_from_slice(&bytes[offset as usize..offset as usize + length]),
            Held::Disk { file, veil, .. } => {
                file.read_exact_at(out, offset)?;
                if let Some(veil) = veil {
                    veil.apply(offset, out);
                }
            }
        }
        Ok(length)
    }

    /// As [`Spooled::read`], without blocking the caller's thread, and without a copy of what is in memory.
    ///
    /// # Errors
    /// If the disk cannot be read.
    pub async fn chunk(&self, offset: u64, length: usize) -> io::Result<Bytes> {
        match &*self.held {
            Held::Memory { bytes, .. } => {
                let start = offset.min(self.size) as usize;
                Ok(bytes.slice(start..start.saturating_add(length).min(bytes.len())))
            }
            Held::Disk { .. } => {
                let this = self.clone();
                blocking(move || this.read(offset, length)).await.map(Bytes::from)
            }
        }
    }

    /// Whether reading blocks on no disk.
    pub(crate) fn is_in_memory(&self) -> bool {
        matches!(&*self.held, Held::Memory { .. })
    }
}

pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|panic| Err(io::Error::other(panic)))
}

#[derive(Debug)]
struct Budget {
    limit: u64,
    used: AtomicU64,
}

/// A part of a budget; given back when dropped.
#[derive(Debug)]
struct Reservation {
    budget: Arc<Budget>,
    bytes: u64,
}

impl Reservation {
    fn grow(&mut self, bytes: usize) -> bool {
        let bytes = bytes as u64;
        let limit = self.budget.limit;
        let grown = self.budget.used.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |used| {
            used.checked_add(bytes).filter(|sum| *sum <= limit)
        });
        self.bytes += if grown.is_ok() { bytes } else { 0 };
        grown.is_ok()
    }

    fn give_back(&mut self) {
        self.budget.used.fetch_sub(std::mem::take(&mut self.bytes), Ordering::Relaxed);
    }
}

impl Drop for Reservation {
    fn drop(&mut self) {
        self.give_back();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn spool(memory_each: usize, memory_total: u64, disk_total: u64) -> Spool {
        Spool::new(SpoolSettings { dir: std::env::temp_dir(), memory_each, memory_total, disk_total })
    }

    async fn hold(spool: &Spool, limit: u64, veiled: bool, pieces: &[Vec<u8>]) -> Result<Spooled, SpoolError> {
        fill(spool.begin(limit, veiled), pieces).await
    }

    async fn fill(mut writer: SpoolWriter, pieces: &[Vec<u8>]) -> Result<Spooled, SpoolError> {
        for piece in pieces {
            writer.write(piece).await?;
        }
        writer.finish().await
    }

    fn stored(spooled: &Spooled) -> Option<Vec<u8>> {
        match &*spooled.held {
            Held::Memory { .. } => None,
            Held::Disk { file, .. } => {
                let mut bytes = vec![0; spooled.size as usize];
                file.read_exact_at(&mut bytes, 0).expect("the file is there");
                Some(bytes)
            }
        }
    }

    proptest! {
        #[test]
        fn what_goes_in_comes_out_with_its_hash(
            pieces in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..400), 0..8),
            memory_each in 0usize..1500,
            announced in prop::option::of(0u64..3000),
            veiled: bool,
        ) {
            let runtime = tokio::runtime::Builder::new_current_thread().build().expect("runtime");
            let whole = pieces.concat();
            let writer = spool(memory_each, 1 << 20, 1 << 20).begin(1 << 20, veiled).expecting(announced);
            let spooled = runtime.block_on(fill(writer, &pieces)).expect("room");
            prop_assert_eq!(spooled.size(), whole.len() as u64);
            prop_assert_eq!(spooled.sha256(), &<[u8; 32]>::from(Sha256::digest(&whole)));
            prop_assert_eq!(spooled.read(0, whole.len() + 9).expect("readable"), whole);
        }
    }

    #[tokio::test]
    async fn clear_media_is_not_clear_on_the_disk() {
        let pieces = vec![vec![7; 300_000], vec![8; 300_000]];
        let veiled = hold(&spool(1000, 1 << 20, 1 << 20), 1 << 20, true, &pieces).await.expect("room");
        assert_ne!(stored(&veiled).expect("on disk"), pieces.concat());
        assert_eq!(veiled.chunk(299_999, 2).await.expect("readable")[..], [7, 8]);
        let plain = hold(&spool(1000, 1 << 20, 1 << 20), 1 << 20, false, &pieces).await.expect("room");
        assert_eq!(stored(&plain).expect("on disk"), pieces.concat(), "ciphertext is stored as it came");
    }

    #[tokio::test]
    async fn what_is_announced_as_large_takes_no_memory_and_what_spills_gives_it_back() {
        let spool = spool(1000, 1 << 20, 1 << 20);
        let mut large = spool.begin(1 << 20, false).expecting(Some(1001));
        large.write(&[1; 900]).await.expect("room");
        assert_eq!(spool.used(), (0, 0));
        assert!(stored(&large.finish().await.expect("room")).is_some());
        let mut spilling = spool.begin(1 << 20, false).expecting(Some(900));
        spilling.write(&[1; 900]).await.expect("room");
        assert_eq!(spool.used(), (900, 0));
        spilling.write(&[1; 900]).await.expect("room");
        assert_eq!(spool.used(), (0, 1800));
        drop(spilling);
        assert_eq!(spool.used(), (0, 0));
    }

    #[tokio::test]
    async fn every_limit_holds_and_space_comes_back() {
        let spool = spool(100, 150, 300);
        assert!(matches!(hold(&spool, 50, false, &[vec![0; 51]]).await, Err(SpoolError::TooLarge)));
        let first = hold(&spool, 1000, false, &[vec![0; 100]]).await.expect("in memory");
        assert!(stored(&first).is_none());
        let second = hold(&spool, 1000, false, &[vec![0; 100]]).await.expect("memory is full: on disk");
        assert!(stored(&second).is_some());
        assert!(matches!(hold(&spool, 1000, false, &[vec![0; 250]]).await, Err(SpoolError::Full)));
        drop((first, second));
        assert!(hold(&spool, 1000, false, &[vec![0; 250]]).await.is_ok());
        assert_eq!(spool.memory.used.load(Ordering::Relaxed) + spool.disk.used.load(Ordering::Relaxed), 0);
    }
}
