//! Keeps the index up with what the SDK has: first what is there, the conversations that were last used first, then whatever
//! comes, is fetched, or becomes readable. One piece after the other with a pause in between, so that nobody waits for it. It
//! reads the SDK's store and never its cache in memory: that has one lock over all conversations.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures_util::{Stream, StreamExt};
use matrix_sdk::Client;
use matrix_sdk::deserialized_responses::TimelineEvent;
use matrix_sdk::event_cache::RedecryptorReport;
use matrix_sdk::ruma::{OwnedRoomId, RoomId};
use matrix_sdk_base::event_cache::store::{EventCacheStoreLockGuard, EventCacheStoreLockState};
use matrix_sdk_base::linked_chunk::{ChunkContent, ChunkIdentifier, LinkedChunkId};
use tokio::sync::Notify;
use tokio::sync::broadcast::error::RecvError;

use super::coverage::{Note, Piece, Reach, newest_first, reach};
use super::entry::{Meaning, read};
use super::index::Index;
use crate::platform::{SealedError, SealedRows, StoreKey, apart, detach, lock, sleep};

/// The window comes first.
const FIRST: Duration = Duration::from_secs(3);
/// Between two pieces.
const PAUSE: Duration = Duration::from_millis(20);
/// What comes at once is taken in at once.
const GATHER: Duration = Duration::from_millis(150);
/// Conversations that were left go within this time.
const TIDY: Duration = Duration::from_secs(60);

/// The index of a session, and how far it reaches.
pub(crate) struct Search {
    pub(super) client: Client,
    path: PathBuf,
    key: StoreKey,
    index: Arc<Mutex<Option<Index>>>,
    reaches: Mutex<BTreeMap<OwnedRoomId, Reach>>,
    /// One conversation at a time is read.
    turn: tokio::sync::Mutex<()>,
    /// The index was begun anew: everything is to be read again.
    anew: Notify,
    ended: AtomicBool,
}

impl Search {
    pub(crate) fn new(client: Client, path: PathBuf, key: StoreKey) -> Arc<Self> {
        Arc::new(Self {
            client,
            path,
            key,
            index: Arc::default(),
            reaches: Mutex::default(),
            turn: tokio::sync::Mutex::default(),
            anew: Notify::new(),
            ended: AtomicBool::new(false),
        })
    }

    /// Closes the file.
    pub(crate) fn end(&self) {
        self.ended.store(true, Ordering::Release);
        let index = self.index.clone();
        detach(async move {
            apart(move || *lock(&index) = None).await;
        });
    }

    /// Works with the index, away from everybody who waits. None if that is not possible now; an index that does not open or
    /// is damaged is begun anew.
    pub(super) async fn with<T, W>(self: &Arc<Self>, work: W) -> Option<T>
    where
        T: Send + 'static,
        W: FnOnce(&mut Index) -> Result<T, SealedError> + Send + 'static,
    {
        let this = self.clone();
        apart(move || this.work(work)).await.flatten()
    }

    fn work<T>(&self, work: impl FnOnce(&mut Index) -> Result<T, SealedError>) -> Option<T> {
        let mut slot = lock(&self.index);
        if self.ended.load(Ordering::Acquire) {
            return None;
        }
        let index = match slot.as_mut() {
            Some(index) => index,
            None => slot.insert(open(&self.path, &self.key)?),
        };
        match work(index) {
            Ok(done) => Some(done),
            Err(error) => {
                tracing::warn!("the search's index: {error}");
                *slot = None;
                if error == SealedError::WrongKey {
                    SealedRows::remove_file(&self.path);
                    lock(&self.reaches).clear();
                    self.anew.notify_one();
                }
                None
            }
        }
    }

    /// How far back a conversation is searched; none until it was read.
    pub(super) fn reach_of(&self, room: &RoomId) -> Option<Reach> {
        lock(&self.reaches).get(room).copied()
    }

    /// The conversations that are searched.
    pub(super) fn joined(&self) -> HashSet<String> {
        self.client.joined_rooms().iter().map(|room| room.room_id().to_string()).collect()
    }

    /// Goes on for as long as the session does.
    pub(crate) async fn keep_up(self: Arc<Self>) {
        let mut updates = self.client.event_cache().subscribe_to_room_generic_updates();
        let mut readable = std::pin::pin!(readable(&self.client));
        sleep(FIRST).await;
        let mut known = HashSet::new();
        let mut due = Due::all(&self.client);
        loop {
            let joined = self.joined();
            if joined != known {
                let rooms = joined.clone();
                self.with(move |index| index.keep(&rooms)).await;
                due.add_all(joined.difference(&known).filter_map(|room| RoomId::parse(room).ok()));
                known = joined;
            }
            while let Some((room, again)) = due.next(&self.client) {
                if self.catch_up(&room, again).await {
                    sleep(PAUSE).await;
                }
            }
            tokio::select! {
                update = updates.recv() => match update {
                    Ok(update) => due.add(update.room_id, false),
                    Err(RecvError::Lagged(_)) => due = Due::all(&self.client),
                    Err(RecvError::Closed) => return,
                },
                room = readable.next() => match room {
                    Some(Some(room)) => due.add(room, true),
                    Some(None) => due = Due::all(&self.client),
                    None => return,
                },
                () = self.anew.notified() => {
                    sleep(FIRST).await;
                    due = Due::all(&self.client);
                }
                () = sleep(TIDY) => continue,
            }
            sleep(GATHER).await;
        }
    }

