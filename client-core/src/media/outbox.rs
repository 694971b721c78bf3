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
use super::voice::Voice;
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
    /// What stands under it, in Markdown. Versions before captions were sent along wrote nothing here.
    #[serde(default)]
    pub(crate) caption: Option<String>,
    /// It is a voice message. Versions before these were recorded here wrote nothing.
    #[serde(default)]
    pub(crate) voice: Option<Voice>,
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
    /// The person has stopped it for now.
    #[serde(default)]
    paused: bool,
    /// It is being handed over: too late to stop it.
    #[serde(skip)]
    leaving: bool,
    #[serde(skip, default = "waiting")]
    pub(crate) delivery: DeliveryView,
    #[serde(skip, default = "not_sent_yet")]
    pub(crate) safety: SafetyView,
}

impl Parcel {
    /// A file for a room, without what else is known of it.
    pub(crate) fn new(room: &RoomId, name: &str, media_type: &str) -> Result<Self> {
        Ok(Self {
            id: random_name()?,
            room: room.to_owned(),
            thread: None,
            caption: None,
            voice: None,
            name: name.to_owned(),
            media_type: media_type.to_owned(),
            size: 0,
            dimensions: None,
            at_ms: now_ms(),
            uploaded: None,
            blocked: None,
            paused: false,
            leaving: false,
            delivery: DeliveryView::Waiting,
            safety: SafetyView::NotSentYet,
        })
    }

    fn goes_to(&self, room: &RoomId, thread: Option<&EventId>) -> bool {
        self.room == room && self.thread.as_ref().map(|thread| &*thread.root) == thread
    }

    /// What is blocked is blocked, and what is stopped waits for the person: after a restart, and whatever was told of it last.
    fn settle(&mut self) {
        if let Some(reason) = self.blocked.clone() {
            self.safety = SafetyView::Blocked { reason };
            self.delivery = DeliveryView::Failed { problem: ProblemView::FileNotReleased };
        } else if self.paused {
            self.delivery = DeliveryView::Paused;
        }
    }

