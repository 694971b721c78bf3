//! What both sides begin with: the folder with the stores that hold everything, and the homeserver that has nothing new.

use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use client_core::view::{ItemContent, ListDiff, RoomSummary, TimelineItemView};
use client_core::{Config, Messenger, StoreKey};
use futures_util::StreamExt;
use system_tests::mirror::Mirror;
use system_tests::stolen_store::stores;
use system_tests::until::until;
use tempfile::TempDir;

use crate::data::{EVENTS, LARGE, ROOMS, room_id};
use crate::homeserver::Homeserver;

/// The key of the stores.
pub(crate) const KEY: [u8; 32] = [7; 32];

/// What both sides begin with.
pub(crate) struct Scene {
    pub(crate) homeserver: Homeserver,
    /// The folder of the façade.
    pub(crate) folder: PathBuf,
    /// The folder of the SDK's stores in it.
    pub(crate) store: PathBuf,
    _kept: TempDir,
}

impl Scene {
    /// Signs in, and has everything come into the stores.
    pub(crate) async fn prepare() -> Result<Self> {
        let kept = tempfile::tempdir()?;
        let folder = kept.path().join("client");
        let homeserver = Homeserver::start().await?;
        let messenger = Messenger::new(config(&folder, &homeserver.uri)?)?;
        messenger.sign_in("olena@interior.example", "secret").await?;
        let rooms: Mirror<RoomSummary> = Mirror::follow(messenger.rooms()?);
        until("all rooms, and the newest message of each", || async {
            let rooms = rooms.now();
            Ok((rooms.len() == ROOMS && rooms.iter().all(|room| room.preview.is_some())).then_some(()))
        })
        .await
        .with_context(|| format!("{} rooms, {:#?}", rooms.now().len(), rooms.now().last()))?;
        let large = room_id(LARGE);
        let items: Mirror<TimelineItemView> = Mirror::follow(messenger.open_timeline(&large).await?);
        while !messenger.paginate_back(&large).await? {}
        until("all events", || async { Ok((shown(&items.now()) >= EVENTS).then_some(())) }).await?;
        drop((rooms, items));
        messenger.close().await;
        drop(messenger);
        homeserver.go_on_with(0);
        let [store] = stores(&folder)?.try_into().map_err(|all| anyhow::anyhow!("the stores are {all:?}"))?;
        ensure!(store.is_dir());
        Ok(Self { homeserver, folder, store, _kept: kept })
    }
}

/// How the façade is set up.
pub(crate) fn config(folder: &std::path::Path, uri: &str) -> Result<Config> {
    Ok(Config {
        data_dir: folder.to_owned(),
        bridge_url: uri.parse()?,
        device_name: "bench".into(),
        store_key: StoreKey::from_bytes(KEY),
    })
}

/// How many of the items are messages.
pub(crate) fn shown(items: &[TimelineItemView]) -> usize {
    items.iter().filter(|item| matches!(item.content, ItemContent::Message(_))).count()
}

/// Applies what a stream brings until the list is complete.
pub(crate) async fn collect<T>(
    stream: impl futures_util::Stream<Item = Vec<ListDiff<T>>>,
    complete: impl Fn(&[T]) -> bool,
) -> Result<Vec<T>> {
    let mut stream = std::pin::pin!(stream);
    let mut list = Vec::new();
    while let Some(batch) = stream.next().await {
        batch.into_iter().for_each(|diff| diff.apply(&mut list));
        if complete(&list) {
            return Ok(list);
        }
    }
    anyhow::bail!("the stream ended")
}
