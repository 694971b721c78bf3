//! Conversations as lists of items: opening, reading, writing, reacting.
//!
//! Everything that leaves this device for a room goes through [`gateway`]; nothing else in this crate sends.

mod body;
mod compose;
mod date;
mod deletion;
mod diff;
mod drafts;
mod edit;
mod forward;
pub(crate) mod gateway;
mod item;
pub(crate) mod later;
mod link;
mod mentions;
mod open;
mod page;
mod part;
mod people;
mod polls;
mod react;
mod read;
mod resend;
mod rich;
mod riddles;
mod send;
mod state;
mod threads;
mod traces;
mod typing;
mod versions;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

pub(crate) use body::{length_ms, line_of, one_line, searchable, shared_file};
pub(crate) use diff::translate;
use matrix_sdk::ruma::{OwnedRoomId, RoomId};
use matrix_sdk_ui::Timeline;
use part::Part;
pub(crate) use read::read_all;
pub(crate) use resend::{requeue, try_again};
pub(crate) use send::newest_of_thread;

use crate::platform::lock;

/// The timelines that have been opened in this session.
#[derive(Default)]
pub(crate) struct Conversations {
    open: Mutex<HashMap<(OwnedRoomId, Part), Arc<Timeline>>>,
    /// One at a time, so that no part of a room ever gets two timelines.
    turn: tokio::sync::Mutex<()>,
    /// One draft at a time is written down.
    drafts: tokio::sync::Mutex<()>,
    /// The one that the person looks at.
    pub(crate) looked_at: tokio::sync::watch::Sender<Option<OwnedRoomId>>,
}

impl Conversations {
    /// Closes all.
    pub(crate) fn clear(&self) {
        lock(&self.open).clear();
    }

    /// The timeline of a part of a room, if it is open.
    fn known(&self, room: &RoomId, part: &Part) -> Option<Arc<Timeline>> {
        lock(&self.open).get(&(room.to_owned(), part.clone())).cloned()
    }

    /// All timelines of a room that are open.
    fn of_room(&self, room: &RoomId) -> Vec<Arc<Timeline>> {
        let open = lock(&self.open);
        open.iter().filter(|((known, _), _)| known == room).map(|(_, timeline)| timeline.clone()).collect()
    }
}
