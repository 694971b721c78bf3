//! Without a keychain: a random key, sealed in a file with a key that Argon2id makes of the person's passphrase.

use std::path::{Path, PathBuf};

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::Aead;
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use client_core::view::ProblemView;
use client_core::{Result, StoreKey};
use zeroize::Zeroizing;

use crate::shell::unexpected;

const SALT: usize = 16;
const NONCE: usize = 24;
const SHORTEST: usize = 12;

fn file(data_dir: &Path) -> PathBuf {
    data_dir.join("key.sealed")
}

/// Whether this data folder is protected with a passphrase.
pub(super) fn is_used(data_dir: &Path) -> bool {
    file(data_dir).exists()
}

/// Removes the sealed key; harmless when there is none.
pub(super) fn forget(data_dir: &Path) -> std::io::Result<()> {
    match std::fs::remove_file(file(data_dir)) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// How what a person types is made into something that takes long to guess. 64 MiB and three passes: about a quarter of a
/// second.
///
/// # Errors
/// If argon2 does not take these numbers.
pub(crate) fn argon() -> Result<Argon2<'static>> {
    let params = Params::new(64 * 1024, 3, 1, Some(32)).map_err(|_| unexpected("argon2"))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn cipher(passphrase: &str, salt: &[u8]) -> Result<XChaCha20Poly1305> {
    let mut key = Zeroizing::new([0; 32]);
    argon()?.hash_password_into(passphrase.as_bytes(), salt, key.as_mut_slice()).map_err(|_| unexpected("argon2"))?;
    Ok(XChaCha20Poly1305::new((&*key).into()))
}

/// Opens the key with the passphrase, or makes and seals one.
pub(super) fn unlock(data_dir: &Path, passphrase: &str) -> Result<StoreKey> {
    match std::fs::read(file(data_dir)) {
        Ok(sealed) => open(&sealed, passphrase),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => make(data_dir, passphrase),
        Err(_) => Err(unexpected("reading the sealed key")),
    }
}

fn open(sealed: &[u8], passphrase: &str) -> Result<StoreKey> {
    let (salt, rest) = sealed.split_first_chunk::<SALT>().ok_or_else(|| unexpected("sealed key"))?;
    let (nonce, body) = rest.split_first_chunk::<NONCE>().ok_or_else(|| unexpected("sealed key"))?;
    let clear = cipher(passphrase, salt)?.decrypt(&XNonce::from(*nonce), body);
    let clear = Zeroizing::new(clear.map_err(|_| ProblemView::WrongPassphrase)?);
    let bytes: [u8; 32] = clear.as_slice().try_into().map_err(|_| unexpected("sealed key"))?;
    Ok(StoreKey::from_bytes(bytes))
}

fn make(data_dir: &Path, passphrase: &str) -> Result<StoreKey> {
    if passphrase.chars().count() < SHORTEST {
        return Err(ProblemView::WeakPassword);
    }
    let key = StoreKey::random()?;
    let (mut salt, mut nonce) = ([0; SALT], [0; NONCE]);
    getrandom::fill(&mut salt).map_err(|_| unexpected("no randomness"))?;
    getrandom::fill(&mut nonce).map_err(|_| unexpected("no randomness"))?;
    let body = cipher(passphrase, &salt)?.encrypt(&XNonce::from(nonce), key.as_bytes().as_slice());
    let body = body.map_err(|_| unexpected("sealing the key"))?;
    std::fs::create_dir_all(data_dir).map_err(|_| unexpected("making the data folder"))?;
    let sealed = [salt.as_slice(), &nonce, &body].concat();
    std::fs::write(file(data_dir), sealed).map_err(|_| unexpected("writing the sealed key"))?;
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_passphrase_opens_what_it_sealed_and_no_other_does() {
        let folder = tempfile::tempdir().expect("folder");
        assert!(!is_used(folder.path()));
        assert_eq!(unlock(folder.path(), "eleven char").err(), Some(ProblemView::WeakPassword));
        let key = unlock(folder.path(), "correct horse battery").expect("made");
        assert!(is_used(folder.path()));
        let again = unlock(folder.path(), "correct horse battery").expect("opened");
        assert_eq!(again.as_bytes(), key.as_bytes());
        assert_eq!(unlock(folder.path(), "correct horse").err(), Some(ProblemView::WrongPassphrase));
        let file = std::fs::read(file(folder.path())).expect("file");
        assert!(!file.windows(32).any(|part| part == key.as_bytes()));
        forget(folder.path()).expect("forgotten");
        forget(folder.path()).expect("nothing to forget");
        assert!(!is_used(folder.path()));
        let new = unlock(folder.path(), "correct horse battery").expect("made anew");
        assert_ne!(new.as_bytes(), key.as_bytes());
    }
}
