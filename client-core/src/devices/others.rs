//! The identities of other people: whether the two have compared signs, and changes, which are shown once and where they
//! matter: in the rooms with them.

use std::collections::BTreeMap;

use async_stream::stream;
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use matrix_sdk::room::Room;
use matrix_sdk::ruma::{OwnedUserId, UserId};
use matrix_sdk_base::crypto::IdentityState;

use super::again::send_what_trust_held_back;
use crate::Result;
use crate::messenger::Messenger;
use crate::problem::{from_sdk, step};
use crate::rooms::person_in;
use crate::session::Active;
use crate::view::{IdentityChangeView, IdentityView, ProblemView};

impl Messenger {
    /// Who in an encrypted room has another identity than before, and nobody has said anything about it here: the present
    /// list at once, then every change.
    ///
    /// # Errors
    /// [`ProblemView::NotFound`], [`ProblemView::SignedOut`].
    pub fn identity_changes(&self, room_id: &str) -> Result<BoxStream<'static, Vec<IdentityChangeView>>> {
        let room = self.active()?.room(room_id)?;
        let changes = stream! {
            let mut shown = BTreeMap::new();
            yield Vec::new();
            if !room.latest_encryption_state().await.is_ok_and(|state| state.is_encrypted()) {
                return;
            }
            let Ok(changes) = room.subscribe_to_identity_status_changes().await else { return };
            let mut changes = std::pin::pin!(changes);
            while let Some(batch) = changes.next().await {
                for change in batch {
                    match was_compared(&change.changed_to) {
                        Some(was_compared) => shown.insert(change.user_id, was_compared),
                        None => shown.remove(&change.user_id),
                    };
                }
                yield named(&room, &shown).await;
            }
        };
        Ok(changes.boxed())
    }

    /// The person has seen that somebody's identity is another one, and goes on with it. If signs had been compared, they
    /// count as not compared from here on. What was held back because of it is sent.
    ///
    /// # Errors
    /// [`ProblemView::NotFound`] if they have no identity.
    pub async fn accept_identity(&self, user_id: &str) -> Result<()> {
        let active = self.active()?;
        let user = UserId::parse(user_id).map_err(|_| ProblemView::NotFound)?;
        let identity = active.client.encryption().get_user_identity(&user).await.map_err(step("identity"))?;
        let identity = identity.ok_or(ProblemView::NotFound)?;
        if identity.has_verification_violation() {
            identity.withdraw_verification().await.map_err(step("withdrawing a comparison"))?;
        } else {
            identity.pin().await.map_err(step("keeping an identity"))?;
        }
        send_what_trust_held_back(&active.client).await;
        Ok(())
    }
}

impl Active {
    /// How the identity of somebody stands here. Asks the homeserver if nothing is known.
    pub(crate) async fn identity_of(&self, user: &UserId) -> IdentityView {
        let encryption = self.client.encryption();
        let identity = match encryption.get_user_identity(user).await {
            Ok(None) => encryption.request_user_identity(user).await.map_err(|error| from_sdk(&error)).ok().flatten(),
            Ok(known) => known,
            Err(_) => None,
        };
        match identity {
            None => IdentityView::None,
            Some(identity) if identity.is_verified() => IdentityView::Compared,
            Some(identity) if identity.has_verification_violation() => IdentityView::Changed,
            Some(_) => IdentityView::NotCompared,
        }
    }
}

/// Whether there is something to show, and then whether signs had been compared.
fn was_compared(state: &IdentityState) -> Option<bool> {
    match state {
        IdentityState::Verified | IdentityState::Pinned => None,
        IdentityState::PinViolation => Some(false),
        IdentityState::VerificationViolation => Some(true),
    }
}

async fn named(room: &Room, shown: &BTreeMap<OwnedUserId, bool>) -> Vec<IdentityChangeView> {
    let mut views = Vec::with_capacity(shown.len());
    for (user, was_compared) in shown {
        let name = person_in(room, user).await.name;
        views.push(IdentityChangeView { user_id: user.to_string(), name, was_compared: *was_compared });
    }
    views
}
