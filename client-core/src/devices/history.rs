//! Keys of earlier messages, conversation by conversation: in which order they are fetched, what is done, and what happens
//! when it does not go well. Fetches nothing itself: that is [`super::archive`].
//!
//! The SDK alone fetches a key when it meets a message that it cannot read. Then every page of an old conversation is a page
//! of riddles first, and whoever opens it without a connection keeps them.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};
use std::future::Future;
use std::time::Duration;

use matrix_sdk::ruma::OwnedRoomId;
use serde::{Deserialize, Serialize};
use tokio::sync::watch;

use crate::view::KeysView;

/// The pause after the first failure; it doubles with each that follows at once.
const PAUSE: Duration = Duration::from_secs(2);
/// The longest pause.
const LONGEST: Duration = Duration::from_secs(5 * 60);

/// Why keys did not come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trouble {
    /// Another time: no connection, too many requests, a server that fails.
    Later,
    /// The backup is not there any more; another one may follow.
    Gone,
}

/// A conversation that may have earlier messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Past {
    pub(super) room: OwnedRoomId,
    /// Grows with every message in any of the account's conversations.
    pub(super) newest: u64,
}

/// How far it has come; kept on this device.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Progress {
    /// The version of the backup.
    pub(super) version: String,
    /// Conversations whose keys are here.
    #[serde(default)]
    pub(super) done: BTreeSet<OwnedRoomId>,
    /// All that there were are done. What comes later brings its keys with it.
    #[serde(default)]
    pub(super) finished: bool,
}

/// Where keys come from, and what is kept here.
pub(super) trait Archive: Sync {
    /// The encrypted conversations that are known now.
    fn known(&self) -> Vec<Past>;
    /// Whether the homeserver has told of all conversations.
    fn all_known(&self) -> bool;
    /// The conversation that the person looks at.
    fn open(&self) -> Option<OwnedRoomId>;
    /// Waits until more conversations may be known.
    fn more(&self) -> impl Future<Output = ()> + Send;
    /// The version of the backup that is the account's now; none if it has none.
    fn version(&self) -> impl Future<Output = Result<Option<String>, Trouble>> + Send;
    /// Fetches all keys of a conversation.
    fn fetch(&self, room: &OwnedRoomId) -> impl Future<Output = Result<(), Trouble>> + Send;
    /// Waits before something is tried again.
    fn pause(&self, time: Duration) -> impl Future<Output = ()> + Send;
    /// What was kept.
    fn kept(&self) -> impl Future<Output = Option<Progress>> + Send;
    /// Keeps it.
    fn keep(&self, progress: &Progress) -> impl Future<Output = ()> + Send;
}

/// How the backup came to be usable here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Arrival {
    /// It was already, before a restart.
    Resumed,
    /// It has just been opened: with the recovery key, or with help of another device.
    Opened,
    /// It has just been made here: nothing is in it that this device does not have.
    Made,
}

/// Fetches what is missing. Ends when everything is here, or when the backup is gone.
pub(super) async fn complete<A: Archive>(archive: &A, arrival: Arrival, shown: &watch::Sender<KeysView>) {
    let kept = archive.kept().await;
    let mut progress = match kept {
        // The same backup as before, most often.
        Some(kept) if arrival == Arrival::Resumed => kept,
        kept => {
            let Some(version) = version(archive).await else { return };
            match kept.filter(|kept| kept.version == version) {
                Some(kept) => kept,
                None => Progress { version, finished: arrival == Arrival::Made, ..Progress::default() },
            }
        }
    };
    archive.keep(&progress).await;
    let (mut failures, mut in_a_row) = (HashMap::<OwnedRoomId, u32>::new(), 0);
    while !progress.finished {
        let known = archive.known();
        show(shown, &known, &progress);
        let Some(room) = next(&known, &progress.done, &failures, archive.open().as_ref()) else {
            if archive.all_known() {
                progress.finished = true;
                progress.done.clear();
                archive.keep(&progress).await;
            } else {
                archive.more().await;
            }
            continue;
        };
        match archive.fetch(&room).await {
            Ok(()) => {
                in_a_row = 0;
                progress.done.insert(room);
                archive.keep(&progress).await;
            }
            Err(Trouble::Gone) => {
                shown.send_replace(KeysView::default());
                return;
            }
            Err(Trouble::Later) => {
                *failures.entry(room).or_default() += 1;
                archive.pause(pause(in_a_row)).await;
                in_a_row += 1;
            }
        }
    }
}

async fn version<A: Archive>(archive: &A) -> Option<String> {
    let mut failures = 0;
    loop {
        match archive.version().await {
            Ok(version) => return version,
            Err(Trouble::Gone) => return None,
            Err(Trouble::Later) => archive.pause(pause(failures)).await,
        }
        failures += 1;
    }
}

/// The next one: what the person looks at, then by newest activity. What has failed stands behind what has not, so that one
/// conversation in trouble does not keep all others waiting.
fn next(
    known: &[Past],
    done: &BTreeSet<OwnedRoomId>,
    failures: &HashMap<OwnedRoomId, u32>,
    open: Option<&OwnedRoomId>,
) -> Option<OwnedRoomId> {
    let waiting = known.iter().filter(|past| !done.contains(&past.room));
    let first = waiting.min_by_key(|past| {
        let failed = failures.get(&past.room).copied().unwrap_or_default();
        (failed, open != Some(&past.room), Reverse(past.newest), past.room.clone())
    });
    first.map(|past| past.room.clone())
}

fn pause(failures: u32) -> Duration {
    PAUSE.saturating_mul(2_u32.saturating_pow(failures)).min(LONGEST)
}

fn show(shown: &watch::Sender<KeysView>, known: &[Past], progress: &Progress) {
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let done = known.iter().filter(|past| progress.done.contains(&past.room)).count();
    let now = KeysView { rooms_done: count(done), rooms: count(known.len()) };
    shown.send_if_modified(|before| std::mem::replace(before, now) != now);
}

#[cfg(test)]
#[path = "history_tests.rs"]
mod tests;
