//! Confirming one's own new device from another one by comparing emoji. One verification at a time.
//!
//! Each step waits for a sync's long poll to end, so the sync is restarted every second while one is under way.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::{Stream, StreamExt};
use matrix_sdk::Client;
use matrix_sdk::encryption::verification::{
    SasState, SasVerification, Verification, VerificationRequest, VerificationRequestState,
};
use matrix_sdk::event_handler::EventHandlerDropGuard;
use matrix_sdk::ruma::UserId;
use matrix_sdk::ruma::events::key::verification::VerificationMethod;
use matrix_sdk::ruma::events::key::verification::request::ToDeviceKeyVerificationRequestEvent;
use matrix_sdk_ui::sync_service::SyncService;
use tokio::sync::watch;

use crate::Result;
use crate::media::safety::lock;
use crate::messenger::Messenger;
use crate::platform::{Task, sleep, spawn};
use crate::problem::{from_sdk, unexpected};
use crate::session::watched;
use crate::text::clean;
use crate::view::{EmojiView, ProblemView, VerificationView};

/// How long a verification may take before it is given up.
const PATIENCE: Duration = Duration::from_secs(5 * 60);

/// The verification under way, if there is one.
pub(crate) struct Verifications {
    sync: Arc<SyncService>,
    view: watch::Sender<VerificationView>,
    request: Mutex<Option<VerificationRequest>>,
    sas: Mutex<Option<SasVerification>>,
    work: Mutex<Vec<Task>>,
    handler: Mutex<Option<EventHandlerDropGuard>>,
}

impl Verifications {
    /// Listens for requests of the person's other devices.
    pub(crate) fn listen(client: Client, sync: Arc<SyncService>) -> Arc<Self> {
        let this = Arc::new(Self {
            sync,
            view: watch::Sender::new(VerificationView::Idle),
            request: Mutex::default(),
            sas: Mutex::default(),
            work: Mutex::default(),
            handler: Mutex::default(),
        });
        let weak = Arc::downgrade(&this);
        let handle = client.add_event_handler(move |event: ToDeviceKeyVerificationRequestEvent, client: Client| {
            let weak = weak.clone();
            async move {
                let Some(this) = weak.upgrade() else { return };
                // Only one's own devices; other people are confirmed elsewhere.
                if client.user_id() != Some(&event.sender) {
                    return;
                }
                let found = client
                    .encryption()
                    .get_verification_request(&event.sender, event.content.transaction_id.as_str())
                    .await;
                if let Some(request) = found {
                    this.clone().take_up(request).await;
                }
            }
        });
        *lock(&this.handler) = Some(client.event_handler_drop_guard(handle));
        this
    }

    fn busy(&self) -> bool {
        !matches!(*self.view.borrow(), VerificationView::Idle | VerificationView::Done | VerificationView::Cancelled)
    }

    async fn take_up(self: Arc<Self>, request: VerificationRequest) {
        if self.busy() {
            return;
        }
        let device = match request.state() {
            VerificationRequestState::Requested { other_device_data, .. } => {
                let named = other_device_data.display_name().map(clean).filter(|name| !name.is_empty());
                named.unwrap_or_else(|| other_device_data.device_id().to_string())
            }
            _ => String::new(),
        };
        self.begin(request, VerificationView::Requested { device });
    }

    /// Follows a request until it ends.
    fn begin(self: &Arc<Self>, request: VerificationRequest, first: VerificationView) {
        *lock(&self.request) = Some(request.clone());
        *lock(&self.sas) = None;
        self.view.send_replace(first);
        let (pulse, follow) = (self.clone(), self.clone());
        let mut work = lock(&self.work);
        work.clear();
        work.push(spawn(async move {
            let mut waited = Duration::ZERO;
            while pulse.busy() && waited < PATIENCE {
                sleep(Duration::from_secs(1)).await;
                waited += Duration::from_secs(1);
                pulse.sync.stop().await;
                pulse.sync.start().await;
            }
            if pulse.busy() {
                let request = lock(&pulse.request).clone();
                if let Some(request) = request {
                    let _ = request.cancel().await;
                }
                pulse.view.send_replace(VerificationView::Cancelled);
            }
        }));
        work.push(spawn(async move { follow.follow(request).await }));
    }

