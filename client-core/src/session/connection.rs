//! How the connection does, and the loop that keeps the sync running: it never gives up while the session lives.

use std::sync::Arc;
use std::time::Duration;

use futures_util::stream::BoxStream;
use futures_util::{FutureExt, Stream, StreamExt};
use matrix_sdk::{Client, SessionChange};
use matrix_sdk_ui::room_list_service::State as ListState;
use matrix_sdk_ui::sync_service::{State, SyncService};
use tokio::sync::watch;

use super::ending::{Ending, Standing, standing};
use crate::Result;
use crate::bridge::Bridge;
use crate::messenger::Messenger;
use crate::platform::sleep;
use crate::view::{ConnectionView, OfflineCause};

/// How long until the server is asked again whether an account may be used once more.
const AGAIN: Duration = Duration::from_secs(if cfg!(test) { 1 } else { 15 });

/// How long stopping the sync may take.
const LONGEST_STOP: Duration = Duration::from_secs(5);

impl Messenger {
    /// The state of the connection: the present one at once, then every change.
    ///
    /// # Errors
    /// [`crate::view::ProblemView::SignedOut`].
    pub fn connection(&self) -> Result<BoxStream<'static, ConnectionView>> {
        match self.active() {
            Ok(active) => Ok(watched(active.connection.subscribe()).boxed()),
            // Whoever looks a moment too late is told, too, how it ended.
            Err(_) if self.is_over() => Ok(futures_util::stream::once(async { ConnectionView::SessionEnded }).boxed()),
            Err(problem) => Err(problem),
        }
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

/// Ends the sync's work; whether it has ended. The SDK does not come back from stopping one that has only just begun; that
/// one goes on.
pub(crate) async fn stop(sync: &SyncService) -> bool {
    tokio::select! {
        () = sync.stop() => true,
        () = sleep(LONGEST_STOP) => {
            tracing::warn!("the sync did not stop");
            false
        }
    }
}

/// Has the sync begin again, so that what waits for the next one goes now.
pub(crate) async fn restart(sync: &SyncService) {
    stop(sync).await;
    sync.start().await;
}

/// Follows the sync, restarts it, and says how it does. Runs as long as the session.
pub(super) async fn keep(
    client: Client,
    sync: Arc<SyncService>,
    front_door: Bridge,
    view: watch::Sender<ConnectionView>,
    ending: Ending,
) {
    let mut service = sync.state();
    let list = sync.room_list_service();
    let mut lists = list.state();
    let mut sessions = client.subscribe_to_session_changes();
    let set = |next: ConnectionView| view.send_if_modified(|now| std::mem::replace(now, next.clone()) != next);
    sync.start().await;
    loop {
        let now = view.borrow().clone();
        let next = judge(&service.get(), &lists.get(), &now, &front_door).await;
        if next == ConnectionView::Online && now != ConnectionView::Online {
            client.send_queue().set_enabled(true).await;
        }
        let stopped = matches!(service.get(), State::Error(_) | State::Terminated);
        let away = matches!(next, ConnectionView::Offline { .. });
        let failed = away || matches!(lists.get(), ListState::Error { .. });
        // A server that answers and refuses this session is not away.
        let refused = failed && front_door.homeserver_answers().await;
        let mut doubted = refused && stands_badly(standing(&client).await);
        if !doubted {
            set(next);
            let pause = if stopped { Duration::from_secs(1) } else { Duration::from_secs(3) };
            tokio::select! {
                _ = service.next() => {}
                _ = lists.next() => {}
                change = sessions.recv() => doubted = matches!(change, Ok(SessionChange::UnknownToken(_))),
                () = sleep(pause).fuse() => {
                    // The SDK looks more and more seldom whether the server is back; people want it at once.
                    if stopped || (away && front_door.homeserver_answers().await) {
                        sync.start().await;
                    }
                }
            }
        }
        if doubted {
            stop(&sync).await;
            if !wait_until_good(&client, &ending, &set).await {
                return;
            }
            sessions = sessions.resubscribe();
            sync.start().await;
        }
    }
}

fn stands_badly(standing: Standing) -> bool {
    !matches!(standing, Standing::Good | Standing::Unknown)
}

/// Asks how the session stands until it is good (true) or will never be again (false).
async fn wait_until_good(client: &Client, ending: &Ending, set: &impl Fn(ConnectionView) -> bool) -> bool {
    loop {
        match standing(client).await {
            Standing::Good => return true,
            Standing::Suspended => set(ConnectionView::Suspended),
            Standing::SignInAgain => {
                set(ConnectionView::SignInAgain);
                return false;
            }
            Standing::Over => {
                ending.remove_all();
                return false;
            }
            Standing::Unknown => set(ConnectionView::Connecting),
        };
        sleep(AGAIN).await;
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
