//! What happened to a room, and which of it is worth a line.

use matrix_sdk::ruma::events::room::member::MembershipChange as Membership;
use matrix_sdk::ruma::events::room::message::MessageType;
use matrix_sdk::ruma::events::{
    AnySyncMessageLikeEvent, AnySyncStateEvent, AnySyncTimelineEvent, StateEventContentChange, SyncStateEvent,
};
use matrix_sdk::ruma::room_version_rules::RoomVersionRules;
use matrix_sdk_ui::timeline::{
    AnyOtherStateEventContentChange, MembershipChange, TimelineItemContent, default_event_filter,
};

use super::people::Names;
use crate::rooms::lets_all;
use crate::text::{clean, person_name};
use crate::view::RoomEvent;

/// Whether an event becomes an item. Changes of names and rights are no news.
pub(super) fn worth_a_line(event: &AnySyncTimelineEvent, rules: &RoomVersionRules) -> bool {
    if !default_event_filter(event, rules) {
        return false;
    }
    match event {
        AnySyncTimelineEvent::MessageLike(message) => !asks_to_compare(message),
        AnySyncTimelineEvent::State(AnySyncStateEvent::RoomMember(SyncStateEvent::Original(member))) => matches!(
            member.membership_change(),
            Membership::Joined
                | Membership::InvitationAccepted
                | Membership::Invited
                | Membership::Left
                | Membership::InvitationRejected
                | Membership::InvitationRevoked
                | Membership::Kicked
                | Membership::Banned
                | Membership::KickedAndBanned
        ),
        AnySyncTimelineEvent::State(
            AnySyncStateEvent::RoomCreate(_)
            | AnySyncStateEvent::RoomName(SyncStateEvent::Original(_))
            | AnySyncStateEvent::RoomTopic(SyncStateEvent::Original(_))
            | AnySyncStateEvent::RoomEncryption(_),
        ) => true,
        AnySyncTimelineEvent::State(AnySyncStateEvent::RoomHistoryVisibility(SyncStateEvent::Original(rule))) => {
            // The rule that a room is made with is no news.
            let before = rule.unsigned.prev_content.as_ref();
            before.is_some_and(|before| {
                lets_all(&before.history_visibility) != lets_all(&rule.content.history_visibility)
            })
        }
        AnySyncTimelineEvent::State(_) => false,
    }
}

/// Whether somebody asks to compare signs: that has a dialogue of its own.
fn asks_to_compare(event: &AnySyncMessageLikeEvent) -> bool {
    matches!(event, AnySyncMessageLikeEvent::RoomMessage(message)
        if message.as_original().is_some_and(|m| matches!(m.content.msgtype, MessageType::VerificationRequest(_))))
}

/// What happened, if it is one of the things that are worth a line.
pub(super) async fn room_event(content: &TimelineItemContent, names: &Names) -> Option<RoomEvent> {
    match content {
        TimelineItemContent::MembershipChange(change) => {
            let name = match change.display_name() {
                Some(name) => person_name(Some(&name), change.user_id().as_str()).name,
                None => names.look_up(change.user_id()).await.name,
            };
            match change.change()? {
                MembershipChange::Joined | MembershipChange::InvitationAccepted => Some(RoomEvent::Joined { name }),
                MembershipChange::Invited => Some(RoomEvent::Invited { name }),
                MembershipChange::Left | MembershipChange::InvitationRejected | MembershipChange::InvitationRevoked => {
                    Some(RoomEvent::Left { name })
                }
                MembershipChange::Kicked | MembershipChange::Banned | MembershipChange::KickedAndBanned => {
                    Some(RoomEvent::Removed { name })
                }
                _ => None,
            }
        }
        TimelineItemContent::OtherState(state) => match state.content() {
            AnyOtherStateEventContentChange::RoomCreate(_) => Some(RoomEvent::Created),
            AnyOtherStateEventContentChange::RoomEncryption(_) => Some(RoomEvent::Encrypted),
            AnyOtherStateEventContentChange::RoomName(StateEventContentChange::Original { content, .. }) => {
                Some(RoomEvent::Renamed { name: clean(&content.name) })
            }
            AnyOtherStateEventContentChange::RoomTopic(StateEventContentChange::Original { content, .. }) => {
                Some(RoomEvent::Topic { topic: clean(&content.topic) })
            }
            AnyOtherStateEventContentChange::RoomHistoryVisibility(StateEventContentChange::Original {
                content,
                ..
            }) => Some(if lets_all(&content.history_visibility) {
                RoomEvent::EarlierForAll
            } else {
                RoomEvent::EarlierKept
            }),
            _ => None,
        },
        _ => None,
    }
}
