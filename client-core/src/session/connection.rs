//! How the connection does, and the loop that keeps the sync running: it never gives up while the session lives.

use std::sync::Arc;
use std::time::Duration;

use futures_util::{FutureExt, Stream};
use matrix_sdk::{Client, SessionChange};
use matrix_sdk_ui::room_list_service::State as ListState;
use matrix_sdk_ui::sync_service::{State, SyncService};
use tokio::sync::watch;

use crate::Result;
use crate::bridge::Bridge;
use crate::messenger::Messenger;
use crate::platform::sleep;
use crate::view::{ConnectionView, OfflineCause};

impl Messenger {
    /// The state of the connection: the present one at once, then every change.
    ///
    /// # Errors
    /// [`crate::view::ProblemView::SignedOut`].
    pub fn connection(&self) -> Result<impl Stream<Item = ConnectionView> + Send + use<>> {
        let receiver = self.active()?.connection.subscribe();
        Ok(watched(receiver))
    }
}

/// A watched value as a stream: the present one at once, then every change.
pub(crate) fn watched<T: Clone + Send + Sync + 'static>(
    mut receiver: watch::Receiver<T>,
) -> impl Stream<Item = T> + Send + use<T> {
    receiver.mark_changed();
    futures_util::stream::unfold(receiver, |mut receiver| async move {
        receiver.changed().await.ok()?;
        let value = receiver.borrow_and_update().clone();
        Some((value, receiver))
    })
}

/// Follows the sync, restarts it, and says how it does. Runs as long as the session.
pub(super) async fn keep(
    client: Client,
    sync: Arc<SyncService>,
    front_door: Bridge,
    view: watch::Sender<ConnectionView>,
) {
    let mut service = sync.state();
    let list = sync.room_list_service();
    let mut lists = list.state();
    let mut sessions = client.subscribe_to_session_changes();
    sync.start().await;
    loop {
        let now = view.borrow().clone();
        let next = judge(&service.get(), &lists.get(), &now, &front_door).await;
        if next == ConnectionView::Online && now != ConnectionView::Online {
            client.send_queue().set_enabled(true).await;
        }
        view.send_if_modified(|now| std::mem::replace(now, next.clone()) != next);
        let stopped = matches!(service.get(), State::Error(_) | State::Terminated);
        let away = matches!(service.get(), State::Offline);
        let pause = if stopped { Duration::from_secs(1) } else { Duration::from_secs(3) };
        tokio::select! {
            _ = service.next() => {}
            _ = lists.next() => {}
            change = sessions.recv() => {
                if let Ok(SessionChange::UnknownToken(_)) = change {
                    view.send_replace(ConnectionView::SessionEnded);
                    sync.stop().await;
                    return;
                }
            }
            () = sleep(pause).fuse() => {
                // The SDK looks more and more seldom whether the server is back; people want it at once.
                if stopped || (away && front_door.homeserver_answers().await) {
                    sync.start().await;
                }
            }
        }
    }
}

async fn judge(service: &State, list: &ListState, now: &ConnectionView, front_door: &Bridge) -> ConnectionView {
    match (service, list) {
        (State::Running, ListState::Running) => ConnectionView::Online,
        // A verification restarts the sync again and again; that is no interruption.
        (State::Running | State::Idle | State::Terminated, _) if *now == ConnectionView::Online => now.clone(),
        (State::Running | State::Idle | State::Terminated, _) => ConnectionView::Connecting,
        (State::Offline | State::Error(_), _) => {
            let cause = if front_door.answers().await { OfflineCause::Homeserver } else { OfflineCause::Network };
            ConnectionView::Offline { cause }
        }
    }
}
