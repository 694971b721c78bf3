//! The account's backup of message keys, as [`super::history`] fetches from it: begins whenever the backup becomes usable on
//! this device, and ends with the session.

use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use matrix_sdk::encryption::backups::BackupState;
use matrix_sdk::ruma::OwnedRoomId;
use matrix_sdk::ruma::api::client::backup::get_latest_backup_info;
use matrix_sdk::ruma::api::error::ErrorKind;
use matrix_sdk::{Client, RoomState};
use matrix_sdk_ui::room_list_service::{RoomList, RoomListLoadingState};
use matrix_sdk_ui::sync_service::SyncService;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::watch;

use super::history::{Archive, Arrival, Past, Progress, Trouble, complete};
use crate::Result;
use crate::messenger::Messenger;
use crate::platform::sleep;
use crate::session::watched;
use crate::view::{ConnectionView, KeysView};

/// How far the keys of earlier messages have come.
const PROGRESS: &[u8] = b"org.depesha.keys.progress";
/// When to look for more conversations if nothing tells of any.
const GLANCE: Duration = Duration::from_secs(10);

impl Messenger {
    /// How far earlier messages have been made readable on this device: the present state at once, then every change.
    ///
    /// # Errors
    /// [`crate::view::ProblemView::SignedOut`].
    pub fn keys(&self) -> Result<BoxStream<'static, KeysView>> {
        Ok(watched(self.active()?.keys.subscribe()).boxed())
    }
}

/// Fetches keys whenever the backup becomes usable here. Runs as long as the session.
pub(crate) async fn follow_backup(
    client: Client,
    sync: Arc<SyncService>,
    connection: watch::Receiver<ConnectionView>,
    looked_at: watch::Receiver<Option<OwnedRoomId>>,
    shown: watch::Sender<KeysView>,
) {
    let mut states = std::pin::pin!(client.encryption().backups().state_stream());
    let mut arrival = Arrival::Resumed;
    let mut work = None;
    while let Some(state) = states.next().await {
        match state {
            Ok(BackupState::Enabled) => {
                let (client, sync, connection) = (client.clone(), sync.clone(), connection.clone());
                let (looked_at, shown) = (looked_at.clone(), shown.clone());
                let arrived = std::mem::replace(&mut arrival, Arrival::Opened);
                work = Some(crate::platform::spawn(async move {
                    let Some(listed) = listed(&sync, &connection).await else { return };
                    complete(&Backup { client, connection, looked_at, listed }, arrived, &shown).await;
                }));
            }
            Ok(BackupState::Creating) => arrival = Arrival::Made,
            Ok(BackupState::Enabling | BackupState::Downloading) => arrival = Arrival::Opened,
            Ok(BackupState::Resuming) => {}
            Ok(BackupState::Unknown | BackupState::Disabling) => {
                work = None;
                shown.send_replace(KeysView::default());
            }
            // Something was missed; what is there now follows.
            Err(_) => arrival = Arrival::Opened,
        }
    }
    drop(work);
}

/// The list of conversations, when there is one. None if the session is over.
async fn listed(sync: &SyncService, connection: &watch::Receiver<ConnectionView>) -> Option<RoomList> {
    loop {
        if let Ok(list) = sync.room_list_service().all_rooms().await {
            return Some(list);
        }
        connection.has_changed().ok()?;
        sleep(GLANCE).await;
    }
}

struct Backup {
    client: Client,
    connection: watch::Receiver<ConnectionView>,
    looked_at: watch::Receiver<Option<OwnedRoomId>>,
    listed: RoomList,
}

impl Backup {
    async fn online(&self) {
        let mut connection = self.connection.clone();
        // Without a session this ends with its owner.
        let _ = connection.wait_for(|state| *state == ConnectionView::Online).await;
    }
}

impl Archive for Backup {
    fn known(&self) -> Vec<Past> {
        let joined = self.client.joined_rooms().into_iter();
        let encrypted = joined.filter(|room| room.encryption_state().is_encrypted());
        let past = |room: matrix_sdk::Room| Past {
            room: room.room_id().to_owned(),
            newest: room.recency_stamp().map(u64::from).unwrap_or_default(),
        };
        encrypted.map(past).collect()
    }

