//! The system's keychain: Secret Service, macOS Keychain, Windows Credential Manager. One entry a data folder.

use std::path::Path;
use std::time::Duration;

use client_core::StoreKey;
use keyring::{Entry, Error};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

const SERVICE: &str = "org.depesha.desktop";
/// How long the person may take to open the keychain when the system asks.
const PATIENCE: Duration = Duration::from_secs(60);

/// Why the keychain did not help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trouble {
    /// There is none here.
    None,
    /// It is locked, or does not answer.
    Locked,
}

fn account(data_dir: &Path) -> String {
    let path = std::path::absolute(data_dir).unwrap_or_else(|_| data_dir.to_owned());
    let digest = Sha256::digest(path.as_os_str().as_encoded_bytes());
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

fn trouble(error: &Error) -> Trouble {
    match error {
        Error::NoDefaultStore | Error::PlatformFailure(_) => Trouble::None,
        _ => Trouble::Locked,
    }
}

/// Keychains block; the window must not.
async fn ask<T: Send + 'static>(work: impl FnOnce() -> Result<T, Trouble> + Send + 'static) -> Result<T, Trouble> {
    match tokio::time::timeout(PATIENCE, tokio::task::spawn_blocking(work)).await {
        Ok(Ok(answer)) => answer,
        _ => Err(Trouble::Locked),
    }
}

/// The key of this data folder; none if it never had one here.
pub(super) async fn get(data_dir: &Path) -> Result<Option<StoreKey>, Trouble> {
    let account = account(data_dir);
    ask(move || {
        let entry = Entry::new(SERVICE, &account).map_err(|error| trouble(&error))?;
        match entry.get_secret().map(Zeroizing::new) {
            Ok(secret) => match <[u8; 32]>::try_from(secret.as_slice()) {
                Ok(bytes) => Ok(Some(StoreKey::from_bytes(bytes))),
                Err(_) => Err(Trouble::Locked),
            },
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(trouble(&error)),
        }
    })
    .await
}

/// Keeps the key of this data folder.
pub(super) async fn set(data_dir: &Path, key: &StoreKey) -> Result<(), Trouble> {
    let (account, key) = (account(data_dir), key.clone());
    ask(move || {
        let entry = Entry::new(SERVICE, &account).map_err(|error| trouble(&error))?;
        entry.set_secret(key.as_bytes()).map_err(|error| trouble(&error))
    })
    .await
}

/// Removes the key of this data folder; harmless when there is none.
pub(super) async fn forget(data_dir: &Path) -> Result<(), Trouble> {
    let account = account(data_dir);
    ask(move || {
        let entry = Entry::new(SERVICE, &account).map_err(|error| trouble(&error))?;
        match entry.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(error) => Err(trouble(&error)),
        }
    })
    .await
}
