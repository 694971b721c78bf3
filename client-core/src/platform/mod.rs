//! The one place that touches files, threads, the runtime, the clock and randomness.
//!
//! Everything else in this crate goes through here, so that a build for another platform (a browser) replaces this folder
//! and nothing else. It decides nothing about messages or rooms.

mod again;
mod in_use;
mod loopback;
mod ordered_keys;
mod orderly;
mod ratchet;
mod sealed;
mod sealed_rows;
mod store;
mod task;

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

pub(crate) use again::looking_again;
pub(crate) use in_use::InUse;
pub(crate) use loopback::Loopback;
pub(crate) use orderly::closed;
pub(crate) use sealed::{Sealed, SealedError};
pub(crate) use sealed_rows::{Row, SealedRows};
pub(crate) use store::{ONE_PROCESS, SEARCH, STORE, open_stores, remove_other_stores, remove_store, sizes};
pub use task::until;
pub(crate) use task::{Task, apart, detach, spawn};
use zeroize::{Zeroize, ZeroizeOnDrop};

#[cfg(test)]
pub(crate) use sealed_rows::{on_disk, overwrite};

/// The key that all of a client's files are encrypted with: 32 random bytes from the keychain.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct StoreKey([u8; 32]);

impl StoreKey {
    /// From the bytes that the keychain holds.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// A new one.
    ///
    /// # Errors
    /// If the system gives no randomness.
    pub fn random() -> crate::Result<Self> {
        Ok(Self(random_bytes()?))
    }

    /// The bytes, for the keychain.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for StoreKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StoreKey(…)")
    }
}

/// Random bytes from the system.
pub(crate) fn random_bytes<const N: usize>() -> crate::Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| crate::problem::unexpected("no randomness"))?;
    Ok(bytes)
}

/// A random name that is fit for a path.
pub(crate) fn random_name() -> crate::Result<String> {
    Ok(random_bytes::<12>()?.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// A poisoned lock still holds whole values: every change is one assignment.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Waits.
pub(crate) async fn sleep(time: Duration) {
    tokio::time::sleep(time).await;
}

/// Milliseconds since the Unix epoch.
pub(crate) fn now_ms() -> u64 {
    matrix_sdk::ruma::MilliSecondsSinceUnixEpoch::now().get().into()
}

/// The client for the requests that the SDK does not make.
pub(crate) fn http_client() -> crate::Result<reqwest::Client> {
    reqwest::Client::builder()
        .connect_timeout(Duration::from_secs(10))
        .user_agent(concat!("Depesha/", env!("CARGO_PKG_VERSION")))
        .build()
        .map_err(|_| crate::problem::unexpected("no HTTP client"))
}
