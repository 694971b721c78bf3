//! Comparing emoji, or a code that the other side scans: with one's own other device, which confirms a new one, or with another
//! person. One at a time.
//!
//! The answers to what another person writes in a conversation go out with the sync that brings keys. It does not hear of
//! that conversation and may be in the middle of a long poll, so it is started again after each step.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::stream::BoxStream;
use futures_util::{Stream, StreamExt};
use matrix_sdk::encryption::identities::RequestVerificationError;
use matrix_sdk::encryption::verification::{
    QrVerification, QrVerificationState, SasState, SasVerification, Verification, VerificationRequest,
    VerificationRequestState,
};
use matrix_sdk::event_handler::EventHandlerDropGuard;
use matrix_sdk::ruma::UserId;
use matrix_sdk::ruma::events::key::verification::request::ToDeviceKeyVerificationRequestEvent;
use matrix_sdk::ruma::events::room::member::MembershipState;
use matrix_sdk::ruma::events::room::message::{MessageType, OriginalSyncRoomMessageEvent};
use matrix_sdk::{Client, Room};
use matrix_sdk_ui::sync_service::SyncService;
use tokio::sync::watch;

use super::again::send_what_trust_held_back;
use super::code::{code_of, methods};
use super::own::OwnDevices;
use crate::Result;
use crate::messenger::Messenger;
use crate::platform::{Task, lock, sleep, spawn};
use crate::problem::{from_sdk, step, unexpected};
use crate::rooms::person_in;
use crate::session::{restart, watched};
use crate::text::clean;
use crate::timeline::gateway::Gateway;
use crate::view::{EmojiView, ProblemView, VerificationView};

/// How long a verification may take before it is given up.
const PATIENCE: Duration = Duration::from_secs(5 * 60);

/// When the SDK is made to send what it may have to answer.
const A_MOMENT: Duration = Duration::from_millis(100);
const SELDOM: Duration = Duration::from_secs(5);

/// How long a new conversation may take to stand in the list of direct ones.
const DIRECT_PATIENCE: Duration = Duration::from_secs(10);
const DIRECT_GLANCE: Duration = Duration::from_millis(100);

/// The verification under way, if there is one.
pub(crate) struct Verifications {
    client: Client,
    devices: Arc<OwnDevices>,
    view: watch::Sender<VerificationView>,
    request: Mutex<Option<VerificationRequest>>,
    sas: Mutex<Option<SasVerification>>,
    /// The code on the screen.
    pub(super) code: Mutex<Option<QrVerification>>,
    work: Mutex<Vec<Task>>,
    /// Whether one is under way in a conversation; set again at each of its steps.
    in_conversation: watch::Sender<bool>,
    sending: Mutex<Option<Task>>,
    handlers: Mutex<Vec<EventHandlerDropGuard>>,
}

impl Verifications {
    /// Listens for requests of the person's other devices, and of other people.
    pub(crate) fn listen(client: Client, sync: Arc<SyncService>, devices: Arc<OwnDevices>) -> Arc<Self> {
        let this = Arc::new(Self {
            client: client.clone(),
            devices,
            view: watch::Sender::new(VerificationView::Idle),
            request: Mutex::default(),
            sas: Mutex::default(),
            code: Mutex::default(),
            work: Mutex::default(),
            in_conversation: watch::Sender::new(false),
            sending: Mutex::default(),
            handlers: Mutex::default(),
        });
        *lock(&this.sending) = Some(spawn(send_each_step(sync, this.in_conversation.subscribe())));
        let weak = Arc::downgrade(&this);
        let own = client.add_event_handler(move |event: ToDeviceKeyVerificationRequestEvent, client: Client| {
            let weak = weak.clone();
            async move {
                let Some(this) = weak.upgrade() else { return };
                // Only one's own devices: other people ask in a conversation.
                if client.user_id() == Some(&event.sender) {
                    this.asked(&event.sender, event.content.transaction_id.as_str(), String::new()).await;
                }
            }
        });
        let weak = Arc::downgrade(&this);
        let others = client.add_event_handler(move |event: OriginalSyncRoomMessageEvent, room: Room| {
            let weak = weak.clone();
            async move {
                let MessageType::VerificationRequest(asked) = &event.content.msgtype else { return };
                let Some(this) = weak.upgrade() else { return };
                if asked.to == room.own_user_id() && room.encryption_state().is_encrypted() {
                    let name = person_in(&room, &event.sender).await.name;
                    this.asked(&event.sender, event.event_id.as_str(), name).await;
                }
            }
        });
        let guard = |handle| client.event_handler_drop_guard(handle);
        *lock(&this.handlers) = vec![guard(own), guard(others)];
        this
    }

