//! The list of conversations, newest first, and every change of it.

use async_stream::stream;
use eyeball_im::Vector;
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use matrix_sdk_ui::room_list_service::RoomListItem;
use matrix_sdk_ui::room_list_service::filters::{
    new_filter_all, new_filter_non_left, new_filter_not, new_filter_space,
};
use tokio::sync::broadcast::error::RecvError;

use super::summary::summary;
use crate::Result;
use crate::messenger::Messenger;
use crate::timeline::translate;
use crate::view::{ListDiff, RoomSummary};

impl Messenger {
    /// The list of conversations: first a batch that holds them all, then the changes. Ends with the session.
    ///
    /// # Errors
    /// [`crate::view::ProblemView::SignedOut`].
    pub fn rooms(&self) -> Result<BoxStream<'static, Vec<ListDiff<RoomSummary>>>> {
        let active = self.active()?;
        let (service, outside) = (active.sync.room_list_service(), active.outside.clone());
        let notices = active.notices.clone();
        let (mut marks, mut rules) = (outside.changes(), notices.changes());
        let changes = stream! {
            let Ok(list) = service.all_rooms().await else { return };
            let (entries, controller) = list.entries_with_dynamic_adapters(usize::MAX);
            let not_space = new_filter_not(Box::new(new_filter_space()));
            controller.set_filter(Box::new(new_filter_all(vec![Box::new(new_filter_non_left()), Box::new(not_space)])));
            let mut entries = std::pin::pin!(entries);
            let mut shown: Vector<RoomListItem> = Vector::new();
            let mut rows: Vec<RoomSummary> = Vec::new();
            loop {
                let mut batch = Vec::new();
                tokio::select! {
                    changes = entries.next() => {
                        let Some(changes) = changes else { return };
                        for change in changes {
                            let row = async |room: RoomListItem| summary(&room, &outside, &notices).await;
                            batch.extend(translate(change, &mut shown, row).await);
                        }
                    }
                    marked = marks.recv() => {
                        if matches!(marked, Err(RecvError::Closed)) { return }
                        let only = marked.ok().flatten();
                        for (index, room) in shown.iter().enumerate() {
                            if only.as_deref().is_none_or(|only| only == room.room_id()) {
                                batch.push(again(index, summary(room, &outside, &notices).await));
                            }
                        }
                    }
                    changed = rules.recv() => {
                        if matches!(changed, Err(RecvError::Closed)) { return }
                        // The rules come as a whole, and mostly one conversation is another one afterwards.
                        for (index, room) in shown.iter().enumerate() {
                            let now = notices.of(room).await;
                            if rows.get(index).is_none_or(|row| row.notifications != now) {
                                batch.push(again(index, summary(room, &outside, &notices).await));
                            }
                        }
                    }
                }
                if !batch.is_empty() {
                    batch.iter().for_each(|change| change.clone().apply(&mut rows));
                    yield batch;
                }
            }
        };
        Ok(changes.boxed())
    }
}

fn again(index: usize, value: RoomSummary) -> ListDiff<RoomSummary> {
    ListDiff::Set { index: u32::try_from(index).unwrap_or(u32::MAX), value }
}
