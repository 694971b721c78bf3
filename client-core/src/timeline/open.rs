//! Showing a conversation: its items and then every change, with the files on their way at the end.

use std::collections::HashSet;
use std::hash::Hash;
use std::sync::{Arc, Weak};

use async_stream::stream;
use eyeball_im::Vector;
use futures_util::stream::BoxStream;
use futures_util::{Stream, StreamExt};
use matrix_sdk::Room;
use matrix_sdk::ruma::{OwnedRoomId, RoomId};
use matrix_sdk_ui::Timeline;
use matrix_sdk_ui::timeline::{RoomExt, TimelineItem, TimelineReadReceiptTracking};
use tokio::sync::broadcast::error::RecvError;

use super::item::{Lens, PARCEL, handle_in};
use super::part::Part;
use super::riddles::Riddles;
use super::state::worth_a_line;
use super::translate;
use crate::Result;
use crate::media::outbox::{Outbox, Parcel};
use crate::messenger::Messenger;
use crate::platform::lock;
use crate::problem::from_timeline;
use crate::rooms::call_the_roll;
use crate::session::Active;
use crate::view::{ListDiff, ProblemView, TimelineItemView, TimelinePart};

impl Active {
    /// A room by its id.
    pub(crate) fn room(&self, room_id: &str) -> Result<Room> {
        let room_id = RoomId::parse(room_id).map_err(|_| ProblemView::NotFound)?;
        self.client.get_room(&room_id).ok_or(ProblemView::NotFound)
    }

    /// The timeline of a room without its threads.
    pub(crate) async fn timeline(&self, room_id: &str) -> Result<Arc<Timeline>> {
        self.timeline_of(room_id, &Part::Whole).await
    }

    /// The timeline of a part of a room; there is one at the most.
    pub(super) async fn timeline_of(&self, room_id: &str, part: &Part) -> Result<Arc<Timeline>> {
        let room = self.room(room_id)?;
        let _turn = self.conversations.turn.lock().await;
        if let Some(timeline) = self.conversations.known(room.room_id(), part) {
            return Ok(timeline);
        }
        let builder = room.timeline_builder().with_focus(part.focus()).with_internal_id_prefix(part.prefix());
        let builder = builder.event_filter(worth_a_line);
        let builder = builder.track_read_marker_and_receipts(TimelineReadReceiptTracking::MessageLikeEvents);
        let timeline = Arc::new(builder.build().await.map_err(|error| from_timeline(&error))?);
        lock(&self.conversations.open).insert((room.room_id().to_owned(), part.clone()), timeline.clone());
        Ok(timeline)
    }

    /// Tells the server which rooms are on the screen, so that it sends all of them.
    async fn look_at(&self, room: &RoomId) {
        self.conversations.looked_at.send_replace(Some(room.to_owned()));
        self.sync.room_list_service().set_room_subscriptions(&[room]).await;
    }
}

impl Messenger {
    /// The items of a conversation: first a batch that holds them all, then the changes. Ends with the session.
    ///
    /// # Errors
    /// [`ProblemView::NotFound`], [`ProblemView::SignedOut`].
    pub async fn open_timeline(&self, room_id: &str) -> Result<BoxStream<'static, Vec<ListDiff<TimelineItemView>>>> {
        self.open_part(room_id, &TimelinePart::Whole).await
    }

    /// The items of a part of a conversation, likewise.
    ///
    /// # Errors
    /// [`ProblemView::NotFound`], [`ProblemView::SignedOut`].
    pub async fn open_part(
        &self,
        room_id: &str,
        part: &TimelinePart,
    ) -> Result<BoxStream<'static, Vec<ListDiff<TimelineItemView>>>> {
        let (active, part) = (self.active()?, Part::parse(part)?);
        let timeline = active.timeline_of(room_id, &part).await?;
        let room = timeline.room().clone();
        active.look_at(room.room_id()).await;
        let members = timeline.clone();
        crate::platform::detach(async move {
            // Else the next line would ask, and the room get a new key.
            let _ = call_the_roll(members.room()).await;
            members.fetch_members().await;
        });
        let lens = Lens::new(&active, room.clone());
        let (outbox, weak) = (active.outbox.clone(), Arc::downgrade(&active));
        Ok(follow(timeline, part, lens, outbox, room.room_id().to_owned(), weak).boxed())
    }
}

/// Among so many of the newest items it is looked whether a message stands there twice.
const RECENT: usize = 50;
/// As often a conversation is opened anew for that.
const ANEW: u32 = 5;

/// Whether the SDK's timeline shows a message twice: after a restart it sometimes keeps what was on its way beside what has
/// come back from the server. A timeline that is opened anew does not.
fn shows_twice(shown: &Vector<Arc<TimelineItem>>) -> bool {
    any_twice(shown.iter().rev().take(RECENT).filter_map(|item| item.as_event()?.event_id()))
}

fn any_twice<T: Eq + Hash>(ids: impl Iterator<Item = T>) -> bool {
    let mut seen = HashSet::new();
    ids.into_iter().any(|id| !seen.insert(id))
}

impl Active {
    /// The timeline of a room in the place of one that has gone wrong.
    async fn another_timeline(&self, instead: &Arc<Timeline>, part: &Part) -> Option<Arc<Timeline>> {
        let room = instead.room().room_id();
        let known = self.conversations.known(room, part);
        if known.is_some_and(|now| Arc::ptr_eq(&now, instead)) {
            lock(&self.conversations.open).remove(&(room.to_owned(), part.clone()));
        }
        self.timeline_of(room.as_str(), part).await.ok()
    }
}

