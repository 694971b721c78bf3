//! The façade's side.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use client_core::Messenger;
use client_core::view::{RoomSummary, StartView};

use crate::Side;
use crate::data::{EVENTS, LARGE, ROOMS, room_id};
use crate::scene::{Scene, collect, config, shown};

/// A session that goes on.
pub(crate) struct Session(Messenger);

impl Side for Session {
    async fn restore(scene: &Scene) -> Result<(Duration, Self)> {
        let config = config(&scene.folder, &scene.homeserver.uri)?;
        let start = Instant::now();
        let messenger = Messenger::new(config)?;
        let view = messenger.start().await?;
        let taken = start.elapsed();
        ensure!(matches!(view, StartView::SignedIn { .. }), "begins with {view:?}");
        Ok((taken, Self(messenger)))
    }

    async fn room_list(&self) -> Result<Duration> {
        let start = Instant::now();
        let rooms = collect(self.0.rooms()?, |rooms| rooms.len() == ROOMS).await?;
        let taken = start.elapsed();
        let whole = |room: &&RoomSummary| {
            room.preview.as_ref().is_some_and(|last| !last.text.is_empty() && !last.sender.is_empty())
        };
        ensure!(rooms.iter().filter(whole).count() == ROOMS, "rows without a message");
        Ok(taken)
    }

    async fn timeline(&self) -> Result<Duration> {
        let room = room_id(LARGE);
        let start = Instant::now();
        let items = self.0.open_timeline(&room).await?;
        let items = tokio::spawn(collect(items, |items| items.len() > EVENTS && shown(items) > EVENTS));
        while !self.0.paginate_back(&room).await? {}
        let items = items.await??;
        let taken = start.elapsed();
        ensure!(shown(&items) > EVENTS);
        Ok(taken)
    }

    async fn close(self) {
        self.0.close().await;
    }
}
