//! What becomes of this account when its owner moves to another homeserver: the old account is told where to, and the new
//! one enters the rooms into which the old one invites it.
//!
//! Only the bridge says whose invitations those are. A conversation of two stays one: the new account keeps it as such with
//! the other person, not with its own former self.

use std::collections::BTreeSet;
use std::time::Duration;

use bridge_api::events::ACCESS_RULES;
use bridge_api::people::{MovedTo, OwnMoves};
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use matrix_sdk::ruma::api::client::state::get_state_event_for_key;
use matrix_sdk::ruma::events::StateEventType;
use matrix_sdk::ruma::{OwnedRoomId, OwnedUserId, UserId};
use matrix_sdk::{Client, Room, RoomMemberships};
use tokio::sync::watch;

use crate::Result;
use crate::bridge::Bridge;
use crate::messenger::Messenger;
use crate::platform::{now_ms, sleep};
use crate::rooms::members_in;
use crate::session::watched;
use crate::text::clean;
use crate::view::MoveView;

/// How often invitations are looked for.
const LOOK: Duration = Duration::from_secs(5);
/// How often the bridge is asked.
const ASK_MS: u64 = 5 * 60_000;
/// How soon it is asked again when it did not answer.
const AGAIN_MS: u64 = 30_000;

impl Messenger {
    /// Whether the owner of this account moves to another homeserver: the present state at once, then every change.
    ///
    /// # Errors
    /// [`crate::view::ProblemView::SignedOut`].
    pub fn own_move(&self) -> Result<BoxStream<'static, MoveView>> {
        Ok(watched(self.active()?.own_move.subscribe()).boxed())
    }
}

fn view(to: Option<MovedTo>) -> MoveView {
    let Some(to) = to else { return MoveView::Stays };
    let organisation = clean(&to.organisation);
    match (to.user_id, to.until_ms.and_then(|at| u64::try_from(at).ok())) {
        (Some(_), Some(until_ms)) => MoveView::Moved { organisation, until_ms },
        _ => MoveView::Announced { organisation },
    }
}

/// Asks the bridge every now and then and accepts the former account's invitations. Runs as long as the session.
pub(crate) async fn follow(client: Client, front_door: Bridge, told: watch::Sender<MoveView>) {
    let mut from: BTreeSet<OwnedUserId> = BTreeSet::new();
    let (mut next, mut entered): (u64, BTreeSet<OwnedRoomId>) = (0, BTreeSet::new());
    loop {
        if now_ms() >= next {
            let token = client.access_token().unwrap_or_default();
            match front_door.own_moves(&token).await {
                Ok(OwnMoves { moved_to, moved_from }) => {
                    let now = view(moved_to);
                    told.send_if_modified(|before| std::mem::replace(before, now.clone()) != now);
                    from = moved_from.iter().filter_map(|id| UserId::parse(id).ok()).collect();
                    next = now_ms() + ASK_MS;
                }
                Err(_) => next = now_ms() + AGAIN_MS,
            }
        }
        if !from.is_empty() {
            enter(&client, &from, &mut entered).await;
        }
        sleep(LOOK).await;
    }
}

/// Accepts what the former accounts invite to; what does not work now is tried again.
async fn enter(client: &Client, from: &BTreeSet<OwnedUserId>, entered: &mut BTreeSet<OwnedRoomId>) {
    for room in client.invited_rooms() {
        let ours = room.invite_details().await.is_ok_and(|invite| from.contains(&invite.inviter_id));
        if ours {
            match room.join().await {
                Ok(()) => drop(entered.insert(room.room_id().to_owned())),
                Err(_) => tracing::warn!("a room of the former account cannot be entered now"),
            }
        }
    }
    for id in entered.clone() {
        let Some(room) = client.get_room(&id) else { continue };
        if keep_direct(client, &room, from).await.is_ok() {
            entered.remove(&id);
        }
    }
}

/// A conversation of two is one for the new account too.
async fn keep_direct(client: &Client, room: &Room, from: &BTreeSet<OwnedUserId>) -> matrix_sdk::Result<()> {
    let kind = StateEventType::from(ACCESS_RULES);
    let request = get_state_event_for_key::v3::Request::new(room.room_id().to_owned(), kind, String::new());
    // A room without the rule is none of two; so is one that the server does not tell about.
    let Ok(answer) = client.send(request).await else { return Ok(()) };
    let direct = answer.into_content().deserialize_as_unchecked::<serde_json::Value>();
    if !direct.is_ok_and(|content| content["rule"] == "direct") {
        return Ok(());
    }
    let members = members_in(room, RoomMemberships::ACTIVE).await?;
    let others: Vec<OwnedUserId> = members
        .iter()
        .map(|member| member.user_id().to_owned())
        .filter(|user| Some(&**user) != client.user_id() && !from.contains(user))
        .collect();
    if let [other] = others.as_slice() {
        client.account().mark_as_dm(room.room_id(), std::slice::from_ref(other)).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_old_account_is_told_in_two_steps() {
        let to = |user_id: Option<&str>, until_ms| {
            view(Some(MovedTo { organisation: "Finance".into(), user_id: user_id.map(str::to_owned), until_ms }))
        };
        let organisation = || "Finance".to_owned();
        assert_eq!(view(None), MoveView::Stays);
        assert_eq!(to(None, None), MoveView::Announced { organisation: organisation() });
        assert_eq!(to(Some("@a:y"), Some(7)), MoveView::Moved { organisation: organisation(), until_ms: 7 });
        assert_eq!(to(Some("@a:y"), Some(-1)), MoveView::Announced { organisation: organisation() });
    }
}
