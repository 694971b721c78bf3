//! The bare SDK's side: what a client without the façade would do to show the same, and no more.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use eyeball_im::{Vector, VectorDiff};
use futures_util::StreamExt;
use matrix_sdk::authentication::matrix::MatrixSession;
use matrix_sdk::config::RequestConfig;
use matrix_sdk::encryption::{BackupDownloadStrategy, EncryptionSettings};
use matrix_sdk::ruma::events::room::message::MessageType;
use matrix_sdk::ruma::{RoomId, UserId};
use matrix_sdk::store::RoomLoadSettings;
use matrix_sdk::{Client, Room, SessionMeta, SessionTokens, SqliteStoreConfig};
use matrix_sdk_base::cross_process_lock::CrossProcessLockConfig;
use matrix_sdk_base::crypto::{CollectStrategy, DecryptionSettings, TrustRequirement};
use matrix_sdk_ui::room_list_service::filters::{
    new_filter_all, new_filter_non_left, new_filter_not, new_filter_space,
};
use matrix_sdk_ui::sync_service::SyncService;
use matrix_sdk_ui::timeline::{
    LatestEventValue, Profile, RoomExt, TimelineDetails, TimelineItem, TimelineItemContent, TimelineReadReceiptTracking,
};

use crate::Side;
use crate::data::{DEVICE, EVENTS, LARGE, OWN, ROOMS, TOKEN, room_id};
use crate::scene::{KEY, Scene};

/// A session that goes on.
pub(crate) struct Session {
    client: Client,
    sync: Arc<SyncService>,
}

/// What a row of the list shows.
struct Row {
    id: String,
    name: String,
    sender: String,
    words: String,
    at_ms: u64,
    unread: u64,
    mentions: u64,
    members: u64,
    encrypted: bool,
    direct: bool,
}

/// What a line of a conversation shows.
struct Line {
    id: String,
    sender: String,
    words: Option<String>,
    at_ms: u64,
}

impl Side for Session {
    async fn restore(scene: &Scene) -> Result<(Duration, Self)> {
        let store = SqliteStoreConfig::new(&scene.store).key(Some(&KEY)).pool_max_size(4);
        let meta = SessionMeta { user_id: UserId::parse(OWN)?, device_id: DEVICE.into() };
        let session =
            MatrixSession { meta, tokens: SessionTokens { access_token: TOKEN.to_owned(), refresh_token: None } };
        let start = Instant::now();
        let client = Client::builder()
            .homeserver_url(&scene.homeserver.uri)
            .respect_login_well_known(false)
            .sqlite_store_with_config_and_cache_path(store, None::<std::path::PathBuf>)
            .cross_process_store_config(CrossProcessLockConfig::SingleProcess)
            .request_config(RequestConfig::new().timeout(Duration::from_secs(30)).retry_limit(3))
            .with_encryption_settings(EncryptionSettings {
                auto_enable_cross_signing: false,
                backup_download_strategy: BackupDownloadStrategy::AfterDecryptionFailure,
                auto_enable_backups: false,
            })
            .with_room_key_recipient_strategy(CollectStrategy::IdentityBasedStrategy)
            .with_decryption_settings(DecryptionSettings {
                sender_device_trust_requirement: TrustRequirement::Untrusted,
            })
            .build()
            .await?;
        client.matrix_auth().restore_session(session, RoomLoadSettings::default()).await?;
        client.event_cache().subscribe()?;
        let sync = Arc::new(SyncService::builder(client.clone()).with_offline_mode().build().await?);
        let starting = sync.clone();
        tokio::spawn(async move { starting.start().await });
        Ok((start.elapsed(), Self { client, sync }))
    }

    async fn room_list(&self) -> Result<Duration> {
        let start = Instant::now();
        let service = self.sync.room_list_service();
        let list = service.all_rooms().await?;
        let (entries, controller) = list.entries_with_dynamic_adapters(usize::MAX);
        let not_space = new_filter_not(Box::new(new_filter_space()));
        controller.set_filter(Box::new(new_filter_all(vec![Box::new(new_filter_non_left()), Box::new(not_space)])));
        let mut entries = std::pin::pin!(entries);
        let mut rows: Vector<Arc<Row>> = Vector::new();
        while rows.len() < ROOMS {
            for change in entries.next().await.context("the list ended")? {
                let change =
                    shown(change, async |room: matrix_sdk_ui::room_list_service::RoomListItem| row(&room).await);
                change.await.apply(&mut rows);
            }
        }
        let taken = start.elapsed();
        let whole = |row: &&Arc<Row>| {
            !row.id.is_empty()
                && !row.name.is_empty()
                && !row.sender.is_empty()
                && !row.words.is_empty()
                && row.at_ms > 0
        };
        ensure!(rows.iter().filter(whole).count() == ROOMS, "rows without a message");
        let sum: u64 = rows.iter().map(|row| row.unread + row.mentions + row.members).sum();
        ensure!(sum > 0 && rows.iter().any(|row| row.encrypted) && rows.iter().any(|row| row.direct));
        Ok(taken)
    }