    async fn follow(&self, request: VerificationRequest) {
        let mut changes = std::pin::pin!(request.changes());
        let mut state = Some(request.state());
        while let Some(now) = state {
            match now {
                VerificationRequestState::Ready { .. } => {
                    // Whoever asked starts; so the two never start at once.
                    if request.we_started()
                        && let Ok(Some(sas)) = request.start_sas().await
                    {
                        return self.compare(sas).await;
                    }
                }
                VerificationRequestState::Transitioned { verification, .. } => {
                    return match verification {
                        Verification::SasV1(sas) => {
                            if !sas.we_started() {
                                let _ = sas.accept().await;
                            }
                            self.compare(sas).await;
                        }
                        _ => {
                            let _ = request.cancel().await;
                            self.view.send_replace(VerificationView::Cancelled);
                        }
                    };
                }
                VerificationRequestState::Done => {
                    self.view.send_replace(VerificationView::Done);
                    return;
                }
                VerificationRequestState::Cancelled(_) => {
                    self.view.send_replace(VerificationView::Cancelled);
                    return;
                }
                VerificationRequestState::Created { .. } | VerificationRequestState::Requested { .. } => {}
            }
            state = changes.next().await;
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
                    self.view.send_replace(VerificationView::Emoji { emoji: emoji.collect() });
                }
                SasState::KeysExchanged { emojis: None, .. } => {
                    let _ = sas.cancel().await;
                    self.view.send_replace(VerificationView::Cancelled);
                    return;
                }
                SasState::Confirmed => {
                    self.view.send_replace(VerificationView::Confirmed);
                }
                SasState::Done { .. } => {
                    self.view.send_replace(VerificationView::Done);
                    return;
                }
                SasState::Cancelled(_) => {
                    self.view.send_replace(VerificationView::Cancelled);
                    return;
                }
                SasState::Created { .. } | SasState::Started { .. } | SasState::Accepted { .. } => {}
            }
            state = changes.next().await;
        }
    }

    /// Ends all work.
    pub(crate) fn end(&self) {
        lock(&self.work).clear();
        lock(&self.handler).take();
    }

    fn sas(&self) -> Result<SasVerification> {
        lock(&self.sas).clone().ok_or(ProblemView::NotFound)
    }

    fn request(&self) -> Result<VerificationRequest> {
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
        if active.verifications.busy() {
            return Err(unexpected("a verification is under way"));
        }
        let user: &UserId = active.client.user_id().ok_or(ProblemView::SignedOut)?;
        let encryption = active.client.encryption();
        let identity = encryption.request_user_identity(user).await.map_err(|error| from_sdk(&error))?;
        let identity = identity.ok_or(ProblemView::NotFound)?;
        let request = identity
            .request_verification_with_methods(vec![VerificationMethod::SasV1])
            .await
            .map_err(|_| ProblemView::Unreachable)?;
        active.verifications.begin(request, VerificationView::Waiting);
        Ok(())
    }

    /// Accepts the request of another own device.
    ///
    /// # Errors
    /// [`ProblemView::NotFound`] if there is none.
    pub async fn accept_verification(&self) -> Result<()> {
        let active = self.active()?;
        let request = active.verifications.request()?;
        request.accept_with_methods(vec![VerificationMethod::SasV1]).await.map_err(|error| from_sdk(&error))?;
        active.verifications.view.send_replace(VerificationView::Waiting);
        Ok(())
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
        active.verifications.view.send_replace(VerificationView::Cancelled);
        outcome
    }
}
