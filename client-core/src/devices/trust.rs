//! The state of the account's encryption as one value with one remedy.

use async_stream::stream;
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use matrix_sdk::Client;
use matrix_sdk::encryption::VerificationState;
use matrix_sdk::encryption::recovery::RecoveryState;

use crate::Result;
use crate::messenger::Messenger;
use crate::view::TrustView;

impl Messenger {
    /// The state of the account's encryption: the present one at once, then every change.
    ///
    /// # Errors
    /// [`crate::view::ProblemView::SignedOut`].
    pub fn trust(&self) -> Result<BoxStream<'static, TrustView>> {
        let client = self.active()?.client.clone();
        let changes = stream! {
            let encryption = client.encryption();
            let mut recovery = std::pin::pin!(encryption.recovery().state_stream());
            let mut verification = encryption.verification_state();
            let mut last = None;
            loop {
                let now = judge(&client).await;
                if last.as_ref() != Some(&now) {
                    last = Some(now.clone());
                    yield now;
                }
                tokio::select! {
                    more = recovery.next() => if more.is_none() { return },
                    more = verification.next() => if more.is_none() { return },
                }
            }
        };
        Ok(changes.boxed())
    }
}

async fn judge(client: &Client) -> TrustView {
    let encryption = client.encryption();
    let signed = encryption.verification_state().get();
    match (encryption.recovery().state(), signed) {
        (RecoveryState::Unknown, _) | (_, VerificationState::Unknown) => TrustView::Unknown,
        (_, VerificationState::Unverified) | (RecoveryState::Incomplete, _) => TrustView::NeedsRecovery,
        (RecoveryState::Disabled, VerificationState::Verified) => TrustView::Fresh,
        (RecoveryState::Enabled, VerificationState::Verified) => TrustView::Ready,
    }
}