    fn busy(&self) -> bool {
        !matches!(*self.view.borrow(), VerificationView::Idle | VerificationView::Done | VerificationView::Cancelled)
    }

    /// Takes up a request of somebody, unless another one is under way.
    async fn asked(self: Arc<Self>, sender: &UserId, flow: &str, person: String) {
        let Some(request) = self.client.encryption().get_verification_request(sender, flow).await else { return };
        if self.busy() {
            return;
        }
        let device = match request.state() {
            VerificationRequestState::Requested { other_device_data, .. } => {
                let named = other_device_data.display_name().map(clean).filter(|name| !name.is_empty());
                named.unwrap_or_else(|| other_device_data.device_id().to_string())
            }
            // Too old, or taken up by another device of the person.
            _ => return,
        };
        self.begin(request, VerificationView::Requested { device, person });
    }

    /// Both have said that the signs are the same.
    async fn done(&self) {
        self.show(VerificationView::Done);
        self.devices.look_again();
        send_what_trust_held_back(&self.client).await;
    }

    /// Follows a request until it ends.
    fn begin(self: &Arc<Self>, request: VerificationRequest, first: VerificationView) {
        *lock(&self.request) = Some(request.clone());
        *lock(&self.sas) = None;
        *lock(&self.code) = None;
        self.show(first);
        let (clock, follow) = (self.clone(), self.clone());
        let mut work = lock(&self.work);
        work.clear();
        work.push(spawn(async move {
            sleep(PATIENCE).await;
            let request = lock(&clock.request).clone();
            if let Some(request) = request.filter(|_| clock.busy()) {
                let _ = request.cancel().await;
                clock.show(VerificationView::Cancelled);
            }
        }));
        work.push(spawn(async move { follow.follow(request).await }));
    }

    fn show(&self, view: VerificationView) {
        self.view.send_replace(view);
        self.step();
    }

    /// Something happened. In a conversation it may have to be answered.
    fn step(&self) {
        if lock(&self.request).as_ref().is_some_and(|request| request.room_id().is_some()) {
            self.in_conversation.send_replace(self.busy());
        }
    }

    async fn follow(&self, request: VerificationRequest) {
        let mut changes = std::pin::pin!(request.changes());
        let mut scan: Option<BoxStream<'static, QrVerificationState>> = None;
        let mut state = Some(request.state());
        while let Some(now) = state {
            match now {
                VerificationRequestState::Ready { .. } => {
                    if let Some((code, view)) = code_of(&request).await {
                        scan = Some(code.changes().boxed());
                        *lock(&self.code) = Some(code);
                        self.show(VerificationView::Code { code: view });
                    } else if request.we_started()
                        // Whoever asked starts; so the two never start at once.
                        && let Ok(Some(sas)) = request.start_sas().await
                    {
                        return self.compare(sas).await;
                    }
                }
                VerificationRequestState::Transitioned { verification, .. } => match verification {
                    Verification::SasV1(sas) => {
                        if !sas.we_started() {
                            let _ = sas.accept().await;
                        }
                        return self.compare(sas).await;
                    }
                    // The code of this side, which is on the screen.
                    Verification::QrV1(_) if scan.is_some() => {}
                    _ => {
                        let _ = request.cancel().await;
                        return self.show(VerificationView::Cancelled);
                    }
                },
                VerificationRequestState::Done => return self.done().await,
                VerificationRequestState::Cancelled(_) => return self.show(VerificationView::Cancelled),
                VerificationRequestState::Created { .. } | VerificationRequestState::Requested { .. } => self.step(),
            }
            state = loop {
                tokio::select! {
                    now = changes.next() => break now,
                    scanned = next_of(&mut scan) => match scanned {
                        Some(QrVerificationState::Scanned) => self.show(VerificationView::Scanned),
                        Some(QrVerificationState::Confirmed) => self.show(VerificationView::Confirmed),
                        Some(QrVerificationState::Done { .. }) => return self.done().await,
                        Some(QrVerificationState::Cancelled(_)) => return self.show(VerificationView::Cancelled),
                        Some(QrVerificationState::Started | QrVerificationState::Reciprocated) => self.step(),
                        None => scan = None,
                    },
                }
            };
        }
    }