    async fn timeline(&self) -> Result<Duration> {
        let id = RoomId::parse(room_id(LARGE))?;
        let start = Instant::now();
        let room = self.client.get_room(&id).context("the room")?;
        let builder = room.timeline_builder();
        let builder = builder.track_read_marker_and_receipts(TimelineReadReceiptTracking::MessageLikeEvents);
        let timeline = Arc::new(builder.build().await?);
        self.sync.room_list_service().set_room_subscriptions(&[&id]).await;
        let members = timeline.clone();
        tokio::spawn(async move { members.fetch_members().await });
        let (first, changes) = timeline.subscribe().await;
        let lines = tokio::spawn(async move {
            let mut lines: Vector<Arc<Line>> = first.iter().map(|item| Arc::new(line(item))).collect();
            let mut changes = std::pin::pin!(changes);
            let complete = |lines: &Vector<Arc<Line>>| {
                lines.len() > EVENTS && lines.iter().filter(|line| line.words.is_some()).count() > EVENTS
            };
            while !complete(&lines) {
                for change in changes.next().await.context("the timeline ended")? {
                    shown(change, async |item: Arc<TimelineItem>| line(&item)).await.apply(&mut lines);
                }
            }
            Ok::<_, anyhow::Error>(lines)
        });
        while !timeline.paginate_backwards(50).await? {}
        let lines = lines.await??;
        let taken = start.elapsed();
        ensure!(
            lines.iter().all(
                |line| !line.id.is_empty() && (line.words.is_none() || (!line.sender.is_empty() && line.at_ms > 0))
            )
        );
        Ok(taken)
    }

    async fn close(self) {
        self.sync.stop().await;
    }
}

/// The same change with what is shown.
async fn shown<T: Clone, U>(change: VectorDiff<T>, make: impl AsyncFn(T) -> U) -> VectorDiff<Arc<U>> {
    let all = async |values: Vector<T>| {
        let mut made = Vector::new();
        for value in values {
            made.push_back(Arc::new(make(value).await));
        }
        made
    };
    match change {
        VectorDiff::Append { values } => VectorDiff::Append { values: all(values).await },
        VectorDiff::Clear => VectorDiff::Clear,
        VectorDiff::PushFront { value } => VectorDiff::PushFront { value: Arc::new(make(value).await) },
        VectorDiff::PushBack { value } => VectorDiff::PushBack { value: Arc::new(make(value).await) },
        VectorDiff::PopFront => VectorDiff::PopFront,
        VectorDiff::PopBack => VectorDiff::PopBack,
        VectorDiff::Insert { index, value } => VectorDiff::Insert { index, value: Arc::new(make(value).await) },
        VectorDiff::Set { index, value } => VectorDiff::Set { index, value: Arc::new(make(value).await) },
        VectorDiff::Remove { index } => VectorDiff::Remove { index },
        VectorDiff::Truncate { length } => VectorDiff::Truncate { length },
        VectorDiff::Reset { values } => VectorDiff::Reset { values: all(values).await },
    }
}

async fn row(room: &Room) -> Row {
    let name = match room.cached_display_name() {
        Some(name) => name.to_string(),
        None => room.display_name().await.map(|name| name.to_string()).unwrap_or_default(),
    };
    let (sender, words, at_ms) = match room.latest_event().await {
        LatestEventValue::Remote { timestamp, sender, profile, content, .. } => {
            (named(&profile, &sender), words(&content).unwrap_or_default(), timestamp.get().into())
        }
        _ => Default::default(),
    };
    Row {
        id: room.room_id().to_string(),
        name,
        sender,
        words,
        at_ms,
        unread: room.num_unread_messages(),
        mentions: room.num_unread_mentions(),
        members: room.active_members_count(),
        encrypted: room.encryption_state().is_encrypted(),
        direct: room.is_direct().await.unwrap_or(false),
    }
}

fn line(item: &TimelineItem) -> Line {
    let id = item.unique_id().0.clone();
    let Some(event) = item.as_event() else { return Line { id, sender: String::new(), words: None, at_ms: 0 } };
    Line {
        id,
        sender: named(event.sender_profile(), event.sender()),
        words: words(event.content()),
        at_ms: event.timestamp().get().into(),
    }
}

fn named(profile: &TimelineDetails<Profile>, user: &UserId) -> String {
    match profile {
        TimelineDetails::Ready(Profile { display_name: Some(name), .. }) => name.clone(),
        _ => user.to_string(),
    }
}

/// The words of a message, formatted ones where there are any.
fn words(content: &TimelineItemContent) -> Option<String> {
    match content.as_message()?.msgtype() {
        MessageType::Text(text) => {
            Some(text.formatted.as_ref().map_or_else(|| text.body.clone(), |formatted| formatted.body.clone()))
        }
        other => Some(other.body().to_owned()),
    }
}
