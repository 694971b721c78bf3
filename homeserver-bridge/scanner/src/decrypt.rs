//! AES-256-CTR as Matrix attachments use it, and a decrypting view of a spooled file.
//!
//! The view decrypts what is asked for, when it is asked for: the clear content never exists as a whole and never
//! reaches a disk of ours. It does not check hashes; [`crate::spool`] has done so before a view is made.

use std::fmt;
use std::io::{self, Write};

use aes::Aes256;
use ctr::Ctr128BE;
use ctr::cipher::{KeyIvInit, StreamCipher, StreamCipherSeek};
use zeroize::Zeroizing;

use crate::spool::{Spooled, blocking};

/// How much is decrypted at once where all of a content is wanted.
const PIECE: usize = 128 << 10;

/// A key and a starting counter. Wiped when dropped, never shown.
#[derive(Clone)]
pub(crate) struct CtrKey {
    /// In one place, also when this is moved: a move would leave a copy behind that nobody wipes.
    key: Box<Zeroizing<[u8; 32]>>,
    iv: [u8; 16],
}

impl CtrKey {
    pub(crate) fn new(key: &[u8; 32], iv: [u8; 16]) -> Self {
        let mut kept = Box::new(Zeroizing::new([0; 32]));
        kept.copy_from_slice(key);
        Self { key: kept, iv }
    }

    /// A key that lives as long as one file on the disk.
    pub(crate) fn random() -> Self {
        let mut key = Box::new(Zeroizing::new([0; 32]));
        rand::fill(key.as_mut_slice());
        Self { key, iv: [0; 16] }
    }

    pub(crate) fn key(&self) -> &[u8; 32] {
        &self.key
    }

    pub(crate) fn iv(&self) -> &[u8; 16] {
        &self.iv
    }

    /// Encrypts or decrypts bytes that stand at `offset` of the file.
    pub(crate) fn apply(&self, offset: u64, bytes: &mut [u8]) {
        self.at(offset).apply_keystream(bytes);
    }

    fn at(&self, offset: u64) -> Ctr128BE<Aes256> {
        let mut cipher = Ctr128BE::<Aes256>::new((&**self.key).into(), (&self.iv).into());
        cipher.seek(offset);
        cipher
    }
}

impl fmt::Debug for CtrKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CtrKey(…)")
    }
}

/// The clear content of a spooled file, a piece at a time.
#[derive(Debug, Clone)]
pub struct Plain {
    spooled: Spooled,
    keys: Option<CtrKey>,
}

impl Plain {
    pub(crate) fn new(spooled: Spooled, keys: Option<CtrKey>) -> Self {
        Self { spooled, keys }
    }

    /// A view of bytes that are in memory anyway.
    pub fn from_bytes(bytes: Vec<u8>) -> Self {
        Self { spooled: Spooled::from_bytes(bytes), keys: None }
    }

    /// Bytes in all.
    pub fn size(&self) -> u64 {
        self.spooled.size()
    }

    /// Whether reading blocks on no disk.
    pub(crate) fn is_in_memory(&self) -> bool {
        self.spooled.is_in_memory()
    }

    /// Up to `length` bytes from `offset`, fewer only at the end. Blocks on the disk where the file is on one.
    ///
    /// # Errors
    /// If the disk cannot be read.
    pub fn read(&self, offset: u64, length: usize) -> io::Result<Zeroizing<Vec<u8>>> {
        let bytes = self.spooled.read(offset, length)?;
        Ok(self.clear(offset, bytes))
    }

    /// As [`Plain::read`], without blocking the caller's thread.
    ///
    /// # Errors
    /// If the disk cannot be read.
    pub async fn chunk(&self, offset: u64, length: usize) -> io::Result<Zeroizing<Vec<u8>>> {
        let bytes = self.spooled.chunk(offset, length).await?;
        Ok(self.clear(offset, bytes.into()))
    }

    /// Writes all of it, through one small buffer that is wiped at the end. Blocks.
    ///
    /// # Errors
    /// If the disk cannot be read, or `to` takes no more.
    pub fn copy_to(&self, to: &mut impl Write) -> io::Result<()> {
        let mut pieces = self.pieces();
        while let Some(piece) = pieces.read()? {
            to.write_all(piece)?;
        }
        Ok(())
    }