    async fn compare(&self, sas: SasVerification) {
        *lock(&self.sas) = Some(sas.clone());
        let mut changes = std::pin::pin!(sas.changes());
        let mut state = Some(sas.state());
        while let Some(now) = state {
            match now {
                SasState::KeysExchanged { emojis: Some(emojis), .. } => {
                    let emoji = emojis
                        .emojis
                        .iter()
                        .map(|emoji| EmojiView { symbol: emoji.symbol.to_owned(), name: emoji.description.to_owned() });
                    self.show(VerificationView::Emoji { emoji: emoji.collect() });
                }
                SasState::KeysExchanged { emojis: None, .. } => {
                    let _ = sas.cancel().await;
                    self.show(VerificationView::Cancelled);
                    return;
                }
                SasState::Confirmed => {
                    self.show(VerificationView::Confirmed);
                }
                SasState::Done { .. } => return self.done().await,
                SasState::Cancelled(_) => {
                    self.show(VerificationView::Cancelled);
                    return;
                }
                SasState::Created { .. } | SasState::Started { .. } | SasState::Accepted { .. } => self.step(),
            }
            state = changes.next().await;
        }
    }

    /// Ends all work.
    pub(crate) fn end(&self) {
        lock(&self.work).clear();
        lock(&self.sending).take();
        lock(&self.handlers).clear();
    }

    /// One at a time.
    fn free(&self) -> Result<()> {
        if self.busy() { Err(unexpected("a verification is under way")) } else { Ok(()) }
    }

    fn sas(&self) -> Result<SasVerification> {
        lock(&self.sas).clone().ok_or(ProblemView::NotFound)
    }

    pub(super) fn request(&self) -> Result<VerificationRequest> {
        lock(&self.request).clone().ok_or(ProblemView::NotFound)
    }
}

impl Messenger {
    /// The verification under way: the present state at once, then every change.
    ///
    /// # Errors
    /// [`ProblemView::SignedOut`].
    pub fn verification(&self) -> Result<impl Stream<Item = VerificationView> + Send + use<>> {
        Ok(watched(self.active()?.verifications.view.subscribe()))
    }

    /// Asks the person's other devices to confirm this one.
    ///
    /// # Errors
    /// [`ProblemView::NotFound`] if the account has no other device or no identity.
    pub async fn request_own_verification(&self) -> Result<()> {
        let active = self.active()?;
        active.verifications.free()?;
        let user: &UserId = active.client.user_id().ok_or(ProblemView::SignedOut)?;
        let encryption = active.client.encryption();
        let identity = encryption.request_user_identity(user).await.map_err(|error| from_sdk(&error))?;
        let identity = identity.ok_or(ProblemView::NotFound)?;
        let request =
            identity.request_verification_with_methods(methods()).await.map_err(|_| ProblemView::Unreachable)?;
        active.verifications.begin(request, VerificationView::Waiting);
        Ok(())
    }

    /// Asks one device of the person to compare signs with this one.
    ///
    /// # Errors
    /// [`ProblemView::NotFound`] if there is no such device, or it keeps no keys.
    pub async fn request_device_verification(&self, device_id: &str) -> Result<()> {
        let active = self.active()?;
        active.verifications.free()?;
        let user: &UserId = active.client.user_id().ok_or(ProblemView::SignedOut)?;
        let device = active.client.encryption().get_device(user, device_id.into()).await.map_err(step("device"))?;
        let device = device.ok_or(ProblemView::NotFound)?;
        let asked = device.request_verification_with_methods(methods()).await;
        let request = asked.map_err(|error| from_sdk(&error))?;
        active.verifications.begin(request, VerificationView::Waiting);
        Ok(())
    }

