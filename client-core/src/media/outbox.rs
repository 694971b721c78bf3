//! Files on their way: upload, check, send. Kept in the encrypted store, so that they go on after a restart.
//!
//! The event with the file is sent only after the scanner called the file clean; while the scanner cannot say, the file
//! waits here and text flows past it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bridge_api::scan::room_pseudonym;
use matrix_sdk::Client;
use matrix_sdk::ruma::events::room::MediaSource;
use matrix_sdk::ruma::{EventId, OwnedEventId, OwnedRoomId, RoomId};
use serde::{Deserialize, Serialize};
use tokio::sync::{broadcast, watch};

use super::safety::{KnownFile, Safety, context};
use super::scanner::Scanner;
use super::upload::upload;
use crate::Result;
use crate::platform::{Task, lock, now_ms, random_name, sleep, spawn};
use crate::problem::step;
use crate::timeline::gateway::{Gateway, file_content};
use crate::view::{BlockedReason, ConnectionView, DeliveryView, ProblemView, SafetyView};

const INDEX: &[u8] = b"org.depesha.outbox";

fn bytes_key(id: &str) -> Vec<u8> {
    format!("org.depesha.outbox.{id}").into_bytes()
}

/// Where in a thread a file goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct InThread {
    /// The message that the thread begins with.
    pub(crate) root: OwnedEventId,
    /// The newest answer when the file was taken: programs that know no threads show the file under it.
    pub(crate) newest: OwnedEventId,
}

/// A file on its way.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Parcel {
    pub(crate) id: String,
    pub(crate) room: OwnedRoomId,
    /// Versions before threads took files wrote nothing here.
    #[serde(default)]
    pub(crate) thread: Option<InThread>,
    pub(crate) name: String,
    pub(crate) media_type: String,
    pub(crate) size: u64,
    pub(crate) dimensions: Option<(u32, u32)>,
    pub(crate) at_ms: u64,
    /// Where the bytes are, once they are on the homeserver.
    uploaded: Option<MediaSource>,
    /// Why the scanner keeps it back; then the bytes are no longer here.
    #[serde(default)]
    blocked: Option<BlockedReason>,
    #[serde(skip, default = "waiting")]
    pub(crate) delivery: DeliveryView,
    #[serde(skip, default = "checking")]
    pub(crate) safety: SafetyView,
}

impl Parcel {
    fn new(id: String, room: &RoomId, name: &str, media_type: &str, size: u64) -> Self {
        Self {
            id,
            room: room.to_owned(),
            thread: None,
            name: name.to_owned(),
            media_type: media_type.to_owned(),
            size,
            dimensions: None,
            at_ms: now_ms(),
            uploaded: None,
            blocked: None,
            delivery: DeliveryView::Waiting,
            safety: SafetyView::Checking,
        }
    }

    fn goes_to(&self, room: &RoomId, thread: Option<&EventId>) -> bool {
        self.room == room && self.thread.as_ref().map(|thread| &*thread.root) == thread
    }

    /// What was blocked before the program ended is blocked, and is not tried again.
    fn stay_blocked(&mut self) {
        if let Some(reason) = self.blocked.clone() {
            self.safety = SafetyView::Blocked { reason };
            self.delivery = DeliveryView::Failed { problem: ProblemView::FileNotReleased };
        }
    }
}

/// What came of an attempt.
enum Attempt {
    Done,
    /// Again after a pause; the scanner may have said how long.
    Again(Option<Duration>),
}

fn waiting() -> DeliveryView {
    DeliveryView::Waiting
}

fn checking() -> SafetyView {
    SafetyView::Checking
}

/// All files on their way.
pub(crate) struct Outbox {
    shared: Arc<Shared>,
    work: Mutex<HashMap<String, Task>>,
}

