//! Where the SDK keeps its stores, and with which key.

use std::path::{Path, PathBuf};

use matrix_sdk::SqliteStoreConfig;

use super::StoreKey;

/// The SDK's stores in this folder, encrypted with the key itself (a passphrase would cost seconds at every start).
pub(crate) fn sqlite_config(folder: &Path, key: &StoreKey) -> SqliteStoreConfig {
    SqliteStoreConfig::new(folder).key(Some(key.as_bytes())).pool_max_size(4)
}

/// Removes the stores of an ended session. What is still open goes at the next start.
pub(crate) async fn remove_store(folder: PathBuf) {
    if tokio::fs::remove_dir_all(&folder).await.is_err() {
        tracing::debug!("the store of the ended session is not all gone yet");
    }
}
