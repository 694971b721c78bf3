//! Making a room. It is given out only once it may be written to: a private one when it is known to be encrypted.

use bridge_api::events::{ACCESS_RULES, ROOM_LABEL};
use matrix_sdk::ruma::api::client::room::Visibility;
use matrix_sdk::ruma::api::client::room::create_room::RoomPowerLevelsContentOverride;
use matrix_sdk::ruma::api::client::room::create_room::v3::{CreationContent, Request, RoomPreset};
use matrix_sdk::ruma::events::room::encryption::RoomEncryptionEventContent;
use matrix_sdk::ruma::events::{AnyInitialStateEvent, InitialStateEvent};
use matrix_sdk::ruma::serde::Raw;
use matrix_sdk::ruma::{OwnedUserId, UserId};
use serde_json::{Value, json};

use super::outside::open_rule;
use crate::Result;
use crate::messenger::Messenger;
use crate::problem::{from_sdk, step};
use crate::rooms::theme::room_type;
use crate::session::Active;
use crate::text::clean;
use crate::timeline::gateway::Gateway;
use crate::view::{NewRoom, ProblemView, RoomKind, RoomOptions, RoomTheme};

impl Messenger {
    /// Makes a private or a public room; answers its id.
    ///
    /// # Errors
    /// [`ProblemView::Refused`] by a rule, [`ProblemView::NotEncrypted`] if a private room does not become encrypted.
    pub async fn create_room(&self, new: &NewRoom) -> Result<String> {
        self.create_room_with(new, &RoomOptions::default()).await
    }

    /// The same, of a kind beyond private and public. Options that do not fit the kind are left out.
    ///
    /// # Errors
    /// As [`Messenger::create_room`].
    pub async fn create_room_with(&self, new: &NewRoom, options: &RoomOptions) -> Result<String> {
        let active = self.active()?;
        let mut invite = Vec::new();
        for id in &new.invite {
            invite.push(UserId::parse(id).map_err(|_| ProblemView::NotFound)?);
        }
        let mut request = Request::new();
        request.name = Some(clean(&new.name)).filter(|name| !name.is_empty());
        request.topic = Some(clean(&new.topic)).filter(|topic| !topic.is_empty());
        request.invite = invite;
        match new.kind {
            RoomKind::Public => {
                request.preset = Some(RoomPreset::PublicChat);
                request.visibility = Visibility::Public;
                request.creation_content = options.theme.map(theme_content).transpose()?;
            }
            RoomKind::Private | RoomKind::Direct => {
                request.preset = Some(RoomPreset::PrivateChat);
                request.initial_state = vec![encryption()];
                if options.externals {
                    request.initial_state.push(own_state(ACCESS_RULES, open_rule())?);
                } else if options.restricted {
                    request.initial_state.push(own_state(ROOM_LABEL, json!({"label": "restricted"}))?);
                }
            }
        }
        let opened = options.externals && new.kind != RoomKind::Public;
        request.power_level_content_override = Some(power_levels(options.announcement)?);
        let made = active.make_room(request).await?;
        // Whoever asks the homeserver while it writes the room's first events is told that there is no rule.
        if let (true, Ok(room)) = (opened, active.room(&made)) {
            active.outside.keep(room.room_id(), true).await;
        }
        Ok(made)
    }
}

/// A state event of ours for a new room.
fn own_state(kind: &str, content: Value) -> Result<Raw<AnyInitialStateEvent>> {
    let event = json!({"type": kind, "state_key": "", "content": content});
    Raw::new(&event).map(Raw::cast_unchecked).map_err(step("a new room's state"))
}

fn theme_content(theme: RoomTheme) -> Result<Raw<CreationContent>> {
    let mut content = CreationContent::new();
    content.room_type = Some(room_type(theme));
    Raw::new(&content).map_err(step("a new room's theme"))
}

/// Who may do what. The list of events takes the place of the homeserver's, so it names all that are above the rest: it
/// differs in letting all administrators bring a room to a newer version, not only whoever made it.
fn power_levels(announcement: bool) -> Result<Raw<RoomPowerLevelsContentOverride>> {
    let mut events = json!({
        "m.room.avatar": 50, "m.room.canonical_alias": 50, "m.room.encryption": 100, "m.room.history_visibility": 100,
        "m.room.name": 50, "m.room.power_levels": 100, "m.room.server_acl": 100, "m.room.tombstone": 100,
        ACCESS_RULES: 100, ROOM_LABEL: 100,
    });
    let mut content = json!({});
    if announcement {
        // Who may not write may still react, and take a reaction back.
        events["m.reaction"] = json!(0);
        events["m.room.redaction"] = json!(0);
        content["events_default"] = json!(50);
        content["invite"] = json!(50);
    }
    content["events"] = events;
    Raw::new(&content).map(Raw::cast_unchecked).map_err(step("a new room's rights"))
}

fn encryption() -> Raw<AnyInitialStateEvent> {
    InitialStateEvent::with_empty_state_key(RoomEncryptionEventContent::with_recommended_defaults()).to_raw_any()
}

impl Active {
    /// Makes a room, waits until it may be written to, and answers its id.
    async fn make_room(&self, request: Request) -> Result<String> {
        let room = self.client.create_room(request).await.map_err(|error| from_sdk(&error))?;
        Gateway::open(&room).await?;
        Ok(room.room_id().to_string())
    }

    /// Makes a direct conversation.
    pub(super) async fn make_direct(&self, other: OwnedUserId) -> Result<String> {
        let mut request = Request::new();
        request.invite = vec![other];
        request.is_direct = true;
        request.preset = Some(RoomPreset::TrustedPrivateChat);
        request.initial_state = vec![encryption()];
        self.make_room(request).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_an_announcement_room_members_read_and_react() {
        let plain: Value = power_levels(false).expect("content").deserialize_as_unchecked().expect("JSON");
        assert_eq!(plain["events"]["m.room.tombstone"], 100);
        assert!(plain.get("events_default").is_none() && plain["events"].get("m.reaction").is_none());
        let announcement: Value = power_levels(true).expect("content").deserialize_as_unchecked().expect("JSON");
        assert_eq!(announcement["events_default"], 50);
        assert_eq!(announcement["events"]["m.reaction"], 0);
        assert_eq!(announcement["events"]["m.room.power_levels"], 100);
    }
}
