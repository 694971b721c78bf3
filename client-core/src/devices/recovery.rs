//! The recovery key: made once and shown once; later it opens the account's keys on a new device. And the way out for who
//! has lost it: beginning anew.

use std::time::Duration;

use matrix_sdk::Client;
use matrix_sdk::encryption::recovery::RecoveryError;
use matrix_sdk::encryption::secret_storage::{ImportError, SecretStorageError};
use matrix_sdk::ruma::OwnedUserId;
use matrix_sdk::ruma::events::secret::request::SecretName;
use zeroize::Zeroize;

use super::again::send_what_trust_held_back;
use super::key_check::Kept;
use crate::Result;
use crate::messenger::Messenger;
use crate::platform::sleep;
use crate::problem::{from_sdk, step, unexpected};
use crate::session::{Active, new_identity, restart, stop};
use crate::view::{ProblemView, RecoveryKeyView};

/// How many seconds this device waits each time for its own keys to reach the homeserver.
const UNTIL_PUBLISHED_S: [u64; 6] = [1, 2, 4, 8, 8, 8];

impl Messenger {
    /// Makes the recovery key, and with it the backup of the message keys. The key is kept nowhere.
    ///
    /// # Errors
    /// [`ProblemView::Refused`] if the account has a backup that this device cannot open: it must be recovered first.
    pub async fn create_recovery_key(&self) -> Result<RecoveryKeyView> {
        let active = self.active()?;
        let encryption = active.client.encryption();
        encryption.wait_for_e2ee_initialization_tasks().await;
        encryption.bootstrap_cross_signing_if_needed(None).await.map_err(|error| from_sdk(&error))?;
        let key = encryption.recovery().enable().await.map_err(|error| problem(&error))?;
        Kept::new_key().write(&active.client).await;
        active.devices.look_again();
        Ok(RecoveryKeyView { key })
    }

    /// Opens the account's keys on this device. Old messages become readable, other devices trust this one, and what is
    /// missing of the backup is made again.
    ///
    /// # Errors
    /// [`ProblemView::WrongRecoveryKey`]; [`ProblemView::RecoveryBroken`] if the key is right and opens nothing any more.
    pub async fn recover(&self, key: &str) -> Result<()> {
        let active = self.active()?;
        let recovery = active.client.encryption().recovery();
        match recovery.recover(key.trim()).await {
            Err(RecoveryError::SecretStorage(
                SecretStorageError::InconsistentBackupDecryptionKey
                | SecretStorageError::MissingOrInvalidBackupDecryptionKey,
            )) => make_backup_anew(&active.client, key.trim()).await?,
            done => done.map_err(|error| problem(&error))?,
        }
        let status = active.client.encryption().cross_signing_status().await;
        if !status.is_some_and(|status| status.is_complete()) {
            return Err(ProblemView::RecoveryBroken);
        }
        confirm_this_device(&active).await?;
        if !active.client.encryption().backups().are_enabled().await {
            // The backup was removed elsewhere: a new one, which the same recovery key opens.
            recovery.enable_backup().await.map_err(|error| match error {
                // Its key is not behind the recovery key: another device may have it, this one may not remove it.
                RecoveryError::BackupExistsOnServer => ProblemView::RecoveryBroken,
                error => problem(&error),
            })?;
            let storage = active.client.encryption().secret_storage();
            let store = storage.open_secret_store(key.trim()).await.map_err(|error| of_storage(&error))?;
            store.export_secrets().await.map_err(|error| of_storage(&error))?;
        }
        Kept::typed_in().write(&active.client).await;
        send_what_trust_held_back(&active.client).await;
        active.devices.look_again();
        Ok(())
    }

    /// Makes the account's identity anew, for who has lost every other device and the recovery key. Messages that no other
    /// device can hand over stay closed, other devices of the person must be confirmed again, and everybody the person
    /// writes with is told. A recovery key is to be made afterwards ([`crate::view::TrustView::Fresh`]).
    ///
    /// # Errors
    /// [`ProblemView::PasswordNeeded`]: the same again with it; [`ProblemView::WrongPassword`],
    /// [`ProblemView::AskAdministrator`] for accounts without a password. In all these cases nothing has been changed.
    pub async fn begin_anew(&self, password: Option<&str>) -> Result<()> {
        let active = self.active()?;
        // What follows cannot be stopped half way: who has mistyped the password learns it before anything is removed.
        match active.devices.asked.only_prove(&active.client, active.front_door.base(), password).await {
            // One confirmation in the browser is not enough for both, and half of it is worse than nothing.
            Err(ProblemView::BrowserNeeded { .. }) => return Err(ProblemView::AskAdministrator),
            proved => proved?,
        }
        // A sync could bring the old identity once more while the new one is on its way, and take the new one's keys away.
        stop(&active.sync).await;
        let compared = whom_was_compared(&active.client).await;
        let made = new_identity(&active.client, password).await;
        if made.is_ok()
            && let Some(own) = active.client.user_id()
        {
            let _ = active.client.encryption().request_user_identity(own).await;
            not_compared_any_more(&active.client, compared).await;
        }
        active.sync.start().await;
        made?;
        send_what_trust_held_back(&active.client).await;
        active.devices.look_again();
        Ok(())
    }
}

