//! How the SDK's client is set up: through the front door, with encrypted stores, keys only to devices that their owner
//! has signed.

use std::time::Duration;

use matrix_sdk::Client;
use matrix_sdk::config::RequestConfig;
use matrix_sdk::encryption::{BackupDownloadStrategy, EncryptionSettings};
use matrix_sdk::ruma::UserId;
use matrix_sdk_base::crypto::{CollectStrategy, DecryptionSettings, TrustRequirement};
use url::Url;

use crate::Result;
use crate::messenger::Messenger;
use crate::platform::{ONE_PROCESS, open_stores};
use crate::problem::step;

impl Messenger {
    /// A client without a session; `goes_on` is whose session is in the store, if there is one. What a login answers about
    /// other servers is not believed: the front door is the one address.
    pub(super) async fn build_client(&self, front_door: &Url, store: &str, goes_on: Option<&UserId>) -> Result<Client> {
        let config = &self.inner.config;
        let stores = open_stores(&config.data_dir.join(store), &config.store_key, goes_on).await?;
        Client::builder()
            .homeserver_url(front_door)
            .respect_login_well_known(false)
            .store_config(stores)
            .cross_process_store_config(ONE_PROCESS)
            .http_client(self.inner.http.clone())
            .request_config(RequestConfig::new().timeout(Duration::from_secs(30)).retry_limit(3))
            .with_encryption_settings(EncryptionSettings {
                auto_enable_cross_signing: false,
                backup_download_strategy: BackupDownloadStrategy::AfterDecryptionFailure,
                auto_enable_backups: false,
            })
            .with_room_key_recipient_strategy(CollectStrategy::IdentityBasedStrategy)
            // Who is invited gets the keys of what was written before, if the room lets those who come later read it: that is
            // said in the room's details, and without the keys it would be a promise that nobody keeps. They go to devices
            // that their owner has signed, as all keys do, and as an encrypted file that passes the scanner like any other.
            .with_enable_share_history_on_invite(true)
            // A message is shown, with a warning, even if its sender's device is not known: of a colleague whose old computer
            // is gone nobody could read the history otherwise, on any new device.
            .with_decryption_settings(DecryptionSettings {
                sender_device_trust_requirement: TrustRequirement::Untrusted,
            })
            .build()
            .await
            .map_err(step("opening the store"))
    }
}