    /// Reads what of a conversation has not been read, and with `again` what could not be. Answers whether that was anything.
    pub(super) async fn catch_up(self: &Arc<Self>, room: &RoomId, again: bool) -> bool {
        let _turn = self.turn.lock().await;
        let id = room.to_string();
        let Some(mut notes) = self
            .with({
                let id = id.clone();
                move |index| index.notes(&id)
            })
            .await
        else {
            return false;
        };
        let pieces = match self.store().await {
            Some(store) => match store.load_all_chunks_metadata(LinkedChunkId::Room(room)).await {
                Ok(all) => newest_first(&all),
                Err(_) => return false,
            },
            None => return false,
        };
        let before = notes.clone();
        notes.retain(|note| pieces.iter().any(|piece| note.is_of(*piece)));
        let mut changed = notes.len() != before.len();
        for piece in pieces.iter().filter(|piece| piece.count > 0) {
            let known = notes.iter().position(|note| note.is_of(*piece));
            if known.is_some_and(|at| !(again && notes[at].closed)) {
                continue;
            }
            let Some(events) = self.load(room, *piece).await else { continue };
            let id = id.clone();
            let piece = *piece;
            let Some(note) = self.with(move |index| take(index, &id, piece, &events)).await else { return changed };
            if let Some(at) = known {
                notes.remove(at);
            }
            notes.push(note);
            changed = true;
            sleep(PAUSE).await;
        }
        let reach = reach(&pieces, &notes);
        if changed && self.with(move |index| index.note(&id, &notes)).await.is_none() {
            return changed;
        }
        lock(&self.reaches).insert(room.to_owned(), reach);
        changed
    }

    async fn store(&self) -> Option<EventCacheStoreLockGuard> {
        match self.client.event_cache_store().lock().await.ok()? {
            EventCacheStoreLockState::Clean(store) | EventCacheStoreLockState::Dirty(store) => Some(store),
        }
    }

    async fn load(&self, room: &RoomId, piece: Piece) -> Option<Vec<TimelineEvent>> {
        let (store, room) = (self.store().await?, LinkedChunkId::Room(room));
        let chunk = match piece.next {
            Some(next) => store.load_previous_chunk(room, ChunkIdentifier::new(next)).await.ok()??,
            None => store.load_last_chunk(room).await.ok()?.0?,
        };
        match chunk.content {
            ChunkContent::Items(events) if chunk.identifier.index() == piece.id => Some(events),
            _ => None,
        }
    }
}

fn open(path: &std::path::Path, key: &StoreKey) -> Option<Index> {
    match Index::open(path, key) {
        Ok(index) => Some(index),
        Err(SealedError::Io) => None,
        Err(SealedError::WrongKey) => {
            tracing::warn!("the search's index does not open; a new one is begun");
            SealedRows::remove_file(path);
            Index::open(path, key).ok()
        }
    }
}

/// Takes in a piece and notes what it was.
fn take(index: &mut Index, room: &str, piece: Piece, events: &[TimelineEvent]) -> Result<Note, SealedError> {
    let meanings: Vec<Meaning> = events.iter().map(read).collect();
    index.take(room, &meanings)?;
    let times: Vec<u64> =
        events.iter().take(3).filter_map(|event| event.timestamp()).map(|at| at.get().into()).collect();
    let has = |wanted: &Meaning| meanings.contains(wanted);
    Ok(Note::new(piece, events.len(), &times, has(&Meaning::Closed), has(&Meaning::Begins)))
}

/// Conversations in which something has become readable; none if that may be any.
fn readable(client: &Client) -> impl Stream<Item = Option<OwnedRoomId>> + use<'_> {
    client.event_cache().subscribe_to_decryption_reports().filter_map(async |report| match report {
        Ok(RedecryptorReport::ResolvedUtds { room_id, .. }) => Some(Some(room_id)),
        Ok(RedecryptorReport::BackupAvailable) => None,
        Ok(RedecryptorReport::Lagging) | Err(_) => Some(None),
    })
}

/// Conversations that are to be read, with whether what could not be read is tried again.
#[derive(Default)]
struct Due {
    rooms: BTreeMap<OwnedRoomId, bool>,
}

impl Due {
    fn all(client: &Client) -> Self {
        Self { rooms: client.joined_rooms().iter().map(|room| (room.room_id().to_owned(), true)).collect() }
    }

    fn add(&mut self, room: OwnedRoomId, again: bool) {
        *self.rooms.entry(room).or_default() |= again;
    }

    fn add_all(&mut self, rooms: impl IntoIterator<Item = OwnedRoomId>) {
        for room in rooms.into_iter().collect::<BTreeSet<_>>() {
            self.add(room, false);
        }
    }

    /// The one that was last used.
    fn next(&mut self, client: &Client) -> Option<(OwnedRoomId, bool)> {
        let stamp = |room: &RoomId| client.get_room(room).and_then(|room| room.recency_stamp()).map(u64::from);
        let next = self.rooms.keys().max_by_key(|room| stamp(room))?.clone();
        self.rooms.remove_entry(&next)
    }
}

#[cfg(test)]
#[path = "filler_tests.rs"]
mod tests;
