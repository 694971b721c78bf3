//! The account's trust as a stream: gathers what the SDK knows, and lets [`super::state`] judge it.

use std::time::Duration;

use async_stream::stream;
use futures_util::StreamExt;
use futures_util::stream::{BoxStream, once, select_all};
use matrix_sdk::Client;
use matrix_sdk::encryption::VerificationState;
use matrix_sdk::encryption::backups::BackupState;
use matrix_sdk::encryption::recovery::RecoveryState;

use super::own::own_changes;
use super::state::{Facts, Identity, Recovery, judge};
use crate::Result;
use crate::messenger::Messenger;
use crate::platform::sleep;
use crate::session::watched;
use crate::view::{ConnectionView, ProblemView, TrustView};

/// How long keys may be on their way from another device before the person is asked to do something about them.
const ON_THE_WAY: Duration = Duration::from_secs(5);

impl Messenger {
    /// The state of the account's encryption: the present one at once, then every change. Ends after
    /// [`TrustView::SignedOutForGood`].
    ///
    /// # Errors
    /// [`ProblemView::SignedOut`].
    pub fn trust(&self) -> Result<BoxStream<'static, TrustView>> {
        let active = match self.active() {
            Ok(active) => active,
            // Whoever looks a moment too late is told, too, how it ended.
            Err(ProblemView::SignedOut) if self.is_over() => {
                return Ok(once(async { TrustView::SignedOutForGood }).boxed());
            }
            Err(problem) => return Err(problem),
        };
        let (client, mut connection) = (active.client.clone(), active.connection.subscribe());
        let told = watched(active.devices.changes()).map(drop).boxed();
        drop(active);
        let changes = stream! {
            yield TrustView::Unknown;
            let mut last = TrustView::Unknown;
            client.encryption().wait_for_e2ee_initialization_tasks().await;
            let mut changes = changes(&client, told).await;
            let mut waited = false;
            loop {
                let connected = connection.borrow_and_update().clone();
                let now = trust_now(&client, connected).await;
                let on_the_way = now == TrustView::RecoveryIncomplete && last != now && !waited;
                if !on_the_way && last != now {
                    last = now;
                    yield now;
                }
                if now == TrustView::SignedOutForGood {
                    return;
                }
                waited = tokio::select! {
                    Some(()) = changes.next() => waited,
                    more = connection.changed() => match more {
                        Ok(()) => waited,
                        // The session is not here any more.
                        Err(_) => return,
                    },
                    () = sleep(ON_THE_WAY), if on_the_way => true,
                };
                waited &= now == TrustView::RecoveryIncomplete;
            }
        };
        Ok(changes.boxed())
    }
}

/// Whatever may change the facts.
async fn changes(client: &Client, told: BoxStream<'static, ()>) -> BoxStream<'static, ()> {
    let encryption = client.encryption();
    let mut all: Vec<BoxStream<'static, ()>> = vec![
        told,
        encryption.recovery().state_stream().map(drop).boxed(),
        encryption.verification_state().map(drop).boxed(),
        encryption.backups().state_stream().map(drop).boxed(),
    ];
    all.extend(own_changes(client).await);
    select_all(all).boxed()
}

/// The state at this moment.
pub(crate) async fn trust_now(client: &Client, connection: ConnectionView) -> TrustView {
    judge(facts(client, connection).await)
}

async fn facts(client: &Client, connection: ConnectionView) -> Facts {
    let encryption = client.encryption();
    let verification = encryption.verification_state().get();
    let identity = match client.user_id() {
        Some(own) => encryption.get_user_identity(own).await.ok().flatten(),
        None => None,
    };
    // Not by `verification`: the SDK forgets to change that if it is stopped while it takes in its own devices.
    let device = encryption.get_own_device().await.ok().flatten();
    let device_signed = device.is_some_and(|device| device.is_cross_signed_by_owner());
    Facts {
        over: connection == ConnectionView::SessionEnded,
        heard: verification != VerificationState::Unknown,
        identity: match identity {
            None => Identity::None,
            Some(identity) if identity.has_verification_violation() => Identity::Changed,
            Some(_) => Identity::Known,
        },
        device_signed,
        keys_here: encryption.cross_signing_status().await.is_some_and(|status| status.is_complete()),
        recovery: match encryption.recovery().state() {
            RecoveryState::Disabled => Recovery::None,
            RecoveryState::Enabled | RecoveryState::Incomplete => Recovery::Kept,
            RecoveryState::Unknown => ask(client, connection).await,
        },
        backup_here: match encryption.backups().state() {
            // A backup that is being made or taken up again is there; a moment later it is said whether that went well.
            BackupState::Creating | BackupState::Enabling | BackupState::Resuming => true,
            BackupState::Downloading | BackupState::Enabled => true,
            BackupState::Unknown | BackupState::Disabling => false,
        },
    }
}

/// The SDK asks once, when it starts; without a connection it would not know before the next start.
async fn ask(client: &Client, connection: ConnectionView) -> Recovery {
    if connection != ConnectionView::Online {
        return Recovery::Unknown;
    }
    match client.encryption().secret_storage().is_enabled().await {
        Ok(true) => Recovery::Kept,
        Ok(false) => Recovery::None,
        Err(_) => Recovery::Unknown,
    }
}