struct Shared {
    client: Client,
    scanner: Arc<Scanner>,
    safety: Arc<Safety>,
    connection: watch::Receiver<ConnectionView>,
    parcels: Mutex<Vec<Parcel>>,
    changes: broadcast::Sender<OwnedRoomId>,
    writing: tokio::sync::Mutex<()>,
}

impl Outbox {
    /// Takes up what was on its way when the program ended.
    pub(crate) async fn open(
        client: Client,
        scanner: Arc<Scanner>,
        safety: Arc<Safety>,
        connection: watch::Receiver<ConnectionView>,
    ) -> Arc<Self> {
        let stored = client.state_store().get_custom_value(INDEX).await.ok().flatten();
        let mut parcels: Vec<Parcel> = stored.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default();
        parcels.iter_mut().for_each(Parcel::stay_blocked);
        let ids: Vec<String> = parcels.iter().filter(|one| one.blocked.is_none()).map(|one| one.id.clone()).collect();
        let shared = Shared {
            client,
            scanner,
            safety,
            connection,
            parcels: Mutex::new(parcels),
            changes: broadcast::Sender::new(64),
            writing: tokio::sync::Mutex::default(),
        };
        let outbox = Arc::new(Self { shared: Arc::new(shared), work: Mutex::default() });
        for id in ids {
            outbox.start(id);
        }
        outbox
    }

    /// Names the rooms whose files on their way change.
    pub(crate) fn changes(&self) -> broadcast::Receiver<OwnedRoomId> {
        self.shared.changes.subscribe()
    }

    /// The files on their way to a room, or to one of its threads, oldest first.
    pub(crate) fn on_their_way(&self, room: &RoomId, thread: Option<&EventId>) -> Vec<Parcel> {
        lock(&self.shared.parcels).iter().filter(|parcel| parcel.goes_to(room, thread)).cloned().collect()
    }

    /// Takes a file.
    pub(crate) async fn add(
        &self,
        room: &RoomId,
        thread: Option<InThread>,
        name: &str,
        media_type: &str,
        bytes: Vec<u8>,
    ) -> Result<()> {
        let id = random_name()?;
        let dimensions = imagesize::blob_size(&bytes)
            .ok()
            .and_then(|size| Some((u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?)));
        let mut parcel = Parcel::new(id.clone(), room, name, media_type, bytes.len() as u64);
        parcel.dimensions = dimensions;
        parcel.thread = thread;
        let store = self.shared.client.state_store();
        store.set_custom_value(&bytes_key(&id), bytes).await.map_err(step("keeping a file"))?;
        self.take(parcel).await;
        Ok(())
    }

    /// Takes a file whose bytes are on the homeserver already.
    pub(crate) async fn add_known(
        &self,
        room: &RoomId,
        file: &KnownFile,
        size: u64,
        dimensions: Option<(u32, u32)>,
    ) -> Result<()> {
        let mut parcel = Parcel::new(random_name()?, room, &file.name, &file.media_type, size);
        parcel.dimensions = dimensions;
        parcel.uploaded = Some(file.source.clone());
        self.take(parcel).await;
        Ok(())
    }

    async fn take(&self, parcel: Parcel) {
        let (id, room) = (parcel.id.clone(), parcel.room.clone());
        lock(&self.shared.parcels).push(parcel);
        self.shared.write().await;
        let _ = self.shared.changes.send(room);
        self.start(id);
    }

    /// Tries a failed file again. What was blocked is not here any more.
    pub(crate) fn retry(&self, id: &str) -> Result<()> {
        let parcel = self.shared.parcel(id).ok_or(ProblemView::NotFound)?;
        if parcel.blocked.is_some() {
            return Err(ProblemView::FileNotReleased);
        }
        self.shared.change(id, |parcel| {
            parcel.delivery = DeliveryView::Waiting;
            parcel.safety = SafetyView::Checking;
        });
        self.start(id.to_owned());
        Ok(())
    }

    /// Gives a file up.
    pub(crate) async fn cancel(&self, id: &str) -> Result<()> {
        lock(&self.work).remove(id);
        self.shared.forget(id).await;
        Ok(())
    }