    fn goes_by_itself(&self) -> bool {
        self.blocked.is_none() && !self.paused
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

fn not_sent_yet() -> SafetyView {
    SafetyView::NotSentYet
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
        parcels.iter_mut().for_each(Parcel::settle);
        let ids: Vec<String> = parcels.iter().filter(|one| one.goes_by_itself()).map(|one| one.id.clone()).collect();
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

    /// Takes a file with its bytes.
    pub(crate) async fn add(&self, mut parcel: Parcel, bytes: Vec<u8>) -> Result<()> {
        parcel.size = bytes.len() as u64;
        parcel.dimensions = imagesize::blob_size(&bytes)
            .ok()
            .and_then(|size| Some((u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?)));
        let store = self.shared.client.state_store();
        store.set_custom_value(&bytes_key(&parcel.id), bytes).await.map_err(step("keeping a file"))?;
        self.take(parcel).await;
        Ok(())
    }

    /// Takes a file whose bytes are on the homeserver already.
    pub(crate) async fn add_known(&self, mut parcel: Parcel, source: MediaSource) {
        parcel.uploaded = Some(source);
        self.take(parcel).await;
    }

    async fn take(&self, parcel: Parcel) {
        let (id, room) = (parcel.id.clone(), parcel.room.clone());
        lock(&self.shared.parcels).push(parcel);
        self.shared.write().await;
        let _ = self.shared.changes.send(room);
        self.start(id);
    }

    /// Lets a file that failed, or was stopped, go on. What was blocked is not here any more.
    pub(crate) async fn retry(&self, id: &str) -> Result<()> {
        let parcel = self.shared.not_blocked(id)?;
        self.shared.change(id, |parcel| {
            parcel.paused = false;
            parcel.delivery = DeliveryView::Waiting;
            parcel.safety = SafetyView::NotSentYet;
        });
        if parcel.paused {
            self.shared.write().await;
        }
        self.start(id.to_owned());
        Ok(())
    }

    /// Stops a file until the person lets it go on. What is on the homeserver already is not uploaded again; an upload that
    /// is cut off begins anew (Matrix knows no upload in parts).
    pub(crate) async fn pause(&self, id: &str) -> Result<()> {
        self.shared.not_blocked(id)?;
        self.stop(id)?;
        self.shared.change(id, |parcel| parcel.delivery = DeliveryView::Paused);
        self.shared.write().await;
        Ok(())
    }

    /// Gives a file up.
    pub(crate) async fn cancel(&self, id: &str) -> Result<()> {
        self.stop(id)?;
        self.shared.forget(id).await;
        Ok(())
    }

    /// Ends the work on a file. What is stopped is not handed over any more, even where its work ends a moment later.
    fn stop(&self, id: &str) -> Result<()> {
        still_here(&mut lock(&self.shared.parcels), id)?.paused = true;
        lock(&self.work).remove(id);
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

/// A file that has not gone and is not being handed over at this moment: cut off there, it might go twice.
fn still_here<'a>(parcels: &'a mut [Parcel], id: &str) -> Result<&'a mut Parcel> {
    parcels.iter_mut().find(|parcel| parcel.id == id && !parcel.leaving).ok_or(ProblemView::NotFound)
}

impl Shared {
    fn parcel(&self, id: &str) -> Option<Parcel> {
        lock(&self.parcels).iter().find(|parcel| parcel.id == id).cloned()
    }

    /// A file, unless the scanner keeps it back.
    fn not_blocked(&self, id: &str) -> Result<Parcel> {
        let parcel = self.parcel(id).ok_or(ProblemView::NotFound)?;
        if parcel.blocked.is_none() { Ok(parcel) } else { Err(ProblemView::FileNotReleased) }
    }

    fn change(&self, id: &str, change: impl FnOnce(&mut Parcel)) {
        let room = {
            let mut parcels = lock(&self.parcels);
            let Some(parcel) = parcels.iter_mut().find(|parcel| parcel.id == id) else { return };
            change(parcel);
            parcel.settle();
            parcel.room.clone()
        };
        let _ = self.changes.send(room);
    }

    /// Whether the file is handed over now: from here on nobody stops it.
    fn leaves(&self, id: &str) -> bool {
        let mut parcels = lock(&self.parcels);
        match still_here(&mut parcels, id) {
            Ok(parcel) if !parcel.paused => {
                parcel.leaving = true;
                true
            }
            _ => false,
        }
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
        self.change(id, |parcel| {
            parcel.delivery = DeliveryView::Checking;
            parcel.safety = SafetyView::Checking;
        });
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
                if !self.leaves(id) {
                    return Ok(Attempt::Done);
                }
                let sent = gateway.send_file(file_content(&parcel, source), found.verdict).await;
                self.change(id, |parcel| parcel.leaving = false);
                sent?;
                self.forget(id).await;
                Ok(Attempt::Done)
            }
            SafetyView::NotSentYet | SafetyView::NotCheckedYet | SafetyView::Checking | SafetyView::Waiting => {
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
    fn what_is_stopped_stays_so_over_a_restart_and_what_is_blocked_comes_first() {
        let mut parcel = Parcel::new(room_id!("!reserve:a.example"), "minutes.txt", "text/plain").expect("a name");
        parcel.paused = true;
        parcel.caption = Some("Page **two**".to_owned());
        let restarted = |parcel: &Parcel| {
            let kept = serde_json::to_vec(parcel).expect("JSON");
            let mut parcel: Parcel = serde_json::from_slice(&kept).expect("a parcel");
            parcel.settle();
            parcel
        };
        let again = restarted(&parcel);
        assert_eq!(again.delivery, DeliveryView::Paused);
        assert!(!again.goes_by_itself());
        assert_eq!(again.caption.as_deref(), Some("Page **two**"));
        parcel.blocked = Some(BlockedReason::Infected);
        assert!(matches!(restarted(&parcel).delivery, DeliveryView::Failed { .. }));
        (parcel.blocked, parcel.paused) = (None, false);
        assert!(restarted(&parcel).goes_by_itself());
    }

    #[test]
    fn a_file_that_is_being_handed_over_is_not_stopped_any_more() {
        let parcel = Parcel::new(room_id!("!reserve:a.example"), "minutes.txt", "text/plain").expect("a name");
        let (id, mut parcels) = (parcel.id.clone(), vec![parcel]);
        assert!(still_here(&mut parcels, &id).is_ok());
        parcels[0].leaving = true;
        assert_eq!(still_here(&mut parcels, &id).err(), Some(ProblemView::NotFound));
        assert_eq!(still_here(&mut parcels, "other").err(), Some(ProblemView::NotFound));
    }

    #[test]
    fn a_file_in_a_thread_stays_in_it_over_a_restart() {
        let (room, root) = (room_id!("!reserve:a.example"), event_id!("$root"));
        let mut parcel = Parcel::new(room, "minutes.txt", "text/plain").expect("a name");
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