    /// All of it, a piece after the other.
    pub fn pieces(&self) -> Pieces<'_> {
        let room = usize::try_from(self.size()).unwrap_or(PIECE).min(PIECE);
        let cipher = self.keys.as_ref().map(|keys| keys.at(0));
        Pieces { content: self, cipher, offset: 0, buffer: Zeroizing::new(vec![0; room]) }
    }

    fn clear(&self, offset: u64, bytes: Vec<u8>) -> Zeroizing<Vec<u8>> {
        let mut bytes = Zeroizing::new(bytes);
        if let Some(keys) = &self.keys {
            keys.apply(offset, &mut bytes);
        }
        bytes
    }
}

/// See [`Plain::pieces`]. All pieces go through one buffer: wiping takes longer than decrypting.
pub struct Pieces<'a> {
    content: &'a Plain,
    cipher: Option<Ctr128BE<Aes256>>,
    offset: u64,
    buffer: Zeroizing<Vec<u8>>,
}

impl Pieces<'_> {
    /// The next piece. Blocks on the disk where the file is on one.
    ///
    /// # Errors
    /// If the disk cannot be read.
    pub fn read(&mut self) -> io::Result<Option<&[u8]>> {
        let length = self.content.spooled.read_into(self.offset, &mut self.buffer)?;
        Ok(self.decrypted(length))
    }

    /// As [`Pieces::read`], without blocking the caller's thread.
    ///
    /// # Errors
    /// If the disk cannot be read.
    pub async fn next(&mut self) -> io::Result<Option<&[u8]>> {
        if self.content.spooled.is_in_memory() {
            return self.read();
        }
        let (spooled, offset) = (self.content.spooled.clone(), self.offset);
        // Whoever stops waiting leaves the buffer to the other thread, which wipes it as well.
        let mut buffer = std::mem::replace(&mut self.buffer, Zeroizing::new(Vec::new()));
        let (length, buffer) = blocking(move || Ok((spooled.read_into(offset, &mut buffer)?, buffer))).await?;
        self.buffer = buffer;
        Ok(self.decrypted(length))
    }

    fn decrypted(&mut self, length: usize) -> Option<&[u8]> {
        self.offset += length as u64;
        let piece = &mut self.buffer[..length];
        if let Some(cipher) = &mut self.cipher {
            cipher.apply_keystream(piece);
        }
        (length > 0).then_some(piece)
    }
}

impl fmt::Debug for Pieces<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pieces").field("offset", &self.offset).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// NIST SP 800-38A, F.5.5 (CTR-AES256.Encrypt), first block.
    #[test]
    fn the_cipher_is_the_published_one() {
        let key = hex::decode("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4").expect("hex");
        let iv = hex::decode("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff").expect("hex");
        let mut block = hex::decode("6bc1bee22e409f96e93d7e117393172a").expect("hex");
        CtrKey::new(&key.try_into().expect("32"), iv.try_into().expect("16")).apply(0, &mut block);
        assert_eq!(hex::encode(block), "601ec313775789a5b7a7f504bbf3d228");
    }

    #[tokio::test]
    async fn all_pieces_together_are_the_content() {
        let keys = CtrKey::random();
        for size in [0, 1, 15, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE + 7] {
            let content: Vec<u8> = (0..size).map(|at| (at % 251) as u8).collect();
            let mut stored = content.clone();
            keys.apply(0, &mut stored);
            let plain = Plain::new(Spooled::from_bytes(stored), Some(keys.clone()));
            let mut copied = Vec::new();
            plain.copy_to(&mut copied).expect("memory");
            assert_eq!(copied, content);
            let (mut pieces, mut whole) = (plain.pieces(), Vec::new());
            while let Some(piece) = pieces.next().await.expect("memory") {
                whole.extend_from_slice(piece);
            }
            assert_eq!(whole, content);
        }
    }

    proptest! {
        #[test]
        fn a_piece_reads_as_in_the_whole(content in prop::collection::vec(any::<u8>(), 0..600), offset in 0u64..700, length in 0usize..700) {
            let keys = CtrKey::random();
            let mut stored = content.clone();
            keys.apply(0, &mut stored);
            let plain = Plain::new(Spooled::from_bytes(stored), Some(keys));
            let start = (offset as usize).min(content.len());
            let end = start.saturating_add(length).min(content.len());
            prop_assert_eq!(&plain.read(offset, length).expect("memory")[..], &content[start..end]);
        }
    }
}
