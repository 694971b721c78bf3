//! The scanner's own keys: Curve25519 to receive file keys, Ed25519 to sign verdicts.
//!
//! Made at the first start into a file that only the owner may read. The newest generation signs and is announced;
//! older ones still decrypt, so that clients with a cached public key go on.

use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use bridge_api::well_known::ScannerKeys;
use ed25519_dalek::SigningKey;
use serde::{Deserialize, Serialize};
use vodozemac::Curve25519SecretKey;
use vodozemac::pk_encryption::PkDecryption;
use zeroize::Zeroizing;

/// The key file cannot be used. The text names the file and what to do.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// Reading or writing failed.
    #[error("cannot use the key file {0}: {1}")]
    Io(PathBuf, io::Error),
    /// Others may read it.
    #[error("others can read the key file {0}: run chmod 600 on it, or replace it if it may have leaked")]
    Readable(PathBuf),
    /// Its content is wrong.
    #[error("the key file {0} is damaged: restore it from the backup, or remove it to make new keys")]
    Damaged(PathBuf),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    /// Newest first.
    generations: Vec<StoredGeneration>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredGeneration {
    created_at_ms: u64,
    curve25519: Zeroizing<String>,
    ed25519: Zeroizing<String>,
}

/// The key generations, the newest first.
pub struct KeyRing {
    newest: Generation,
    older: Vec<Generation>,
}

pub(crate) struct Generation {
    pub(crate) receive: PkDecryption,
    pub(crate) sign: SigningKey,
}

impl KeyRing {
    /// Reads the file; makes it with fresh keys if it is not there.
    ///
    /// # Errors
    /// If the file cannot be used as it is.
    pub fn load_or_create(path: &Path, now_ms: u64) -> Result<Self, KeyFileError> {
        if !path.exists() {
            create(path, &Stored { generations: vec![fresh(now_ms)] })?;
        }
        let failed = |error| KeyFileError::Io(path.to_owned(), error);
        if fs::metadata(path).map_err(failed)?.permissions().mode() & 0o077 != 0 {
            return Err(KeyFileError::Readable(path.to_owned()));
        }
        let text = Zeroizing::new(fs::read(path).map_err(failed)?);
        let damaged = || KeyFileError::Damaged(path.to_owned());
        let stored: Stored = serde_json::from_slice(&text).map_err(|_| damaged())?;
        let mut generations = stored.generations.iter().map(|g| Generation::open(g).ok_or_else(damaged));
        let newest = generations.next().ok_or_else(damaged)??;
        Ok(Self { newest, older: generations.collect::<Result<_, _>>()? })
    }

    /// What clients pin, the current generation first.
    pub fn public_keys(&self) -> Vec<ScannerKeys> {
        self.generations()
            .map(|g| ScannerKeys {
                curve25519: g.receive.public_key().to_base64(),
                ed25519: STANDARD_NO_PAD.encode(g.sign.verifying_key().as_bytes()),
            })
            .collect()
    }

    pub(crate) fn generations(&self) -> impl Iterator<Item = &Generation> {
        std::iter::once(&self.newest).chain(&self.older)
    }

    pub(crate) fn newest(&self) -> &Generation {
        &self.newest
    }
}

impl Generation {
    fn open(stored: &StoredGeneration) -> Option<Self> {
        let secret = |text: &str| -> Option<Zeroizing<[u8; 32]>> {
            let bytes = Zeroizing::new(STANDARD_NO_PAD.decode(text).ok()?);
            Some(Zeroizing::new(bytes.as_slice().try_into().ok()?))
        };
        let receive = PkDecryption::from_key(Curve25519SecretKey::from_slice(&*secret(&stored.curve25519)?));
        Some(Self { receive, sign: SigningKey::from_bytes(&*secret(&stored.ed25519)?) })
    }
}

fn fresh(now_ms: u64) -> StoredGeneration {
    let secret = || {
        let mut bytes = Zeroizing::new([0u8; 32]);
        rand::fill(bytes.as_mut_slice());
        Zeroizing::new(STANDARD_NO_PAD.encode(*bytes))
    };
    StoredGeneration { created_at_ms: now_ms, curve25519: secret(), ed25519: secret() }
}

/// Writes the whole file or none. Two scanners that start at once on one file end with the same keys.
fn create(path: &Path, stored: &Stored) -> Result<(), KeyFileError> {
    let failed = |error: io::Error| KeyFileError::Io(path.to_owned(), error);
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let text = Zeroizing::new(serde_json::to_vec_pretty(stored).map_err(|e| failed(e.into()))?);
    // Files of this kind have mode 0600 from their first moment.
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    file.write_all(&text).and_then(|()| file.as_file().sync_all()).map_err(failed)?;
    match file.persist_noclobber(path) {
        Err(error) if error.error.kind() != io::ErrorKind::AlreadyExists => Err(failed(error.error)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_made_once_and_are_for_the_owner_alone() {
        let dir = tempfile::tempdir().expect("dir");
        let path = dir.path().join("scanner-keys.json");
        let first = KeyRing::load_or_create(&path, 1).expect("made").public_keys();
        assert_eq!(fs::metadata(&path).expect("there").permissions().mode() & 0o777, 0o600);
        assert_eq!(KeyRing::load_or_create(&path, 2).expect("read").public_keys(), first);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("chmod");
        assert!(matches!(KeyRing::load_or_create(&path, 3), Err(KeyFileError::Readable(_))));
    }

    #[test]
    fn a_damaged_file_is_never_replaced() {
        let dir = tempfile::tempdir().expect("dir");
        let path = dir.path().join("scanner-keys.json");
        for content in [
            "",
            "{}",
            r#"{"generations":[]}"#,
            r#"{"generations":[{"created_at_ms":1,"curve25519":"AA","ed25519":"AA"}]}"#,
        ] {
            fs::write(&path, content).expect("written");
            fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("chmod");
            assert!(matches!(KeyRing::load_or_create(&path, 1), Err(KeyFileError::Damaged(_))), "{content}");
            assert_eq!(fs::read_to_string(&path).expect("there"), content);
        }
    }

    #[test]
    fn older_generations_stay_in_use_behind_the_newest() {
        let dir = tempfile::tempdir().expect("dir");
        let path = dir.path().join("scanner-keys.json");
        let old = KeyRing::load_or_create(&path, 1).expect("made").public_keys();
        let mut stored: Stored = serde_json::from_slice(&fs::read(&path).expect("there")).expect("ours");
        stored.generations.insert(0, fresh(2));
        fs::write(&path, serde_json::to_vec(&stored).expect("json")).expect("written");
        let now = KeyRing::load_or_create(&path, 3).expect("read").public_keys();
        assert_eq!(now.len(), 2);
        assert_eq!(now[1], old[0]);
        assert_ne!(now[0], old[0]);
    }
}
