//! Bringing a room to a newer version. The homeserver makes the new room and closes the old one; whoever was in the old one
//! is invited, because a private room is entered by invitation only. What it does not carry over, the access rule, is
//! written again; what it carries over although no room may have it any more is put right before.

use futures_util::StreamExt;
use futures_util::stream::{self, BoxStream};
use matrix_sdk::ruma::api::client::room::upgrade_room;
use matrix_sdk::ruma::{OwnedUserId, RoomId, RoomVersionId};
use matrix_sdk::{Room, RoomMemberships, RoomState};
use serde_json::{Value, json};

use super::outside::state;
use super::roll_call::members_in;
use super::settings::set_access_rule;
use crate::Result;
use crate::messenger::Messenger;
use crate::platform::sleep;
use crate::problem::{from_http, from_sdk};
use crate::session::Active;
use crate::timeline::gateway::Gateway;
use crate::view::{ProblemView, RoomKind, UnitRoomView};

/// How often the new room is looked for before it is given up.
const GLANCES: u32 = 200;
const GLANCE: std::time::Duration = std::time::Duration::from_millis(50);

impl Messenger {
    /// Brings a room to the version that new rooms have, and invites its people into the new one.
    ///
    /// # Errors
    /// [`ProblemView::SignedOut`], [`ProblemView::NotFound`].
    pub fn upgrade_room(&self, room_id: &str) -> Result<BoxStream<'static, UnitRoomView>> {
        let active = self.active()?;
        let old = active.room(room_id)?;
        let making = active.clone();
        let made = async move { making.make_successor(&old).await };
        Ok(stream::iter([UnitRoomView::Making]).chain(active.invite_all(made)).boxed())
    }

    /// Goes on to the room in which another one goes on; answers its id.
    ///
    /// # Errors
    /// [`ProblemView::NotFound`] if the room goes on nowhere, [`ProblemView::Refused`] without an invitation.
    pub async fn follow_room(&self, room_id: &str) -> Result<String> {
        let active = self.active()?;
        let old = active.room(room_id)?;
        let next = old.successor_room().ok_or(ProblemView::NotFound)?.room_id;
        let known = active.client.get_room(&next);
        if known.is_some_and(|room| room.state() == RoomState::Joined) {
            return Ok(next.to_string());
        }
        let via = old.route().await.unwrap_or_default();
        let joined = active.client.join_room_by_id_or_alias((&*next).into(), &via).await;
        joined.map(|room| room.room_id().to_string()).map_err(|error| from_sdk(&error))
    }
}

impl Active {
    /// The new room, and whom to invite there.
    async fn make_successor(&self, old: &Room) -> Result<(String, Vec<OwnedUserId>)> {
        let public = super::kind_of(old).await == RoomKind::Public;
        self.outside.look(old).await;
        let open = self.outside.is_open(old).await;
        let people = members_in(old, RoomMemberships::ACTIVE).await.map_err(|error| from_sdk(&error))?;
        let people = people.iter().map(|member| member.user_id().to_owned()).filter(|id| id != old.own_user_id());
        let people = if public { Vec::new() } else { people.collect() };
        let version = self.default_version().await?;
        put_right(old).await?;
        let request = upgrade_room::v3::Request::new(old.room_id().to_owned(), version);
        let made = self.client.send(request).await.map_err(|error| from_http(&error))?.replacement_room;
        let room = self.appears(&made).await?;
        Gateway::open(&room).await?;
        // Without a rule a room is for colleagues only; a homeserver that takes rules over has written it already.
        if open {
            set_access_rule(&room).await?;
            self.outside.keep(&made, open).await;
        }
        Ok((made.to_string(), people))
    }

    /// The version of new rooms.
    pub(super) async fn default_version(&self) -> Result<RoomVersionId> {
        let versions = self.client.homeserver_capabilities().room_versions().await;
        versions.map(|versions| versions.default).map_err(|error| from_sdk(&error))
    }

    /// The room, once the sync has brought it.
    async fn appears(&self, id: &RoomId) -> Result<Room> {
        for _ in 0..GLANCES {
            if let Some(room) = self.client.get_room(id).filter(|room| room.state() == RoomState::Joined) {
                return Ok(room);
            }
            sleep(GLANCE).await;
        }
        Err(ProblemView::NotFound)
    }
}

/// The homeserver takes the old room's settings over as they are, and today's rules let no new room have some of them: the
/// old one gives them up first.
async fn put_right(old: &Room) -> Result<()> {
    for kind in ["m.room.guest_access", "m.room.history_visibility"] {
        if let Some(content) = instead(kind, &state(old, kind).await?) {
            old.send_state_event_raw(kind, "", content).await.map_err(|error| from_sdk(&error))?;
        }
    }
    Ok(())
}

/// What a setting has to become; nothing if it may stay, or the room never had it.
fn instead(kind: &str, content: &Value) -> Option<Value> {
    let is_one_of = |key: &str, words: &[&str]| content[key].as_str().is_some_and(|word| words.contains(&word));
    match kind {
        _ if content.is_null() => None,
        "m.room.guest_access" if !is_one_of("guest_access", &["forbidden"]) => {
            Some(json!({"guest_access": "forbidden"}))
        }
        "m.room.history_visibility" if !is_one_of("history_visibility", &["shared", "invited", "joined"]) => {
            Some(json!({"history_visibility": "shared"}))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_room_gives_up_what_no_new_room_may_have() {
        let guests = |word: &str| instead("m.room.guest_access", &json!({"guest_access": word}));
        assert_eq!(guests("can_join"), Some(json!({"guest_access": "forbidden"})));
        assert_eq!(guests("forbidden"), None);
        let history = |word: &str| instead("m.room.history_visibility", &json!({"history_visibility": word}));
        assert_eq!(history("world_readable"), Some(json!({"history_visibility": "shared"})));
        for stays in ["shared", "invited", "joined"] {
            assert_eq!(history(stays), None, "{stays}");
        }
        // A room that never said anything says nothing now.
        assert_eq!(instead("m.room.guest_access", &Value::Null), None);
        assert_eq!(instead("m.room.history_visibility", &Value::Null), None);
        assert_eq!(instead("m.room.history_visibility", &json!({})), Some(json!({"history_visibility": "shared"})));
    }
}
