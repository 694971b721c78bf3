//! Whether the program that used these stores last closed them in order. The SDK keeps the position of its sync at once, and
//! what came with that sync a moment later: killed in between, it would go on behind messages that it does not have and never
//! ask for them. The fault bench found this (seed 95). So after an end that was none, the position is forgotten, and the next
//! sync tells of the newest messages again. Nothing is lost with it but a moment.

use std::path::{Path, PathBuf};

use matrix_sdk::ruma::UserId;
use matrix_sdk_base::crypto::store::CryptoStore;

/// The file that says it; it holds nothing.
const FILE: &str = "open";

/// Under which name the SDK keeps the position of the list's sync (`sliding_sync/cache.rs` of matrix-sdk 0.19.1).
fn position(user: &UserId) -> String {
    format!("sliding_sync_store::room-list::{user}::instance")
}

fn mark(folder: &Path) -> PathBuf {
    folder.join(FILE)
}

/// To be called before the stores are used: forgets the position if nobody closed them, and marks them as open.
pub(super) async fn open<S: CryptoStore>(folder: &Path, keys: &S, user: Option<&UserId>) -> Result<(), S::Error> {
    let cut_off = mark(folder).exists();
    if let Some(user) = user.filter(|_| cut_off) {
        tracing::info!("the last end was none; the sync begins anew");
        keys.remove_custom_value(&position(user)).await?;
    }
    if std::fs::write(mark(folder), "").is_err() {
        // A folder that cannot be written to keeps no position either.
        tracing::warn!("the stores cannot be marked as open");
    }
    Ok(())
}

/// To be called when everything that the stores shall hold is in them.
pub(crate) fn closed(folder: &Path) {
    let _ = std::fs::remove_file(mark(folder));
}

#[cfg(test)]
mod tests {
    use matrix_sdk::ruma::user_id;
    use matrix_sdk_base::crypto::store::MemoryStore;

    use super::*;

    #[tokio::test]
    async fn the_position_outlives_an_orderly_end_and_no_other() {
        let folder = tempfile::tempdir().expect("folder");
        let (keys, user) = (MemoryStore::new(), user_id!("@olena:interior.example"));
        let key = position(user);
        let kept = async || keys.get_custom_value(&key).await.expect("read").is_some();
        open(folder.path(), &keys, None).await.expect("signed in");
        keys.set_custom_value(&key, b"{}".to_vec()).await.expect("kept");
        closed(folder.path());
        open(folder.path(), &keys, Some(user)).await.expect("opened");
        assert!(kept().await);
        open(folder.path(), &keys, Some(user)).await.expect("opened after a crash");
        assert!(!kept().await);
    }
}
