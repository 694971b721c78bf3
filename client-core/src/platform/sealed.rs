//! A small file that only the store's key opens: who is signed in, with which token, and the pinned scanner keys.
//!
//! XChaCha20-Poly1305 with a fresh nonce at every writing; written beside and then renamed, so that a crash leaves the old
//! one.

use std::io::ErrorKind;
use std::path::PathBuf;

use chacha20poly1305::aead::Aead;
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{StoreKey, random_bytes};

const NONCE: usize = 24;

/// Why a sealed file did not give its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum SealedError {
    /// Not readable or not writable.
    #[error("the file cannot be read or written")]
    Io,
    /// Another key, or changed by somebody.
    #[error("the file does not open with this key")]
    WrongKey,
}

/// A value in a sealed file.
#[derive(Debug, Clone)]
pub(crate) struct Sealed {
    path: PathBuf,
    key: StoreKey,
}

impl Sealed {
    pub(crate) fn new(path: PathBuf, key: StoreKey) -> Self {
        Self { path, key }
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(self.key.as_bytes().into())
    }

    /// The value; none if nothing has been written yet.
    pub(crate) async fn read<T: DeserializeOwned>(&self) -> Result<Option<T>, SealedError> {
        let bytes = match tokio::fs::read(&self.path).await {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(_) => return Err(SealedError::Io),
        };
        let (nonce, body) = bytes.split_first_chunk::<NONCE>().ok_or(SealedError::WrongKey)?;
        let clear = self.cipher().decrypt(&XNonce::from(*nonce), body).map_err(|_| SealedError::WrongKey)?;
        serde_json::from_slice(&clear).map(Some).map_err(|_| SealedError::WrongKey)
    }

    /// Replaces the value.
    pub(crate) async fn write<T: Serialize>(&self, value: &T) -> Result<(), SealedError> {
        let clear = serde_json::to_vec(value).map_err(|_| SealedError::Io)?;
        let nonce: [u8; NONCE] = random_bytes().map_err(|_| SealedError::Io)?;
        let body = self.cipher().encrypt(&XNonce::from(nonce), clear.as_slice()).map_err(|_| SealedError::Io)?;
        if let Some(folder) = self.path.parent() {
            tokio::fs::create_dir_all(folder).await.map_err(|_| SealedError::Io)?;
        }
        let beside = self.path.with_extension("new");
        tokio::fs::write(&beside, [nonce.as_slice(), &body].concat()).await.map_err(|_| SealedError::Io)?;
        tokio::fs::rename(&beside, &self.path).await.map_err(|_| SealedError::Io)
    }

    /// Removes the value.
    pub(crate) async fn remove(&self) -> Result<(), SealedError> {
        match tokio::fs::remove_file(&self.path).await {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(SealedError::Io),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_sealed_file_opens_with_its_key_only_and_holds_no_clear_text() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("a/session");
        let sealed = Sealed::new(path.clone(), StoreKey::from_bytes([7; 32]));
        assert_eq!(sealed.read::<String>().await, Ok(None));
        sealed.write(&"syt_secret_token").await.expect("written");
        assert_eq!(sealed.read::<String>().await, Ok(Some("syt_secret_token".to_owned())));
        let bytes = std::fs::read(&path).expect("file");
        assert!(!bytes.windows(6).any(|part| part == b"secret"));
        let other = Sealed::new(path, StoreKey::from_bytes([8; 32]));
        assert_eq!(other.read::<String>().await, Err(SealedError::WrongKey));
        sealed.remove().await.expect("removed");
        sealed.remove().await.expect("nothing to remove");
    }
}