/// Sees to it that the homeserver has this device signed. It does not keep the signature of a device whose keys have not
/// reached it yet, as after a sign-in in the middle of which the connection was lost.
async fn confirm_this_device(active: &Active) -> Result<()> {
    let encryption = active.client.encryption();
    let own = active.client.user_id().ok_or(ProblemView::SignedOut)?;
    let mut pauses = UNTIL_PUBLISHED_S.into_iter();
    loop {
        let device = encryption.get_own_device().await.map_err(step("own device"))?;
        let device = device.ok_or_else(|| unexpected("own device"))?;
        if device.is_cross_signed_by_owner() {
            return Ok(());
        }
        let seconds = pauses.next().ok_or(ProblemView::Unreachable)?;
        // Keys go with a sync, which may be in the middle of a long poll.
        restart(&active.sync).await;
        sleep(Duration::from_secs(seconds)).await;
        device.verify().await.map_err(step("confirming this device"))?;
        encryption.request_user_identity(own).await.map_err(|error| from_sdk(&error))?;
    }
}

/// With whom signs were compared.
async fn whom_was_compared(client: &Client) -> Vec<OwnedUserId> {
    let encryption = client.encryption();
    let mut compared = Vec::new();
    for user in encryption.tracked_users().await.unwrap_or_default() {
        let identity = encryption.get_user_identity(&user).await.ok().flatten();
        if Some(&*user) != client.user_id() && identity.is_some_and(|identity| identity.is_verified()) {
            compared.push(user);
        }
    }
    compared
}

/// What the old identity vouched for counts no more. Without this the SDK would take all these people for changed, and
/// neither read nor send anything.
async fn not_compared_any_more(client: &Client, people: Vec<OwnedUserId>) {
    for user in people {
        if let Ok(Some(identity)) = client.encryption().get_user_identity(&user).await
            && identity.withdraw_verification().await.is_err()
        {
            tracing::warn!("a comparison of signs could not be withdrawn");
        }
    }
}

/// Makes a new backup in the place of one that the recovery key does not open. The SDK takes an answer that did not come for
/// one that is wrong, and the old backup is gone afterwards; so it is looked once more before that.
async fn make_backup_anew(client: &Client, key: &str) -> Result<()> {
    let storage = client.encryption().secret_storage();
    let store = storage.open_secret_store(key).await.map_err(|error| of_storage(&error))?;
    match store.get_secret(SecretName::RecoveryKey).await {
        Ok(Some(mut secret)) => secret.zeroize(),
        Ok(None) => return Err(ProblemView::RecoveryBroken),
        Err(SecretStorageError::ImportError { error: ImportError::Decryption(_) | ImportError::Json(_), .. }) => {}
        Err(error) => return Err(of_storage(&error)),
    }
    client.encryption().recovery().recover_and_fix_backup(key).await.map_err(|error| problem(&error))
}

pub(super) fn problem(error: &RecoveryError) -> ProblemView {
    match error {
        RecoveryError::BackupExistsOnServer => {
            ProblemView::Refused { reason: "the account has a key backup; enter its recovery key".to_owned() }
        }
        RecoveryError::Sdk(error) => from_sdk(error),
        RecoveryError::SecretStorage(error) => of_storage(error),
    }
}

pub(super) fn of_storage(error: &SecretStorageError) -> ProblemView {
    match error {
        SecretStorageError::SecretStorageKey(_) => ProblemView::WrongRecoveryKey,
        // There is no recovery key any more, or what it opens belongs to an earlier identity.
        SecretStorageError::MissingKeyInfo { .. }
        | SecretStorageError::ImportError { error: ImportError::MismatchedPublicKeys | ImportError::Key(_), .. } => {
            ProblemView::RecoveryBroken
        }
        SecretStorageError::Sdk(error) => from_sdk(error),
        SecretStorageError::InconsistentBackupDecryptionKey
        | SecretStorageError::MissingOrInvalidBackupDecryptionKey => ProblemView::RecoveryBroken,
        SecretStorageError::ImportError { error: ImportError::Sdk(error), .. } => from_sdk(error),
        _ => unexpected("secret storage"),
    }
}
