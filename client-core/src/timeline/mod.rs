//! Conversations as lists of items: opening, reading, writing, reacting.
//!
//! Everything that leaves this device for a room goes through [`gateway`]; nothing else in this crate sends.

mod body;
mod compose;
mod deletion;
mod diff;
mod drafts;
mod edit;
pub(crate) mod gateway;
mod item;
mod link;
mod mentions;
mod open;
mod page;
mod people;
mod react;
mod read;
mod resend;
mod rich;
mod riddles;
mod send;
mod state;
mod traces;
mod typing;
mod versions;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

pub(crate) use body::{one_line, searchable, shared_file};
pub(crate) use diff::translate;
use matrix_sdk::ruma::OwnedRoomId;
use matrix_sdk_ui::Timeline;
pub(crate) use read::read_all;
pub(crate) use resend::{requeue, try_again};

/// The timelines that have been opened in this session.
#[derive(Default)]
pub(crate) struct Conversations {
    open: Mutex<HashMap<OwnedRoomId, Arc<Timeline>>>,
    /// One at a time, so that a room never gets two timelines.
    turn: tokio::sync::Mutex<()>,
    /// One draft at a time is written down.
    drafts: tokio::sync::Mutex<()>,
    /// The one that the person looks at.
    pub(crate) looked_at: tokio::sync::watch::Sender<Option<OwnedRoomId>>,
}

impl Conversations {
    /// Closes all.
    pub(crate) fn clear(&self) {
        self.open.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clear();
    }
}