fn follow(
    mut timeline: Arc<Timeline>,
    part: Part,
    lens: Lens,
    outbox: Arc<Outbox>,
    room: OwnedRoomId,
    active: Weak<Active>,
) -> impl Stream<Item = Vec<ListDiff<TimelineItemView>>> + Send {
    stream! {
        let mut files = lens.safety.changes();
        let mut parcels = outbox.changes();
        let mut threads = lens.marks.changes();
        let mut anew = 0;
        loop {
            let (mut shown, diffs) = timeline.subscribe().await;
            let mut diffs = std::pin::pin!(diffs);
            let mut tail = on_their_way(&outbox, &room, &part);
            let mut values = Vec::with_capacity(shown.len() + tail.len());
            for item in shown.clone() {
                ask_for_quote(&timeline, &item);
                values.push(lens.view(item).await);
            }
            values.extend(tail.iter().map(|parcel| lens.parcel(parcel)));
            let mut doubled = anew < ANEW && shows_twice(&shown);
            if !doubled {
                yield vec![ListDiff::Reset { values }];
            }
            let mut riddles = Riddles::new();
            while !doubled {
                let mut batch = Vec::new();
                tokio::select! {
                    changes = diffs.next() => {
                        let Some(changes) = changes else { return };
                        riddles.changed();
                        drop_tail(&mut batch, &shown, &tail);
                        for change in changes {
                            batch.extend(translate(change, &mut shown, |item| {
                                ask_for_quote(&timeline, &item);
                                lens.view(item)
                            }).await);
                        }
                        tail = on_their_way(&outbox, &room, &part);
                        add_tail(&mut batch, &lens, &tail);
                    }
                    changed = parcels.recv() => {
                        if changed.as_ref().is_ok_and(|changed| *changed != room) { continue }
                        if matches!(changed, Err(RecvError::Closed)) { return }
                        drop_tail(&mut batch, &shown, &tail);
                        tail = on_their_way(&outbox, &room, &part);
                        add_tail(&mut batch, &lens, &tail);
                    }
                    handle = files.recv() => {
                        let wanted = match handle {
                            Ok(handle) => Some(handle),
                            Err(RecvError::Lagged(_)) => None,
                            Err(RecvError::Closed) => return,
                        };
                        for (index, item) in shown.iter().enumerate() {
                            let Some(handle) = handle_in(item) else { continue };
                            if wanted.as_ref().is_none_or(|wanted| *wanted == handle) {
                                let index = u32::try_from(index).unwrap_or(u32::MAX);
                                batch.push(ListDiff::Set { index, value: lens.view(item.clone()).await });
                            }
                        }
                    }
                    Ok(root) = threads.recv() => {
                        let place = shown.iter().position(|item| item.as_event().and_then(|e| e.event_id()) == Some(&*root));
                        if let Some(place) = place {
                            let index = u32::try_from(place).unwrap_or(u32::MAX);
                            batch.push(ListDiff::Set { index, value: lens.view(shown[place].clone()).await });
                        }
                    }
                    () = riddles.due() => riddles.look(&timeline, &shown),
                }
                doubled = anew < ANEW && shows_twice(&shown);
                if !doubled && !batch.is_empty() {
                    yield batch;
                }
            }
            anew += 1;
            let Some(active) = active.upgrade() else { return };
            // Shown twice is better than not at all.
            match active.another_timeline(&timeline, &part).await {
                Some(other) => timeline = other,
                None => anew = ANEW,
            }
        }
    }
}

/// Files on their way stand at the end of the conversation, or of the thread that they go to.
fn on_their_way(outbox: &Outbox, room: &RoomId, part: &Part) -> Vec<Parcel> {
    match part {
        Part::Whole => outbox.on_their_way(room, None),
        Part::Thread(root) => outbox.on_their_way(room, Some(root)),
        Part::Around(_) => Vec::new(),
    }
}

fn drop_tail(batch: &mut Vec<ListDiff<TimelineItemView>>, shown: &Vector<Arc<TimelineItem>>, tail: &[Parcel]) {
    if !tail.is_empty() {
        batch.push(ListDiff::Truncate { length: u32::try_from(shown.len()).unwrap_or(u32::MAX) });
    }
}

fn add_tail(batch: &mut Vec<ListDiff<TimelineItemView>>, lens: &Lens, tail: &[Parcel]) {
    if !tail.is_empty() {
        batch.push(ListDiff::Append { values: tail.iter().map(|parcel| lens.parcel(parcel)).collect() });
    }
}

/// Fetches the message that an item answers, if it is not there; the answer comes as a change of the item.
fn ask_for_quote(timeline: &Arc<Timeline>, item: &Arc<TimelineItem>) {
    let Some(event) = item.as_event() else { return };
    let (Some(quote), Some(id)) = (event.content().in_reply_to(), event.event_id()) else { return };
    if quote.event.is_unavailable() {
        let (timeline, id) = (timeline.clone(), id.to_owned());
        crate::platform::detach(async move {
            let _ = timeline.fetch_details_for_event(&id).await;
        });
    }
}

/// Whether an id of an item names a file on its way; then without the prefix.
pub(super) fn parcel_id(item: &str) -> Option<&str> {
    item.strip_prefix(PARCEL)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_that_stands_there_twice_is_seen() {
        assert!(any_twice(["$a", "$b", "$a"].into_iter()));
        assert!(!any_twice(["$a", "$b"].into_iter()));
    }
}