    fn start(&self, id: String) {
        let shared = self.shared.clone();
        let name = id.clone();
        let task = spawn(async move { shared.carry(&name).await });
        lock(&self.work).insert(id, task);
    }

    /// Ends all work; what is on its way stays in the store.
    pub(crate) fn end(&self) {
        lock(&self.work).clear();
    }
}

impl Shared {
    fn parcel(&self, id: &str) -> Option<Parcel> {
        lock(&self.parcels).iter().find(|parcel| parcel.id == id).cloned()
    }

    fn change(&self, id: &str, change: impl FnOnce(&mut Parcel)) {
        let room = {
            let mut parcels = lock(&self.parcels);
            let Some(parcel) = parcels.iter_mut().find(|parcel| parcel.id == id) else { return };
            change(parcel);
            parcel.room.clone()
        };
        let _ = self.changes.send(room);
    }

    async fn write(&self) {
        let _one_at_a_time = self.writing.lock().await;
        let bytes = serde_json::to_vec(&*lock(&self.parcels)).unwrap_or_default();
        if self.client.state_store().set_custom_value(INDEX, bytes).await.is_err() {
            tracing::warn!("the list of files on their way could not be kept");
        }
    }

    async fn forget(&self, id: &str) {
        let Some(parcel) = self.parcel(id) else { return };
        lock(&self.parcels).retain(|parcel| parcel.id != id);
        self.write().await;
        let _ = self.client.state_store().remove_custom_value(&bytes_key(id)).await;
        let _ = self.changes.send(parcel.room);
    }

    async fn online(&self) {
        let mut connection = self.connection.clone();
        let _ = connection.wait_for(|state| *state == ConnectionView::Online).await;
    }

    /// Carries one file to its end: sent, blocked, or failed. Never gives up while the trouble may pass.
    async fn carry(&self, id: &str) {
        let mut pause = Duration::from_secs(1);
        loop {
            self.online().await;
            let mut told = None;
            match self.advance(id).await {
                Ok(Attempt::Done) => return,
                Ok(Attempt::Again(pause)) => told = pause,
                Err(ProblemView::Unreachable | ProblemView::SlowDown) => {
                    self.change(id, |parcel| parcel.delivery = DeliveryView::Waiting);
                }
                Err(problem) => {
                    self.change(id, |parcel| parcel.delivery = DeliveryView::Failed { problem });
                    return;
                }
            }
            sleep(told.unwrap_or(pause)).await;
            pause = (pause * 2).min(Duration::from_secs(20));
        }
    }

    /// One attempt.
    async fn advance(&self, id: &str) -> Result<Attempt> {
        let Some(parcel) = self.parcel(id) else { return Ok(Attempt::Done) };
        let room = self.client.get_room(&parcel.room).ok_or(ProblemView::NotFound)?;
        let gateway = Gateway::open(&room).await?;
        let source = match parcel.uploaded.clone() {
            Some(source) => source,
            None => self.upload(&parcel, gateway.encrypted()).await?,
        };
        if gateway.encrypted() != matches!(source, MediaSource::Encrypted(_)) {
            return Err(ProblemView::NotEncrypted);
        }
        self.change(id, |parcel| parcel.delivery = DeliveryView::Checking);
        let context = context(&room_pseudonym(parcel.room.as_str()), &parcel.media_type);
        let found = self.scanner.assess(&source, &context).await;
        self.change(id, |parcel| parcel.safety = found.safety.clone());
        match found.safety {
            SafetyView::Safe => {
                let file = KnownFile {
                    source: source.clone(),
                    name: parcel.name.clone(),
                    media_type: parcel.media_type.clone(),
                    context,
                    safety: SafetyView::Safe,
                };
                self.safety.settle(file);
                gateway.send_file(file_content(&parcel, source), found.verdict).await?;
                self.forget(id).await;
                Ok(Attempt::Done)
            }
            SafetyView::NotCheckedYet | SafetyView::Checking | SafetyView::Waiting => {
                Ok(Attempt::Again(found.retry_after))
            }
            SafetyView::Blocked { reason } => {
                self.block(id, reason).await;
                Err(ProblemView::FileNotReleased)
            }
            SafetyView::Uncheckable { .. } => Err(ProblemView::FileNotReleased),
        }
    }

