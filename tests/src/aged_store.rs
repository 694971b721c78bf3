//! A device that has lain in a drawer: the session with which it writes into a room is older than it was. The clock of the
//! machine stays as it is.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use client_core::StoreKey;
use matrix_sdk_base::crypto::olm::OutboundGroupSession;
use matrix_sdk_base::crypto::store::CryptoStore;
use matrix_sdk_base::crypto::store::types::Changes;
use matrix_sdk_base::ruma::{RoomId, SecondsSinceUnixEpoch, UInt};
use matrix_sdk_sqlite::{SqliteCryptoStore, SqliteStoreConfig};

use crate::stolen_store::stores;

/// Makes the session of a room so much older, in the store of a client that does not run.
///
/// # Errors
/// If there is not one store with such a session.
pub async fn age(client_folder: &Path, key: &StoreKey, room_id: &str, by: Duration) -> Result<()> {
    let [folder] = stores(client_folder)?.try_into().map_err(|all| anyhow::anyhow!("the stores are {all:?}"))?;
    let config = SqliteStoreConfig::new(folder).key(Some(key.as_bytes()));
    let store = SqliteCryptoStore::open_with_config(&config).await?;
    let account = store.load_account().await?.context("the store holds no account")?;
    let room = <&RoomId>::try_from(room_id)?;
    let session = store.get_outbound_group_session(room).await?.context("no session of this room")?;
    let mut kept = session.pickle().await;
    let made = u64::from(kept.creation_time.get()).saturating_sub(by.as_secs());
    kept.creation_time = SecondsSinceUnixEpoch(UInt::try_from(made)?);
    let keys = Arc::new(account.identity_keys());
    let older = OutboundGroupSession::from_pickle(account.device_id().to_owned(), keys, kept)?;
    let changes = Changes { outbound_group_sessions: vec![older], ..Changes::default() };
    store.save_changes(changes).await?;
    Ok(())
}