    fn all_known(&self) -> bool {
        match self.listed.loading_state().get() {
            RoomListLoadingState::Loaded { maximum_number_of_rooms: Some(all) } => {
                let known = self.client.rooms();
                // A conversation that this device only just hears of may not have said yet whether it is encrypted.
                let sure =
                    known.iter().all(|room| room.state() != RoomState::Joined || !room.encryption_state().is_unknown());
                sure && known.len() >= usize::try_from(all).unwrap_or(usize::MAX)
            }
            _ => false,
        }
    }

    fn open(&self) -> Option<OwnedRoomId> {
        self.looked_at.borrow().clone()
    }

    async fn more(&self) {
        let mut news = self.client.room_info_notable_update_receiver();
        let mut loading = self.listed.loading_state();
        // Its first value is what is known already, and would be there at once, every time.
        let _known = loading.next_now();
        // What has ended has no news, and is not waited for.
        tokio::select! {
            Ok(_) | Err(RecvError::Lagged(_)) = news.recv() => {}
            Some(_) = loading.next() => {}
            () = sleep(GLANCE) => {}
        }
    }

    async fn version(&self) -> std::result::Result<Option<String>, Trouble> {
        self.online().await;
        match self.client.send(get_latest_backup_info::v3::Request::new()).await {
            Ok(latest) => Ok(Some(latest.version)),
            Err(error) if error.client_api_error_kind() == Some(&ErrorKind::NotFound) => Ok(None),
            Err(_) => Err(Trouble::Later),
        }
    }

    async fn fetch(&self, room: &OwnedRoomId) -> std::result::Result<(), Trouble> {
        self.online().await;
        let backups = self.client.encryption().backups();
        // Without keys to the backup the SDK calls it a success to have fetched nothing.
        if !backups.are_enabled().await {
            return Err(Trouble::Gone);
        }
        match backups.download_room_keys_for_room(room).await {
            Ok(()) => Ok(()),
            Err(error) if error.client_api_error_kind() == Some(&ErrorKind::NotFound) => Err(Trouble::Gone),
            Err(_) => {
                tracing::info!("keys of a conversation did not come; they are fetched again later");
                Err(Trouble::Later)
            }
        }
    }

    async fn pause(&self, time: Duration) {
        sleep(time).await;
    }

    async fn kept(&self) -> Option<Progress> {
        let kept = self.client.state_store().get_custom_value(PROGRESS).await.ok().flatten()?;
        serde_json::from_slice(&kept).ok()
    }

    async fn keep(&self, progress: &Progress) {
        let Ok(bytes) = serde_json::to_vec(progress) else { return };
        if self.client.state_store().set_custom_value_no_read(PROGRESS, bytes).await.is_err() {
            tracing::warn!("it could not be kept how far the keys of earlier messages have come");
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::poll;
    use matrix_sdk::authentication::matrix::MatrixSession;
    use matrix_sdk::store::RoomLoadSettings;
    use matrix_sdk_ui::RoomListService;
    use serde_json::json;

    use super::*;

    #[tokio::test]
    async fn waiting_for_more_conversations_is_no_asking_without_pause() {
        let client = Client::builder().homeserver_url("http://localhost").build().await.expect("client");
        let session = json!({"user_id": "@olena:interior.example", "device_id": "DEVICE", "access_token": "token"});
        let session: MatrixSession = serde_json::from_value(session).expect("session");
        client.matrix_auth().restore_session(session, RoomLoadSettings::default()).await.expect("restored");
        let list = RoomListService::new(client.clone()).await.expect("service");
        let listed = list.all_rooms().await.expect("list");
        let (_connected, connection) = watch::channel(ConnectionView::Online);
        let (_looking, looked_at) = watch::channel(None);
        let backup = Backup { client, connection, looked_at, listed };
        let mut more = std::pin::pin!(backup.more());
        for _ in 0..10 {
            assert!(poll!(&mut more).is_pending(), "nothing has changed");
            tokio::task::yield_now().await;
        }
    }
}
