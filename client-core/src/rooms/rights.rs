//! What people are in a room and what they may do, from its power levels.

use bridge_api::events::ACCESS_RULES;
use matrix_sdk::ruma::UserId;
use matrix_sdk::ruma::events::StateEventType;
use matrix_sdk::ruma::events::room::power_levels::{RoomPowerLevels, UserPowerLevel};

use crate::view::{RoomRights, RoomRole};

/// The power of a moderator.
pub(super) const MODERATOR: i64 = 50;
/// The power of an administrator.
pub(super) const ADMINISTRATOR: i64 = 100;

/// What somebody is. Whoever made a room administers it, in new versions above all levels.
pub(super) fn role(levels: &RoomPowerLevels, user: &UserId) -> RoomRole {
    match standing(levels, user) {
        level if level >= ADMINISTRATOR => RoomRole::Administrator,
        level if level >= MODERATOR => RoomRole::Moderator,
        _ => RoomRole::Member,
    }
}

/// Whether one stands above the other.
pub(super) fn above(levels: &RoomPowerLevels, one: &UserId, other: &UserId) -> bool {
    one != other && standing(levels, one) > standing(levels, other)
}

fn standing(levels: &RoomPowerLevels, user: &UserId) -> i64 {
    match levels.for_user(user) {
        UserPowerLevel::Int(level) => level.into(),
        UserPowerLevel::Infinite => i64::MAX,
        _ => 0,
    }
}

/// What somebody may do. Opening the room and bringing it to a newer version depend on more than rights: here is only
/// whether they would be let.
pub(super) fn rights(levels: &RoomPowerLevels, user: &UserId) -> RoomRights {
    let state = |kind: StateEventType| levels.user_can_send_state(user, kind);
    RoomRights {
        invite: levels.user_can_invite(user),
        remove: levels.user_can_kick(user),
        ban: levels.user_can_ban(user),
        name: state(StateEventType::RoomName),
        topic: state(StateEventType::RoomTopic),
        picture: state(StateEventType::RoomAvatar),
        roles: state(StateEventType::RoomPowerLevels),
        pin: state(StateEventType::RoomPinnedEvents),
        history: state(StateEventType::RoomHistoryVisibility),
        delete: levels.user_can_redact_event_of_other(user),
        open: role(levels, user) == RoomRole::Administrator && state(StateEventType::from(ACCESS_RULES)),
        upgrade: state(StateEventType::RoomTombstone),
    }
}
