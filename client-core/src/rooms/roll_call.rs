//! Asking the homeserver who is in a room, without a new key for the room if nobody has come or gone.
//!
//! The SDK asks anew whenever a room is opened after a start, or more has happened there than one sync tells, and it throws
//! the room's key away each time: somebody could have come and gone unnoticed in between. Everybody who opens a room in the
//! morning would give a new key to everybody else there. So the answer is compared with what is known first. Only if each
//! member's last event is the one that is known already, nobody has come or gone, and the key stays.

use std::collections::BTreeMap;

use matrix_sdk::deserialized_responses::RawAnySyncOrStrippedState;
use matrix_sdk::room::RoomMember;
use matrix_sdk::ruma::api::client::membership::get_member_events;
use matrix_sdk::ruma::events::StateEventType;
use matrix_sdk::ruma::serde::Raw;
use matrix_sdk::{Result, Room, RoomMemberships};
use matrix_sdk_base::{RoomInfo, RoomInfoNotableUpdateReasons};

/// The last event of each member, by the member.
type Roll = BTreeMap<String, String>;

/// Sees to it that all members of a room are known.
///
/// # Errors
/// If the homeserver does not say who they are.
#[expect(clippy::disallowed_methods, reason = "here it is decided whether the room needs a new key")]
pub(crate) async fn call_the_roll(room: &Room) -> Result<()> {
    if room.are_members_synced() || !matches!(unchanged(room).await, Ok(true)) {
        return room.sync_members().await;
    }
    let synced = |mut info: RoomInfo| {
        info.mark_members_synced();
        (info, RoomInfoNotableUpdateReasons::empty())
    };
    room.update_and_save_room_info(synced).await?;
    Ok(())
}

/// The members of a room, as the homeserver knows them.
///
/// # Errors
/// The same.
pub(crate) async fn members_in(room: &Room, wanted: RoomMemberships) -> Result<Vec<RoomMember>> {
    call_the_roll(room).await?;
    room.members_no_sync(wanted).await
}

/// Whether the homeserver knows no event of a member that is not known here.
async fn unchanged(room: &Room) -> Result<bool> {
    let client = room.client();
    let known = client.state_store().get_state_events(room.room_id(), StateEventType::RoomMember).await?;
    let known = known.iter().map(|event| match event {
        RawAnySyncOrStrippedState::Sync(event) => entry(event),
        // An invitation does not tell which events it consists of.
        RawAnySyncOrStrippedState::Stripped(_) => None,
    });
    let Some(known) = known.collect::<Option<Roll>>() else { return Ok(false) };
    if known.is_empty() {
        return Ok(false);
    }
    let answer = client.send(get_member_events::v3::Request::new(room.room_id().to_owned())).await?;
    Ok(answer.chunk.iter().map(entry).collect::<Option<Roll>>().as_ref() == Some(&known))
}

fn entry<T>(event: &Raw<T>) -> Option<(String, String)> {
    Some((event.get_field("state_key").ok()??, event.get_field("event_id").ok()??))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_event_without_its_id_is_no_entry() {
        let read = |event: serde_json::Value| entry(&Raw::new(&event).expect("JSON"));
        let whole = json!({"type": "m.room.member", "state_key": "@a:a.example", "event_id": "$1", "content": {}});
        assert_eq!(read(whole), Some(("@a:a.example".to_owned(), "$1".to_owned())));
        assert_eq!(read(json!({"type": "m.room.member", "state_key": "@a:a.example", "content": {}})), None);
        assert_eq!(read(json!({"type": "m.room.member", "event_id": "$1", "content": {}})), None);
    }
}
