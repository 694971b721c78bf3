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

fn entry(account: &str) -> Result<Entry, Trouble> {
    Entry::new(SERVICE, account).map_err(|error| trouble(&error))
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
    ask(move || match entry(&account)?.get_secret().map(Zeroizing::new) {
        Ok(secret) => match <[u8; 32]>::try_from(secret.as_slice()) {
            Ok(bytes) => Ok(Some(StoreKey::from_bytes(bytes))),
            Err(_) => Err(Trouble::Locked),
        },
        Err(Error::NoEntry) => Ok(None),
        Err(error) => Err(trouble(&error)),
    })
    .await
}

/// The entry beside the key that says what the account is called.
fn label_of(data_dir: &Path) -> String {
    format!("{}-label", account(data_dir))
}

/// What the account of this data folder is called, if that is kept here.
pub(super) async fn label(data_dir: &Path) -> Option<String> {
    let account = label_of(data_dir);
    ask(move || entry(&account)?.get_password().map_err(|error| trouble(&error))).await.ok()
}

/// Keeps what the account of this data folder is called.
pub(super) async fn keep_label(data_dir: &Path, label: String) -> Result<(), Trouble> {
    let account = label_of(data_dir);
    ask(move || entry(&account)?.set_password(&label).map_err(|error| trouble(&error))).await
}

/// Keeps the key of this data folder.
pub(super) async fn set(data_dir: &Path, key: &StoreKey) -> Result<(), Trouble> {
    let (account, key) = (account(data_dir), key.clone());
    ask(move || entry(&account)?.set_secret(key.as_bytes()).map_err(|error| trouble(&error))).await
}

/// Removes the key of this data folder; harmless when there is none.
pub(super) async fn forget(data_dir: &Path) -> Result<(), Trouble> {
    remove(account(data_dir)).await
}

/// Removes what the account of this data folder is called; harmless when that is not kept.
pub(super) async fn forget_label(data_dir: &Path) -> Result<(), Trouble> {
    remove(label_of(data_dir)).await
}

async fn remove(account: String) -> Result<(), Trouble> {
    ask(move || match entry(&account)?.delete_credential() {
        Ok(()) | Err(Error::NoEntry) => Ok(()),
        Err(error) => Err(trouble(&error)),
    })
    .await
}
