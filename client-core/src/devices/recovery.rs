//! The recovery key: made once and shown once; later it opens the account's keys on a new device.

use matrix_sdk::encryption::recovery::RecoveryError;
use matrix_sdk::encryption::secret_storage::SecretStorageError;

use crate::Result;
use crate::messenger::Messenger;
use crate::problem::{from_sdk, unexpected};
use crate::view::{ProblemView, RecoveryKeyView};

impl Messenger {
    /// Makes the recovery key, and with it the backup of the message keys. The key is kept nowhere.
    ///
    /// # Errors
    /// [`ProblemView::Refused`] if the account has a backup that this device cannot open: it must be recovered first.
    pub async fn create_recovery_key(&self) -> Result<RecoveryKeyView> {
        let active = self.active()?;
        let encryption = active.client.encryption();
        encryption.wait_for_e2ee_initialization_tasks().await;
        let key = encryption.recovery().enable().await.map_err(|error| problem(&error))?;
        Ok(RecoveryKeyView { key })
    }

    /// Opens the account's keys on this device. Old messages become readable, and other devices trust this one.
    ///
    /// # Errors
    /// [`ProblemView::WrongRecoveryKey`].
    pub async fn recover(&self, key: &str) -> Result<()> {
        let active = self.active()?;
        active.client.encryption().recovery().recover(key.trim()).await.map_err(|error| problem(&error))
    }
}

fn problem(error: &RecoveryError) -> ProblemView {
    match error {
        RecoveryError::BackupExistsOnServer => {
            ProblemView::Refused { reason: "the account has a key backup; enter its recovery key".to_owned() }
        }
        RecoveryError::Sdk(error) => from_sdk(error),
        RecoveryError::SecretStorage(SecretStorageError::SecretStorageKey(_)) => ProblemView::WrongRecoveryKey,
        RecoveryError::SecretStorage(SecretStorageError::MissingKeyInfo { .. }) => ProblemView::NotFound,
        RecoveryError::SecretStorage(SecretStorageError::Sdk(error)) => from_sdk(error),
        RecoveryError::SecretStorage(_) => unexpected("secret storage"),
    }
}