    /// Asks another person to compare signs, in the direct conversation with them; makes it if there is none.
    ///
    /// # Errors
    /// [`ProblemView::NotThereYet`] if they have not entered that conversation, [`ProblemView::NotFound`] if they have no
    /// identity, [`ProblemView::NotEncrypted`], [`ProblemView::DeviceNotConfirmed`], [`ProblemView::IdentityChanged`].
    pub async fn request_person_verification(&self, user_id: &str) -> Result<()> {
        let active = self.active()?;
        active.verifications.free()?;
        let user = UserId::parse(user_id).map_err(|_| ProblemView::NotFound)?;
        let identity = active.client.encryption().request_user_identity(&user).await;
        let identity = identity.map_err(|error| from_sdk(&error))?.ok_or(ProblemView::NotFound)?;
        // The SDK would make a conversation by itself and write into it before it is known to be encrypted.
        let room = match active.client.get_dm_room(&user) {
            Some(room) => room,
            None => {
                let made = self.start_direct(user_id).await?;
                until_direct(&active.client, &user, &made).await?
            }
        };
        let member = room.get_member(&user).await.map_err(|error| from_sdk(&error))?;
        if member.is_none_or(|member| *member.membership() != MembershipState::Join) {
            return Err(ProblemView::NotThereYet);
        }
        Gateway::open(&room).await?;
        let asked = identity.request_verification_with_methods(methods()).await;
        let request = asked.map_err(|error| match error {
            RequestVerificationError::Sdk(error) => from_sdk(&error),
            _ => unexpected("asking to compare signs"),
        })?;
        active.verifications.begin(request, VerificationView::Waiting);
        Ok(())
    }

    /// Accepts the request of another device or person.
    ///
    /// # Errors
    /// [`ProblemView::NotFound`] if there is none.
    pub async fn accept_verification(&self) -> Result<()> {
        let active = self.active()?;
        let verifications = &active.verifications;
        let request = verifications.request()?;
        let before = verifications.view.borrow().clone();
        // A code may be there before the other side has heard that it is accepted.
        verifications.show(VerificationView::Waiting);
        request.accept_with_methods(methods()).await.map_err(|error| {
            verifications.show(before);
            from_sdk(&error)
        })
    }

    /// Says that the emoji are the same on both devices.
    ///
    /// # Errors
    /// [`ProblemView::NotFound`] if there is nothing to compare.
    pub async fn confirm_emoji(&self) -> Result<()> {
        self.active()?.verifications.sas()?.confirm().await.map_err(|error| from_sdk(&error))
    }

    /// Says that the emoji differ.
    ///
    /// # Errors
    /// [`ProblemView::NotFound`] if there is nothing to compare.
    pub async fn reject_emoji(&self) -> Result<()> {
        self.active()?.verifications.sas()?.mismatch().await.map_err(|error| from_sdk(&error))
    }

    /// Ends the verification under way.
    ///
    /// # Errors
    /// [`ProblemView::NotFound`] if there is none.
    pub async fn cancel_verification(&self) -> Result<()> {
        let active = self.active()?;
        let request = active.verifications.request()?;
        let outcome = request.cancel().await.map_err(|error| from_sdk(&error));
        active.verifications.show(VerificationView::Cancelled);
        outcome
    }
}

/// The next value; for ever none without a stream.
async fn next_of<T>(stream: &mut Option<BoxStream<'static, T>>) -> Option<T> {
    match stream {
        Some(stream) => stream.next().await,
        None => std::future::pending().await,
    }
}

/// Has the SDK send its answer to each step that was taken in a conversation, the last one too. Now and then also without
/// one: not every step of the other side shows here.
async fn send_each_step(sync: Arc<SyncService>, mut in_conversation: watch::Receiver<bool>) {
    while in_conversation.changed().await.is_ok() {
        let mut more = true;
        while more {
            // The answer is queued a moment after the step shows.
            sleep(A_MOMENT).await;
            more = *in_conversation.borrow_and_update();
            restart(&sync).await;
            if more {
                tokio::select! {
                    _ = in_conversation.changed() => {}
                    () = sleep(SELDOM) => {}
                }
            }
        }
    }
}

/// Waits until the list of direct conversations has a new one: the SDK asks in the one that stands there.
async fn until_direct(client: &Client, user: &UserId, room_id: &str) -> Result<Room> {
    let mut waited = Duration::ZERO;
    while waited < DIRECT_PATIENCE {
        if let Some(room) = client.get_dm_room(user).filter(|room| room.room_id() == room_id) {
            return Ok(room);
        }
        sleep(DIRECT_GLANCE).await;
        waited += DIRECT_GLANCE;
    }
    Err(ProblemView::NotThereYet)
}
