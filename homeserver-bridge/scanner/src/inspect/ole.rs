//! Password-protected Office documents: an OLE container whose directory names a stream `EncryptedPackage`. ClamAV
//! reports them clean.
//!
//! Directory entries are 128 bytes and begin with their name, so the name is looked for at every 128th byte instead of
//! following chains that a sender may have bent.

use std::io;

use crate::decrypt::Plain;

const MAGIC: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
const PIECE: usize = 64 << 10;
const ENTRY: usize = 128;

pub(super) fn is_encrypted_document(content: &Plain) -> io::Result<bool> {
    if content.read(0, MAGIC.len())?[..] != MAGIC {
        return Ok(false);
    }
    let name: Vec<u8> = "EncryptedPackage\0".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut offset = 0;
    while offset < content.size() {
        let piece = content.read(offset, PIECE)?;
        if piece.chunks(ENTRY).any(|entry| entry.starts_with(&name)) {
            return Ok(true);
        }
        offset += PIECE as u64;
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn container(entry: &str) -> Plain {
        let mut bytes = MAGIC.to_vec();
        bytes.resize(PIECE + 512, 0);
        bytes.extend(entry.encode_utf16().flat_map(u16::to_le_bytes));
        bytes.resize(bytes.len() + 100, 0);
        Plain::from_bytes(bytes)
    }

    #[test]
    fn a_protected_document_is_told_from_an_old_one() {
        assert!(is_encrypted_document(&container("EncryptedPackage\0")).expect("memory"));
        assert!(!is_encrypted_document(&container("WordDocument\0")).expect("memory"));
        assert!(!is_encrypted_document(&container("EncryptedPackages\0")).expect("memory"));
        assert!(!is_encrypted_document(&Plain::from_bytes(b"EncryptedPackage".to_vec())).expect("memory"));
    }
}
