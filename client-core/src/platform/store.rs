//! Where the SDK keeps its stores, with which key, and how they go.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use futures_util::try_join;
use matrix_sdk::ruma::UserId;
use matrix_sdk::{SqliteCryptoStore, SqliteEventCacheStore, SqliteMediaStore, SqliteStateStore, SqliteStoreConfig};
use matrix_sdk_base::cross_process_lock::CrossProcessLockConfig;
use matrix_sdk_base::store::StoreConfig;

use super::StoreKey;
use super::ordered_keys::OrderedKeys;
use super::orderly;
use crate::problem::step;

/// How the names of the stores' folders begin.
pub(crate) const STORE: &str = "store-";

/// The search's index, beside the SDK's stores: it goes with them.
pub(crate) const SEARCH: &str = "search.sqlite3";

/// Nobody else opens these stores. The SDK's locks between processes would be renewed twenty times a second for as long as the
/// program runs, each time with a write to the disk.
pub(crate) const ONE_PROCESS: CrossProcessLockConfig = CrossProcessLockConfig::SingleProcess;

/// Opens the SDK's stores in this folder, encrypted with the key itself (a passphrase would cost seconds at every start).
/// `user` is whose session goes on in them, if one does.
///
/// # Errors
/// If one of them cannot be opened.
pub(crate) async fn open_stores(folder: &Path, key: &StoreKey, user: Option<&UserId>) -> crate::Result<StoreConfig> {
    let config = SqliteStoreConfig::new(folder).key(Some(key.as_bytes())).pool_max_size(4);
    let (state, events, media, keys) = try_join!(
        SqliteStateStore::open_with_config(&config),
        SqliteEventCacheStore::open_with_config(&config),
        SqliteMediaStore::open_with_config(&config),
        SqliteCryptoStore::open_with_config(&config),
    )
    .map_err(step("opening the store"))?;
    orderly::open(folder, &keys, user).await.map_err(step("opening the store"))?;
    Ok(StoreConfig::new(ONE_PROCESS)
        .state_store(state)
        .event_cache_store(events)
        .media_store(media)
        .crypto_store(OrderedKeys::new(keys)))
}

/// Removes the stores of an ended session. What is still open goes at the next start.
pub(crate) async fn remove_store(folder: PathBuf) {
    if tokio::fs::remove_dir_all(&folder).await.is_err() {
        tracing::debug!("the store of the ended session is not all gone yet");
    }
}

/// Removes the stores of sessions that ended before, all but the one to keep: whatever was still open, or was not removed
/// because the program ended first.
pub(crate) async fn remove_other_stores(data_dir: &Path, keep: Option<&str>) {
    let Ok(mut entries) = tokio::fs::read_dir(data_dir).await else { return };
    while let Ok(Some(entry)) = entries.next_entry().await {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with(STORE) && Some(name.as_ref()) != keep {
            remove_store(entry.path()).await;
        }
    }
}

/// How many bytes each of the SDK's stores in this folder has, by what it keeps.
pub(crate) async fn sizes(folder: PathBuf) -> BTreeMap<&'static str, u64> {
    let mut sizes = BTreeMap::new();
    let Ok(mut entries) = tokio::fs::read_dir(&folder).await else { return sizes };
    while let Ok(Some(entry)) = entries.next_entry().await {
        let (name, size) = (entry.file_name(), entry.metadata().await.map_or(0, |about| about.len()));
        let name = name.to_string_lossy();
        // Named by us, so that no name of a file gets out.
        let kept = ["state", "crypto", "event-cache", "media", "search"].into_iter().find(|kept| name.contains(kept));
        *sizes.entry(kept.unwrap_or("other")).or_default() += size;
    }
    sizes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn sizes_are_told_by_what_is_kept_and_name_no_file() {
        let folder = tempfile::tempdir().expect("folder");
        for (name, size) in [("matrix-sdk-crypto.sqlite3", 3), ("matrix-sdk-crypto.sqlite3-wal", 4), ("olena", 5)] {
            std::fs::write(folder.path().join(name), vec![0; size]).expect("written");
        }
        let told = sizes(folder.path().to_owned()).await;
        assert_eq!(told, BTreeMap::from([("crypto", 7), ("other", 5)]));
        assert!(sizes(folder.path().join("none")).await.is_empty());
    }

    #[tokio::test]
    async fn stores_of_ended_sessions_go_and_nothing_else_does() {
        let folder = tempfile::tempdir().expect("folder");
        for name in ["store-a/inside", "store-b", "elsewhere"] {
            std::fs::create_dir_all(folder.path().join(name)).expect("made");
        }
        remove_other_stores(folder.path(), Some("store-b")).await;
        let left = |name: &str| folder.path().join(name).exists();
        assert_eq!((left("store-a"), left("store-b"), left("elsewhere")), (false, true, true));
        remove_other_stores(folder.path(), None).await;
        assert!(!left("store-b") && left("elsewhere"));
    }
}