    /// The scanner keeps the file back: it is never sent, and its copy leaves this device.
    async fn block(&self, id: &str, reason: BlockedReason) {
        self.change(id, |parcel| parcel.blocked = Some(reason));
        self.write().await;
        if self.client.state_store().remove_custom_value(&bytes_key(id)).await.is_err() {
            tracing::warn!("the copy of a blocked file could not be removed");
        }
    }

    async fn upload(&self, parcel: &Parcel, encrypt: bool) -> Result<MediaSource> {
        let stored = self.client.state_store().get_custom_value(&bytes_key(&parcel.id)).await;
        let bytes = stored.ok().flatten().ok_or(ProblemView::NotFound)?;
        self.change(&parcel.id, |parcel| parcel.delivery = DeliveryView::Sending { progress: Some(0.0) });
        let (progress, mut told) = watch::channel(0.0);
        let sending = upload(&self.client, bytes, &parcel.media_type, encrypt, move |share| {
            progress.send_replace(share);
        });
        let mut sending = std::pin::pin!(sending);
        let source = loop {
            tokio::select! {
                done = &mut sending => break done?,
                Ok(()) = told.changed() => {
                    let share = *told.borrow_and_update();
                    self.change(&parcel.id, |parcel| parcel.delivery = DeliveryView::Sending { progress: Some(share) });
                }
            }
        };
        self.change(&parcel.id, |parcel| parcel.uploaded = Some(source.clone()));
        self.write().await;
        Ok(source)
    }
}

#[cfg(test)]
mod tests {
    use matrix_sdk::ruma::{event_id, room_id};

    use super::*;

    #[test]
    fn what_an_earlier_version_kept_is_read_and_goes_to_the_room() {
        let kept = serde_json::json!([{
            "id": "0a1b", "room": "!reserve:a.example", "name": "minutes.txt", "media_type": "text/plain", "size": 12,
            "dimensions": null, "at_ms": 1_700_000_000_000_u64, "uploaded": null, "blocked": null,
        }]);
        let parcels: Vec<Parcel> = serde_json::from_value(kept).expect("parcels");
        assert_eq!(parcels[0].thread, None);
        assert!(parcels[0].goes_to(room_id!("!reserve:a.example"), None));
    }

    #[test]
    fn a_file_in_a_thread_stays_in_it_over_a_restart() {
        let (room, root) = (room_id!("!reserve:a.example"), event_id!("$root"));
        let mut parcel = Parcel::new("0a1b".to_owned(), room, "minutes.txt", "text/plain", 12);
        parcel.thread = Some(InThread { root: root.to_owned(), newest: event_id!("$newest").to_owned() });
        let kept = serde_json::to_vec(&[parcel]).expect("JSON");
        let parcel = serde_json::from_slice::<Vec<Parcel>>(&kept).expect("parcels").remove(0);
        assert!(parcel.goes_to(room, Some(root)));
        assert!(!parcel.goes_to(room, None));
        assert!(!parcel.goes_to(room, Some(event_id!("$other"))));
        assert!(!parcel.goes_to(room_id!("!other:a.example"), Some(root)));
        let content = file_content(&parcel, MediaSource::Plain("mxc://a.example/minutes".into()));
        let expected = serde_json::json!({"rel_type": "m.thread", "event_id": "$root", "is_falling_back": true,
            "m.in_reply_to": {"event_id": "$newest"}});
        assert_eq!(serde_json::to_value(content).expect("JSON")["m.relates_to"], expected);
    }
}
