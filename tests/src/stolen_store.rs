//! The store of a device as somebody keeps a copy of it: what can be read with it later, without any server.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use client_core::StoreKey;
use matrix_sdk_base::crypto::store::CryptoStore;
use matrix_sdk_base::crypto::types::events::room::encrypted::EncryptedEvent;
use matrix_sdk_base::crypto::{DecryptionSettings, MegolmError, OlmMachine, OlmMachineBuilder, TrustRequirement};
use matrix_sdk_base::ruma::RoomId;
use matrix_sdk_base::ruma::serde::Raw;
use matrix_sdk_sqlite::{SqliteCryptoStore, SqliteStoreConfig};
use serde_json::Value;

/// The copy, opened.
pub struct StolenStore {
    machine: OlmMachine,
}

/// What a copy makes of an encrypted event.
#[derive(Debug, PartialEq, Eq)]
pub enum Reading {
    /// These words.
    Words(String),
    /// It holds no key for it.
    NoKey,
}

impl StolenStore {
    /// Copies the store that lies in a client's folder.
    ///
    /// # Errors
    /// If there is not exactly one.
    pub fn copy(client_folder: &Path, to: &Path) -> Result<PathBuf> {
        let [store] = stores(client_folder)?.try_into().map_err(|all| anyhow::anyhow!("the stores are {all:?}"))?;
        std::fs::create_dir_all(to)?;
        for entry in std::fs::read_dir(&store)? {
            let entry = entry?;
            if entry.file_type()?.is_file() {
                std::fs::copy(entry.path(), to.join(entry.file_name()))?;
            }
        }
        Ok(to.to_owned())
    }

    /// Opens a copy with the device's key.
    ///
    /// # Errors
    /// If it is no store.
    pub async fn open(folder: &Path, key: &StoreKey) -> Result<Self> {
        let config = SqliteStoreConfig::new(folder).key(Some(key.as_bytes()));
        let store = SqliteCryptoStore::open_with_config(&config).await?;
        let account = store.load_account().await?.context("the store holds no account")?;
        let (user_id, device_id) = (account.user_id().to_owned(), account.device_id().to_owned());
        let machine = OlmMachineBuilder::new(&user_id, &device_id).with_crypto_store(store).build().await?;
        Ok(Self { machine })
    }

    /// Tries to read an encrypted event.
    ///
    /// # Errors
    /// If it fails for another reason than a missing key.
    pub async fn read(&self, room_id: &str, event: &Value) -> Result<Reading> {
        let event: Raw<EncryptedEvent> = Raw::from_json(serde_json::value::to_raw_value(event)?);
        let settings = DecryptionSettings { sender_device_trust_requirement: TrustRequirement::Untrusted };
        match self.machine.decrypt_room_event(&event, <&RoomId>::try_from(room_id)?, &settings).await {
            Ok(clear) => {
                let clear: Value = clear.event.deserialize_as_unchecked()?;
                Ok(Reading::Words(clear["content"]["body"].as_str().unwrap_or_default().to_owned()))
            }
            Err(MegolmError::MissingRoomKey(_)) => Ok(Reading::NoKey),
            Err(other) => bail!("the event cannot be read at all: {other}"),
        }
    }
}

/// The stores that lie in a client's folder.
///
/// # Errors
/// If the folder cannot be read.
pub fn stores(client_folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(client_folder)?.collect::<std::io::Result<Vec<_>>>()?;
    let store = |name: &str| name.starts_with("store-");
    Ok(entries.iter().filter(|e| store(&e.file_name().to_string_lossy())).map(std::fs::DirEntry::path).collect())
}
