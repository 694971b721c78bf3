//! An unpacked member while it is looked at: in memory while it is small, beyond that in an unlinked file, encrypted
//! under a key that lives as long as the member does.

use std::fs::File;
use std::io::{self, Read, Write};
use std::os::unix::fs::FileExt;

use zeroize::Zeroizing;

use super::Objection;
use super::look::{Look, Walk};
use super::notes::Note;
use super::source::{PIECE, Source};
use crate::decrypt::CtrKey;

/// How much of one member stays in memory.
const IN_MEMORY: usize = 256 << 10;

pub(super) struct Scratch {
    /// What is not on the disk yet, or all of it.
    memory: Zeroizing<Vec<u8>>,
    file: Option<File>,
    key: CtrKey,
    flushed: u64,
    crc: crc32fast::Hasher,
}

impl Scratch {
    /// Unpacks a stream to its end. More than `most` bytes, or more than the limits allow, is refused as it comes.
    pub(super) fn unpack(look: &Look<'_>, stream: &mut dyn Read, most: u64) -> Walk<Self> {
        let mut scratch = Self::empty();
        let mut piece = Zeroizing::new(vec![0; PIECE]);
        loop {
            let length = match stream.read(&mut piece) {
                Ok(0) => break,
                Ok(length) => length,
                Err(error) if error.kind() == io::ErrorKind::OutOfMemory => {
                    return look.refuse(Objection::Limits, Note::TooMuchToUnpack);
                }
                Err(_) => return look.decoder_failed(),
            };
            look.work(length as u64)?;
            let so_far = scratch.size() + length as u64;
            look.unpacked(length as u64, so_far)?;
            if so_far > most {
                return look.bent();
            }
            scratch.write(&piece[..length], look)?;
        }
        if scratch.file.is_some() {
            scratch.flush(look)?;
        }
        Ok(scratch)
    }

    fn empty() -> Self {
        Self {
            memory: Zeroizing::new(Vec::new()),
            file: None,
            key: CtrKey::random(),
            flushed: 0,
            crc: crc32fast::Hasher::new(),
        }
    }

    /// CRC-32 of the bytes.
    pub(super) fn crc(&self) -> u32 {
        self.crc.clone().finalize()
    }

    fn write(&mut self, piece: &[u8], look: &Look<'_>) -> io::Result<()> {
        self.crc.update(piece);
        self.memory.extend_from_slice(piece);
        if self.memory.len() > IN_MEMORY { self.flush(look) } else { Ok(()) }
    }

    fn flush(&mut self, look: &Look<'_>) -> io::Result<()> {
        self.key.apply(self.flushed, &mut self.memory);
        let file = match &mut self.file {
            Some(file) => file,
            None => self.file.insert(tempfile::tempfile_in(look.scratch)?),
        };
        file.write_all(&self.memory)?;
        self.flushed += self.memory.len() as u64;
        self.memory.clear();
        Ok(())
    }
}

impl Source for Scratch {
    fn size(&self) -> u64 {
        self.flushed + self.memory.len() as u64
    }

    fn fetch(&self, offset: u64, length: usize) -> io::Result<Zeroizing<Vec<u8>>> {
        let start = offset.min(self.size());
        let length = (self.size() - start).min(length as u64) as usize;
        let Some(file) = &self.file else {
            let start = start as usize;
            return Ok(Zeroizing::new(self.memory[start..start + length].to_vec()));
        };
        let mut bytes = Zeroizing::new(vec![0; length]);
        file.read_exact_at(&mut bytes, start)?;
        self.key.apply(start, &mut bytes);
        Ok(bytes)
    }
}
