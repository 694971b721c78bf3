//! Where the store's key lives: in the system's keychain, or, where there is none, sealed with the person's passphrase.
//! Never in a file in clear.

mod keychain;
mod passphrase;

use std::path::Path;

use client_core::{Result, StoreKey};
pub(crate) use passphrase::argon;
use zeroize::Zeroizing;

use crate::shell::unexpected;

/// What was found of the store's key.
pub(crate) enum KeyState {
    /// Here it is; it may be new.
    Found(StoreKey),
    /// There is no keychain here.
    Passphrase {
        /// Whether the passphrase is chosen now.
        first_time: bool,
    },
    /// The keychain does not open.
    Locked,
    /// There is a store, and its key is gone.
    Lost,
}

/// Looks for the key of this data folder; makes one for a new folder.
pub(crate) async fn find(data_dir: &Path) -> Result<KeyState> {
    if passphrase::is_used(data_dir) {
        return Ok(KeyState::Passphrase { first_time: false });
    }
    let has_store = data_dir.join("session").exists();
    Ok(match keychain::get(data_dir).await {
        Ok(Some(key)) => KeyState::Found(key),
        Ok(None) if has_store => KeyState::Lost,
        Ok(None) => {
            let key = StoreKey::random()?;
            match keychain::set(data_dir, &key).await {
                Ok(()) => KeyState::Found(key),
                Err(keychain::Trouble::None) => KeyState::Passphrase { first_time: true },
                Err(keychain::Trouble::Locked) => KeyState::Locked,
            }
        }
        Err(keychain::Trouble::Locked) => KeyState::Locked,
        // A store that was made with a keychain does not open with a passphrase.
        Err(keychain::Trouble::None) if has_store => KeyState::Locked,
        Err(keychain::Trouble::None) => KeyState::Passphrase { first_time: true },
    })
}

/// Forgets the key of this data folder: what was encrypted with it can never be opened again.
///
/// # Errors
/// If the keychain does not answer or the sealed key cannot be removed.
pub(crate) async fn forget(data_dir: &Path) -> Result<()> {
    forget_label(data_dir).await;
    passphrase::forget(data_dir).map_err(|_| unexpected("forgetting the store's key"))?;
    match keychain::forget(data_dir).await {
        Ok(()) | Err(keychain::Trouble::None) => Ok(()),
        Err(keychain::Trouble::Locked) => Err(unexpected("forgetting the store's key")),
    }
}

/// What the account of a data folder is called, if a keychain keeps it.
pub(crate) async fn label(data_dir: &Path) -> Option<String> {
    keychain::label(data_dir).await
}

/// Keeps what the account of a data folder is called; without a keychain that is kept nowhere.
pub(crate) async fn keep_label(data_dir: &Path, label: String) {
    if keychain::keep_label(data_dir, label).await.is_err() {
        tracing::debug!("the name of the account is not kept");
    }
}

/// Forgets what the account of a data folder was called.
pub(crate) async fn forget_label(data_dir: &Path) {
    if keychain::forget_label(data_dir).await.is_err() {
        tracing::debug!("the name of the account may still be kept");
    }
}

/// The key behind the passphrase; the first time, a new key is sealed with it.
pub(crate) async fn unlock(data_dir: &Path, passphrase: Zeroizing<String>) -> Result<StoreKey> {
    let folder = data_dir.to_owned();
    let work = tokio::task::spawn_blocking(move || passphrase::unlock(&folder, &passphrase));
    work.await.map_err(|_| unexpected("unlocking"))?
}
