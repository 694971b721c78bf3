//! The rules for what happens in a room that exists.

use bridge_api::mode::ModeRules;
use serde_json::Value;

use super::{ALGORITHM, ActorFacts, Event, Reason, RoomFacts, Rule, Ruling, StateChange};

/// Judges an event, under the rules of the operating mode.
pub fn decide(event: &Event, room: &RoomFacts, actor: ActorFacts, mode: &ModeRules) -> Ruling {
    let _ = mode;
    let refused = match event {
        Event::Other => None,
        Event::Plaintext => (!room.public).then_some(Reason::PlaintextInPrivateRoom),
        Event::Invite { external } => external.then(|| invite_external(room)).flatten(),
        Event::Join { invited } => (actor.external && !invited).then_some(Reason::ExternalNeedsInvitation),
        Event::State(change) if actor.external && !room.being_created => {
            let _ = change;
            Some(Reason::ExternalCannotRule)
        }
        Event::State(change) => state(change, room, actor),
    };
    refused.map_or(Ruling::Allow, Ruling::Refuse)
}

fn invite_external(room: &RoomFacts) -> Option<Reason> {
    if room.labelled_restricted {
        return Some(Reason::RestrictedByLabel);
    }
    (room.public || room.rule != Some(Rule::Unrestricted)).then_some(Reason::ExternalCannotBeInvited)
}

fn state(change: &StateChange, room: &RoomFacts, actor: ActorFacts) -> Option<Reason> {
    match change {
        StateChange::Encryption(content) => encryption(content, room),
        StateChange::JoinRules(content) => join_rules(content, room),
        StateChange::HistoryVisibility(content) => {
            let known = matches!(content["history_visibility"].as_str(), Some("shared" | "invited" | "joined"));
            (!known).then_some(Reason::HistoryForMembersOnly)
        }
        StateChange::GuestAccess(content) => (content["guest_access"] != "forbidden").then_some(Reason::NoGuests),
        StateChange::AccessRules(content) => access_rules(content, room, actor),
        StateChange::Label(content) => label(content, room),
        StateChange::PowerLevels => None,
    }
}

fn encryption(content: &Value, room: &RoomFacts) -> Option<Reason> {
    if room.encryption.as_ref() == Some(content) {
        return None;
    }
    if room.encryption.is_some() {
        return Some(Reason::EncryptionCannotChange);
    }
    if room.public {
        return Some(Reason::PublicRoomIsNotEncrypted);
    }
    (content["algorithm"] != ALGORITHM).then_some(Reason::EncryptionMustBeOurs)
}

/// A private room may let people ask to enter, because a member then answers; it may not open to a third room's
/// members, which could be public.
fn join_rules(content: &Value, room: &RoomFacts) -> Option<Reason> {
    if room.being_created {
        return None;
    }
    match (room.public, content["join_rule"].as_str()) {
        (true, Some("public")) | (false, Some("invite" | "knock" | "private")) => None,
        (true, _) => Some(Reason::PublicRoomStaysPublic),
        (false, _) => Some(Reason::PrivateRoomStaysPrivate),
    }
}

fn access_rules(content: &Value, room: &RoomFacts, actor: ActorFacts) -> Option<Reason> {
    if room.being_created {
        return None;
    }
    match (room.public, content["visibility"].as_str()) {
        (true, Some("public")) | (false, Some("private")) => {}
        (true, _) => return Some(Reason::PublicRoomStaysPublic),
        (false, _) => return Some(Reason::PrivateRoomStaysPrivate),
    }
    let Some(asked) = content["rule"].as_str().and_then(Rule::from_word) else {
        return Some(Reason::AccessRuleUnknown);
    };
    match (room.rule, asked) {
        (Some(now), asked) if now == asked => None,
        (Some(Rule::Direct), _) | (Some(_), Rule::Direct) => Some(Reason::DirectStaysDirect),
        (Some(Rule::Unrestricted), _) => Some(Reason::AccessRuleIsFinal),
        (None, Rule::Restricted | Rule::Direct) => None,
        (_, _) if room.public => Some(Reason::ExternalCannotBeInvited),
        (_, _) if room.labelled_restricted => Some(Reason::RestrictedByLabel),
        (_, _) => (!actor.administers).then_some(Reason::AccessRuleForAdmins),
    }
}

fn label(content: &Value, room: &RoomFacts) -> Option<Reason> {
    match content["label"].as_str() {
        Some("open") if room.labelled_restricted => Some(Reason::RestrictedByLabel),
        Some("open") => None,
        Some("restricted") if room.public || room.rule == Some(Rule::Unrestricted) => Some(Reason::LabelDoesNotFit),
        Some("restricted") => None,
        _ => Some(Reason::LabelUnknown),
    }
}
