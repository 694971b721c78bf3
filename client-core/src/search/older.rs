//! Fetching older messages so that they can be searched: of one conversation, or of those that reach back the least. Within
//! bounds, and as often as somebody asks for it.

use std::sync::Arc;

use async_stream::stream;
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use matrix_sdk::Room;
use matrix_sdk::ruma::RoomId;

use super::Search;
use crate::Result;
use crate::messenger::Messenger;
use crate::platform::looking_again;
use crate::view::{OlderView, ProblemView};

/// So many messages of a conversation are fetched at a time, in pages of the SDK's.
const OF_ONE: usize = 500;
const OF_MANY: usize = 100;
const PAGE: u16 = 100;
/// So many conversations at a time.
const MOST: usize = 20;
/// So often is asked: the SDK first goes through what it has.
const ROUNDS: usize = 200;

impl Messenger {
    /// Fetches older messages of a conversation, or of all. Ends with [`OlderView::Done`] or [`OlderView::Failed`].
    ///
    /// # Errors
    /// [`ProblemView::NotFound`] without the conversation.
    pub fn search_older(&self, room_id: Option<&str>) -> Result<BoxStream<'static, OlderView>> {
        let search = self.active()?.search.clone();
        let scope = search.rooms(room_id)?;
        let (rooms, each) = match room_id {
            Some(_) => (search.shortest(scope.iter().cloned(), 1), OF_ONE),
            None => (search.shortest(scope.iter().cloned(), MOST), OF_MANY),
        };
        Ok(stream! {
            let total = u32::try_from(rooms.len()).unwrap_or(u32::MAX);
            for (done, room) in (0..).zip(&rooms) {
                yield OlderView::Fetching { done, total };
                if !search.fetch(room, each).await {
                    yield OlderView::Failed { problem: ProblemView::Unreachable };
                    return;
                }
            }
            yield OlderView::Done { coverage: search.coverage(&scope) };
        }
        .boxed())
    }
}

impl Search {
    /// The conversations that reach back the least, of those that do not to their beginning.
    fn shortest(&self, rooms: impl Iterator<Item = String>, most: usize) -> Vec<Room> {
        let mut rooms: Vec<(u64, Room)> = rooms
            .filter_map(|room| RoomId::parse(room).ok())
            .filter_map(|room| self.client.get_room(&room))
            .filter_map(|room| {
                let reach = self.reach_of(room.room_id()).unwrap_or_default();
                (!reach.whole).then(|| (reach.from_ms.unwrap_or(u64::MAX), room))
            })
            .collect();
        rooms.sort_by_key(|(from, _)| std::cmp::Reverse(*from));
        rooms.into_iter().take(most).map(|(_, room)| room).collect()
    }

    /// Goes back in a conversation until so many messages have come that were not here. False if that did not work.
    async fn fetch(self: &Arc<Self>, room: &Room, most: usize) -> bool {
        let Ok((cache, _running)) = room.event_cache().await else { return false };
        // Whoever listens no longer lets the cache give back what it loaded.
        let Ok((_, _listening)) = cache.subscribe().await else { return false };
        let from = self.reach_of(room.room_id()).and_then(|reach| reach.from_ms).unwrap_or(u64::MAX);
        let mut older = 0;
        for _ in 0..ROUNDS {
            let pages = cache.pagination();
            let Ok(page) = looking_again(pages.run_backwards_once(PAGE)).await else { return false };
            let at = |event: &matrix_sdk::deserialized_responses::TimelineEvent| {
                event.timestamp().map(|at| u64::from(at.get()))
            };
            older += page.events.iter().filter(|event| at(event).is_some_and(|at| at < from)).count();
            if page.reached_start || older >= most {
                break;
            }
        }
        self.catch_up(room.room_id(), false).await;
        true
    }
}
