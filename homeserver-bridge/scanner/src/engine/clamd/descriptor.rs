//! The content in memory that clamd can be handed by its descriptor: no copy through a socket, and none in clamd's
//! temporary folder. The memory is sealed before it is handed over, has no name, and is bounded over all requests.

use std::fs::File;
use std::io::{self, IoSlice, Write};
use std::mem::MaybeUninit;
use std::os::fd::AsFd;
use std::sync::Arc;

use rustix::fs::{MemfdFlags, SealFlags, fcntl_add_seals, memfd_create};
use rustix::net::{SendAncillaryBuffer, SendAncillaryMessage, SendFlags, sendmsg};
use tokio::io::Interest;
use tokio::net::UnixStream;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::decrypt::Plain;

/// What takes so long to decrypt that others should not wait for it.
const LONG_BYTES: u64 = 256 << 10;
const PAGE_BYTES: u64 = 4096;

/// Memory that all contents under way may take together.
#[derive(Debug, Clone)]
pub(super) struct Memory {
    pages: Arc<Semaphore>,
}

/// A content that nobody can change any more. The memory is free again when it is dropped and clamd has closed its end.
#[derive(Debug)]
pub(super) struct Sealed {
    file: File,
    _space: OwnedSemaphorePermit,
}

impl Memory {
    pub(super) fn new(bytes: u64) -> Self {
        Self { pages: Arc::new(Semaphore::new((bytes / PAGE_BYTES) as usize)) }
    }

    /// Nothing if there is no room for it now.
    pub(super) async fn seal(&self, content: &Plain) -> io::Result<Option<Sealed>> {
        let pages = u32::try_from(content.size().div_ceil(PAGE_BYTES)).unwrap_or(u32::MAX);
        let Ok(space) = self.pages.clone().try_acquire_many_owned(pages) else { return Ok(None) };
        let file = if content.size() <= LONG_BYTES && content.is_in_memory() {
            filled(content)?
        } else {
            let content = content.clone();
            tokio::task::spawn_blocking(move || filled(&content)).await.map_err(io::Error::other)??
        };
        Ok(Some(Sealed { file, _space: space }))
    }
}

fn filled(content: &Plain) -> io::Result<File> {
    let mut file = create()?;
    content.copy_to(&mut file)?;
    file.flush()?;
    fcntl_add_seals(&file, SealFlags::WRITE | SealFlags::GROW | SealFlags::SHRINK | SealFlags::SEAL)?;
    Ok(file)
}

/// An empty file of this size that takes no memory.
pub(super) fn hollow(bytes: u64) -> io::Result<File> {
    let file = create()?;
    file.set_len(bytes)?;
    Ok(file)
}

fn create() -> io::Result<File> {
    let flags = MemfdFlags::CLOEXEC | MemfdFlags::ALLOW_SEALING;
    // Kernels before 6.3 do not know that a content cannot be run; later ones may insist on it.
    let made = memfd_create("scan", flags | MemfdFlags::NOEXEC_SEAL).or_else(|_| memfd_create("scan", flags))?;
    Ok(File::from(made))
}

impl Sealed {
    pub(super) fn file(&self) -> &File {
        &self.file
    }
}

/// Sends the descriptor with one byte, as clamd expects it.
pub(super) async fn hand_over(file: &File, to: &UnixStream) -> io::Result<()> {
    to.async_io(Interest::WRITABLE, || {
        let descriptors = [file.as_fd()];
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
        let mut control = SendAncillaryBuffer::new(&mut space);
        if !control.push(SendAncillaryMessage::ScmRights(&descriptors)) {
            return Err(io::Error::other("no room for a descriptor"));
        }
        let sent = sendmsg(to, &[IoSlice::new(&[0])], &mut control, SendFlags::NOSIGNAL)?;
        if sent == 1 { Ok(()) } else { Err(io::ErrorKind::WriteZero.into()) }
    })
    .await
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::FileExt;

    use super::*;

    #[tokio::test]
    async fn a_sealed_content_is_whole_and_cannot_be_changed() {
        let memory = Memory::new(1 << 20);
        let bytes: Vec<u8> = (0..600_000u32).map(|i| i as u8).collect();
        let sealed = memory.seal(&Plain::from_bytes(bytes.clone())).await.expect("memory").expect("room");
        let mut read = vec![0; bytes.len()];
        sealed.file.read_exact_at(&mut read, 0).expect("readable");
        assert_eq!(read, bytes);
        assert!(sealed.file.write_all_at(b"x", 0).is_err());
        assert!(sealed.file.set_len(3).is_err());
    }

    #[tokio::test]
    async fn all_contents_together_are_bounded_and_the_room_comes_back() {
        let memory = Memory::new(3 * PAGE_BYTES);
        let small = || Plain::from_bytes(vec![1; PAGE_BYTES as usize + 1]);
        let first = memory.seal(&small()).await.expect("memory").expect("room");
        assert!(memory.seal(&small()).await.expect("memory").is_none(), "two pages are taken, one is left");
        drop(first);
        assert!(memory.seal(&small()).await.expect("memory").is_some());
        assert!(Memory::new(0).seal(&small()).await.expect("memory").is_none());
    }
}
